import ArgumentParser
import BaselineKit
import Schema

/// A command whose answer programs read: with `--format json` an error is an answer too, so that nobody has to parse prose.
protocol Answering {
  var output: OutputOptions { get }
  /// Whether the answer is a verdict, which an error leaves unknown.
  var hasVerdict: Bool { get }
  /// The values of `--format` that it serves.
  static var formats: [OutputOptions.Format] { get }
  /// The files that it writes beside its answer; nil: it knows none.
  var files: ReportOptions? { get }
}

extension Answering {
  var hasVerdict: Bool { false }
  var files: ReportOptions? { nil }
  static var formats: [OutputOptions.Format] { [.text, .json] }

  /// - Throws: ValidationError for a format that it does not serve.
  func validateFormat() throws {
    guard !Self.formats.contains(output.format) else { return }
    let known = Self.formats.map(\.rawValue).joined(separator: " and ")
    throw ValidationError("'--format \(output.format.rawValue)' is not served here: it knows \(known)")
  }

  /// An error as an answer: programs that read one need not parse prose, and a service that shows answers shows it too.
  func answer(_ error: any Error) {
    let format = output.format
    let json = {
      JSONAnswer { writer in
        if hasVerdict { error.writeVerdict(to: &writer) } else { error.write(to: &writer) }
      }
    }
    guard hasVerdict && Self.formats.contains(.github) else {
      if format == .json { Terminal.write(json().bytes) }
      return
    }
    let markdown = { "### ❔ unknown\n\n\(markdownText(Explanation(error).message))" }
    let report = { CIReport(error) }
    switch format {
    case .text: break
    case .github: for command in report().workflowCommands { Terminal.print(command: command) }
    default: Terminal.write(format.bytes(text: { "" }, json: json, markdown: markdown, report: report))
    }
    // A file that cannot be written is told already, or matters less than this error.
    try? files?.write(json: json, markdown: markdown, report: report)
    output.tellService(markdown: markdown, report: report)
  }
}

extension Error {
  /// `verdict`, `outcome`, `error`: what could not be looked at is unknown, and fails.
  func writeVerdict(to writer: inout JSONWriter) {
    writer.pair("verdict", Verdict.unknown.rawValue)
    writer.pair("outcome", Outcome.failed.rawValue)
    write(to: &writer)
  }

  /// `error`.
  fileprivate func write(to writer: inout JSONWriter) {
    writer.key("error")
    writer.object { Explanation(self).write(to: &$0) }
  }
}

extension Explanation {
  /// `message`, `details`, `hint`.
  func write(to writer: inout JSONWriter) {
    writer.pair("message", message)
    writer.texts("details", details)
    writer.pair("hint", hint)
  }
}

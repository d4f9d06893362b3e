import ArgumentParser
import BaselineKit
import Processes

/// How a command answers.
struct OutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    /// These only of the commands that say so (`Answering.formats`): for comments in reviews,
    case markdown
    /// and for services that show what differs beside the code.
    case github, gitlab, sarif, junit

    static let allValueStrings = [text, json].map(\.rawValue)

    /// Whether programs read it, so that nothing may stand before or behind it.
    var isForPrograms: Bool { self != .text && self != .markdown && self != .github }
  }

  @Option(
    name: .long,
    help:
      "text for people, json for programs (docs/json.md); check, verify and review also know markdown, check and verify github, gitlab, sarif and junit (docs/ci.md)."
  )
  var format = Format.text

  @Flag(name: .shortAndLong, help: "Print nothing but errors; the exit code is the answer.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say what is being done on standard error.")
  var verbose = false

  /// What the kit is to tell its progress to.
  var progress: (String) -> Void {
    if quiet { return { _ in } }
    if verbose { return { Terminal.note("· \($0)") } }
    return { Terminal.progress($0) }
  }

  /// What a run of a feature has around it.
  func context(_ environment: [String: String]) throws -> RunContext {
    RunContext(environment: environment, clock: try Clock(environment), progress: progress)
  }

  /// Prints the answer in the wanted format.
  func answer(
    text: @autoclosure () -> String, json: @autoclosure () -> JSONAnswer, markdown: @autoclosure () -> String = ""
  ) {
    answer(text: text, json: json, markdown: markdown, report: { CIReport([], .same, .passed) })
  }

  private func answer(
    text: () -> String, json: () -> JSONAnswer, markdown: () -> String, report: () -> CIReport
  ) {
    Terminal.progress.clear()
    if quiet && !format.isForPrograms { return }
    switch format {
    case .text:
      let text = text()
      if !text.isEmpty { Terminal.print(text) }
    case .github: for command in report().workflowCommands { Terminal.print(command: command) }
    default: Terminal.write(format.bytes(text: text, json: json, markdown: markdown, report: report))
    }
  }

  /// Prints the answer of a comparison, writes the files that were asked for, and in GitHub Actions tells the service too.
  func answer(
    text: @autoclosure () -> String, json: () -> JSONAnswer, markdown: () -> String, report: () -> CIReport,
    files: ReportOptions
  ) throws {
    try files.write(json: json, markdown: markdown, report: report)
    answer(text: text, json: json, markdown: markdown, report: report)
    tellService(markdown: markdown, report: report)
  }

  /// Annotations and a summary, in a run of GitHub Actions that may say something.
  func tellService(markdown: () -> String, report: () -> CIReport) {
    guard !quiet, let service = GitHubActions(currentEnvironment()) else { return }
    if format != .github { service.annotate(report()) }
    service.summarise(markdown())
  }
}

extension OutputOptions.Format {
  /// An answer as this format's bytes, with a line end.
  func bytes(
    text: () -> String, json: () -> JSONAnswer, markdown: () -> String, report: () -> CIReport
  ) -> [UInt8] {
    switch self {
    case .text: Array((safeText(text()) + "\n").utf8)
    case .markdown: Array((safeText(markdown()) + "\n").utf8)
    case .json: json().bytes
    case .github: report().workflowCommands.flatMap { Array(($0 + "\n").utf8) }
    case .gitlab: report().codeQuality
    case .sarif: report().sarif
    case .junit: Array((report().junit + "\n").utf8)
    }
  }
}

import BaselineKit
import Processes

/// The terminal: standard output holds the answer, standard error the rest. The only place that prints or exits.
enum Terminal {
  /// Writes text that may hold anything: what could move the cursor is made visible first.
  static func print(_ text: String) {
    let safe = safeText(text)
    let lines = colours ? safe.split(separator: "\n", omittingEmptySubsequences: false).map(coloured) : [safe[...]]
    write(1, lines.joined(separator: "\n") + "\n")
  }

  /// A line in the colour that its first word or mark asks for; the text itself knows nothing of colours.
  private static func coloured(_ line: Substring) -> Substring {
    let colour: String? =
      switch line.drop(while: { $0 == " " }).prefix(while: { $0 != " " && $0 != ":" }) {
      case "✗", "differs": "31"
      case "!": "33"
      case "✓", "same": "32"
      default: nil
      }
    return colour.map { "\u{1b}[\($0)m\(line)\u{1b}[0m" } ?? line
  }

  /// Asks a question that is answered with y or n; only where a person is there to answer, otherwise the answer is no.
  static func confirms(_ question: String) -> Bool {
    guard isatty(0) == 1, isatty(2) == 1 else { return false }
    progress.clear()
    write(2, safeText(question) + " [y/N] ")
    return ["y", "yes"].contains((readLine() ?? "").lowercased())
  }

  /// Writes bytes of a document as they are.
  static func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { write(1, $0) }
  }

  /// Writes a workflow command that is meant, whose values are escaped already.
  static func print(command: String) { write(1, command + "\n") }

  /// The same on standard error.
  static func command(_ command: String) {
    progress.clear()
    write(2, command + "\n")
  }

  /// A remark for people, on standard error.
  static func note(_ text: String) {
    progress.clear()
    write(2, safeText(text) + "\n")
  }

  /// An error: `baseline: <what it was doing>: <why>`, then more lines where they help, then `hint: <the command to run next>`.
  static func report(_ error: any Error) { report(Explanation(error)) }

  static func report(_ explanation: Explanation) {
    note("baseline: \(explanation.message)")
    for detail in explanation.details { note("  \(detail)") }
    if let hint = explanation.hint { note("hint: \(hint)") }
  }

  static func exit(_ code: Int32) -> Never {
    progress.clear()
    Processes.exit(code)
  }

  /// What is going on, on one line that is overwritten; only on a terminal, and only for what takes longer than a second.
  static let progress = Progress()

  /// Colours only on a terminal, and never with NO_COLOR.
  static let colours = isatty(1) == 1 && (environmentVariable("NO_COLOR") ?? "").isEmpty

  fileprivate static func write(_ descriptor: Int32, _ text: String) {
    Array(text.utf8).withUnsafeBytes { write(descriptor, $0) }
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) {
    var sent = 0
    while sent < bytes.count {
      let count = Processes.write(descriptor, bytes.baseAddress! + sent, bytes.count - sent)
      if count < 0 {
        if errno == EINTR { continue }
        // Nobody reads any more: silence, and an end as a shell expects it.
        if errno == EPIPE { Processes.exit(descriptor == 1 ? 141 : 2) }
        if descriptor == 1 { report(Failure("writing to standard output", systemMessage(errno))) }
        Processes.exit(Exit.failed.rawValue)
      }
      sent += count
    }
  }
}

/// The progress line.
final class Progress: Sendable {
  private let begun = monotonicSeconds()
  private let isShown = isatty(2) == 1 && environmentVariable("TERM") != "dumb"

  /// Shows what is going on now.
  func callAsFunction(_ text: String) {
    guard isShown, monotonicSeconds() - begun > 1 else { return }
    Terminal.write(2, "\r\u{1b}[K\(safeText(text).prefix(100))")
  }

  func clear() {
    if isShown && monotonicSeconds() - begun > 1 { Terminal.write(2, "\r\u{1b}[K") }
  }
}

import BaselineKit
import Processes

/// A step of GitHub Actions that this program runs in: it is given annotations and a part of the job's summary, whatever format
/// the answer itself has.
struct GitHubActions {
  private let summaryFile: String?

  /// nil: it does not run there.
  init?(_ environment: [String: String]) {
    guard environment["GITHUB_ACTIONS"] == "true" else { return nil }
    summaryFile = environment["GITHUB_STEP_SUMMARY"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The service reads commands from both outputs: on standard error they are in nobody's way.
  func annotate(_ report: CIReport) {
    for command in report.workflowCommands { Terminal.command(command) }
  }

  /// The service drops a summary as a whole that is larger.
  static let largestSummary = 1 << 20

  /// Adds Markdown to the summary. What goes wrong is told and fails nothing.
  func summarise(_ markdown: String) {
    guard let summaryFile else { return }
    let descriptor = open(summaryFile, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      return Terminal.note("note: writing the summary of this step: \(systemMessage(errno))")
    }
    defer { close(descriptor) }
    var status = stat()
    let used = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    let bytes = Self.shortened(safeText(markdown) + "\n\n", to: Self.largestSummary - used)
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + sent, $0.count - sent) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        return Terminal.note("note: writing the summary of this step: \(systemMessage(errno))")
      }
      sent += count
    }
  }

  /// Whole lines, and a word about those that are left out.
  static func shortened(_ text: String, to limit: Int) -> [UInt8] {
    let bytes = Array(text.utf8)
    if bytes.count <= limit { return bytes }
    let notice = Array("\n\n_The rest is left out here: GitHub shows no more. The log has all of it._\n\n".utf8)
    let room = bytes.prefix(max(0, limit - notice.count))
    guard let end = room.lastIndex(of: UInt8(ascii: "\n")) else { return limit < notice.count ? [] : notice }
    return room[..<end] + notice
  }
}

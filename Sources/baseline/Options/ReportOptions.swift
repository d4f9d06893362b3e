import ArgumentParser
import BaselineKit

/// Files that a run writes beside its answer, for services that collect them.
struct ReportOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write this too, in another format of --format. May be given several times: --report junit=schema.xml",
      valueName: "format=file"))
  var report: [String] = []

  func validate() throws { _ = try files() }

  private func files() throws -> [(format: OutputOptions.Format, path: String)] {
    try report.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let format = OutputOptions.Format(rawValue: parts[0]), format != .text else {
        throw ValidationError("'--report \(text)': it takes FORMAT=FILE, as in junit=schema.xml")
      }
      return (format, parts[1])
    }
  }

  /// Writes the files.
  /// - Throws: what keeps one from being written: a service that finds none would take it for a good answer.
  func write(
    json: () -> JSONAnswer, markdown: () -> String, report: () -> CIReport
  ) throws {
    for (format, path) in try files() {
      try writeFile(format.bytes(text: { "" }, json: json, markdown: markdown, report: report), to: path)
    }
  }
}

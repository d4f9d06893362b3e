import ArgumentParser
import BaselineKit

/// How a command answers.
struct OutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    /// For comments in reviews; only of the commands that say so (`Answering.formats`).
    case markdown

    static let allValueStrings = [text, json].map(\.rawValue)
  }

  @Option(
    name: .long, help: "text for people, json for programs (docs/json.md); check also knows markdown, for reviews.")
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
    Terminal.progress.clear()
    if quiet && format != .json { return }
    switch format {
    case .markdown: Terminal.write(Array((safeText(markdown()) + "\n").utf8))
    case .text:
      let text = text()
      if !text.isEmpty { Terminal.print(text) }
    case .json: Terminal.write(json().bytes)
    }
  }
}

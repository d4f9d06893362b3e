import Processes
import Testing
import TestSupport

/// All of a repository that a failed command must leave as it was: references, HEAD, index and every file, ignored ones
/// too.
struct SandboxState: Equatable, CustomStringConvertible {
  let description: String

  init(_ sandbox: Sandbox) throws {
    let look = """
      git for-each-ref; cat "$(git rev-parse --git-dir)/HEAD"; git ls-files --stage
      git status --porcelain --ignored
      find . -name .git -prune -o -type f -exec sha256sum {} + | sort
      find . -name .git -prune -o ! -type f -printf '%y %p %l\\n' | sort
      find "$(git rev-parse --git-dir)" -name '*.lock' -o -name '*baseline-new*'
      """
    description = try sandbox.repository.run("sh", ["-c", look]).text
  }
}

extension Sandbox {
  /// Demands an exit code other than 0, an error in our form with these words in it (exit 2), no raw control character, and
  /// a repository that is as it was.
  @discardableResult func refuse(
    _ arguments: String..., code: Int32 = 2, saying words: [String], hint: String? = nil,
    environment: [String: String] = [:], in directory: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> CommandResult {
    let before = try SandboxState(self)
    let result = try run(arguments, environment: environment, in: directory)
    #expect(try SandboxState(self) == before, "\(result)", sourceLocation: sourceLocation)
    #expect(result.code == code, "\(result)", sourceLocation: sourceLocation)
    let first = result.error.split(separator: "\n").first { $0.hasPrefix("baseline: ") } ?? ""
    #expect(first.split(separator: ": ").count >= 3 || code != 2, "\(result)", sourceLocation: sourceLocation)
    for word in words { #expect(result.error.contains(word), "\(result)", sourceLocation: sourceLocation) }
    let hints = result.error.split(separator: "\n").filter { $0.hasPrefix("hint: ") }
    if let hint { #expect(hints.count == 1 && hints[0].contains(hint), "\(result)", sourceLocation: sourceLocation) }
    expectNoControls(result, sourceLocation: sourceLocation)
    return result
  }

  /// A commit with a migration that the baseline does not know yet.
  func addMigration(_ sql: String = "CREATE TABLE added (id int);\n", file: String = "migrations/9000_added.sql") throws
  {
    try repository.commit("Add \(file)", [file: sql])
  }
}

/// Nothing that could move the cursor or turn a line's direction: of the control characters only line ends.
func expectNoControls(_ result: CommandResult, sourceLocation: SourceLocation = #_sourceLocation) {
  for text in [result.output, result.error] {
    let raw = text.unicodeScalars.map(\.value).filter { value in
      switch value {
      case 0x0a: false
      case 0..<0x20, 0x7f...0x9f, 0x61c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: true
      default: false
      }
    }
    #expect(raw.isEmpty, "\(raw.map { String($0, radix: 16) }) in \(result)", sourceLocation: sourceLocation)
  }
}

import Processes

/// A real git repository in a folder of its own: own HOME, no system or user configuration, fixed author and clock.
package final class TestRepository {
  package let folder: TemporaryFolder
  /// The work tree; absolute.
  package let path: String
  /// What every program of this test is started with.
  package var environment: [String: String]
  /// Seconds since 1970 of the next commit; each commit takes a minute.
  private var clock = 1_700_000_000

  /// - Parameter initialised: whether `git init` was run (with the branch `main`).
  package init(initialised: Bool = true) throws {
    folder = try TemporaryFolder()
    path = "\(folder.path)/work"
    environment = [
      "PATH": environmentVariable("PATH") ?? "/usr/bin:/bin",
      "HOME": "\(folder.path)/home",
      "XDG_CACHE_HOME": "\(folder.path)/cache",
      "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_AUTHOR_NAME": "Ada Author", "GIT_AUTHOR_EMAIL": "ada@example.org",
      "GIT_COMMITTER_NAME": "Cora Committer", "GIT_COMMITTER_EMAIL": "cora@example.org",
      "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1",
    ]
    try folder.write("", to: "home/.keep")
    try folder.write("", to: "work/.keep")
    unlink("\(path)/.keep")
    tick()
    if initialised { try git("init", "--quiet", "--initial-branch=main", ".") }
  }

  /// Moves the fixed clock on by a minute.
  package func tick() {
    clock += 60
    environment["GIT_AUTHOR_DATE"] = "@\(clock) +0000"
    environment["GIT_COMMITTER_DATE"] = "@\(clock) +0000"
  }

  /// Runs git in the work tree and demands success.
  /// - Returns: what it printed, without the final newline.
  @discardableResult package func git(_ arguments: String..., input: String = "") throws -> String {
    try git(arguments, input: input)
  }

  @discardableResult package func git(_ arguments: [String], input: String = "") throws -> String {
    let finished = try run("git", arguments, input: input)
    guard finished.status.isSuccess else {
      throw TestFailure("git \(arguments.joined(separator: " ")): \(finished.status)\n\(finished.errorText)")
    }
    return finished.text.hasSuffix("\n") ? String(finished.text.dropLast()) : finished.text
  }

  /// Runs any program in the work tree.
  package func run(
    _ program: String, _ arguments: [String], input: String = "", environment extra: [String: String] = [:],
    in directory: String? = nil
  ) throws -> FinishedProcess {
    try Invocation(
      program, arguments, environment: environment.merging(extra) { $1 }, directory: directory ?? path
    ).run(input: Array(input.utf8), seconds: 120)
  }

  /// Writes files, stages all and commits.
  /// - Returns: the commit's id.
  @discardableResult package func commit(_ message: String, _ files: [String: String] = [:]) throws -> String {
    for (name, text) in files { try write(text, to: name) }
    try git("add", "--all")
    tick()
    try git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", message)
    return try git("rev-parse", "HEAD")
  }

  /// Writes a file of the work tree.
  package func write(_ text: String, to relativePath: String) throws {
    try folder.write(text, to: "work/\(relativePath)")
  }

  package func text(_ relativePath: String) throws -> String? {
    try folder.text("work/\(relativePath)")
  }
}

import Processes
import TestSupport

/// The user nobody with a HOME of its own, in a sandbox that is its own: for what root would be allowed.
struct Nobody {
  private let sandbox: Sandbox
  private let home: String

  init(_ sandbox: Sandbox) throws {
    self.sandbox = sandbox
    home = "\(sandbox.repository.folder.path)/nobody"
    for command in [
      ["mkdir", "-p", home], ["chmod", "711", sandbox.repository.folder.path],
      ["chown", "-R", "nobody", home, sandbox.path],
    ] {
      let finished = try sandbox.repository.run(command[0], Array(command.dropFirst()))
      guard finished.status.isSuccess else { throw TestFailure("\(command): \(finished.errorText)") }
    }
    // The test's own git looks at it too.
    try sandbox.repository.folder.write("[safe]\n\tdirectory = *\n", to: "home/.gitconfig")
  }

  func run(_ arguments: [String]) throws -> CommandResult {
    let environment = ["HOME": home, "XDG_CACHE_HOME": "\(home)/cache"]
    return try sandbox.runProgram(
      "setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", "baseline"] + arguments,
      environment: environment)
  }
}

import Processes
import TestSupport
import YAML

/// Runs the scripts of a GitLab job as its runner does, in a clone of its own.
struct GitLabRun {
  let result: CommandResult
  /// What `after_script` said.
  let after: CommandResult
  let clone: String

  /// - Parameters:
  ///   - root: the pipeline's file.
  ///   - commit: what is checked out.
  ///   - given: the variables of the run and of the project.
  init(_ name: String, of root: YAMLNode, _ commit: String = "main", _ given: [String: String], in sandbox: Sandbox)
    throws
  {
    let folder = sandbox.repository.folder.path
    let clone = "\(folder)/run/\(name)"
    self.clone = clone
    try sandbox.runProgram("rm", ["-rf", clone])
    try sandbox.git("clone", "--quiet", "--no-local", "\(folder)/remote.git", clone)
    try sandbox.git("checkout", "--quiet", "--detach", "origin/\(commit)", in: clone)
    // The job's own token may not push.
    try sandbox.git("config", "remote.origin.pushurl", "/forbidden", in: clone)
    guard let job = root[name], let template = root[".schema"] else { throw TestFailure("there is no job \(name)") }
    var environment = [
      "CI": "true", "GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "main", "CI_JOB_NAME": name, "CI_JOB_NAME_SLUG": name,
      "CI_JOB_URL": "https://gitlab.example/shop/-/jobs/7", "CI_PROJECT_URL": "\(folder)/remote",
      "GITLAB_USER_LOGIN": "ada",
    ]
    for (key, value) in (root["variables"]?.entries ?? []).map({ ($0.key, $0.value["value"]?.text ?? "") }) {
      environment[key] = value
    }
    for (key, value) in template["variables"]?.texts ?? [:] {
      environment[key] = value.replacing("$CI_JOB_NAME_SLUG", with: name)
    }
    environment.merge(given) { $1 }
    if given["EVENTS_TOKEN"] != nil {
      try sandbox.git("config", "--unset", "remote.origin.pushurl", in: clone)
    }
    func run(_ keys: String...) throws -> CommandResult {
      let script = keys.flatMap { (job[$0] ?? template[$0])?.list ?? [] }.joined(separator: "\n")
      return try sandbox.runProgram(
        "bash", ["-eo", "pipefail", "-c", script], environment: environment, in: clone)
    }
    result = try run("before_script", "script")
    environment["CI_JOB_STATUS"] = result.code == 0 ? "success" : "failed"
    after = try run("after_script")
  }
}

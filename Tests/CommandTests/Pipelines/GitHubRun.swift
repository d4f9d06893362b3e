import Processes
import TestSupport

/// A service that runs our workflows' steps as shell, each job in a clone of its own, with what it would be given.
final class GitHubRun {
  struct Event {
    var name: String
    /// What is checked out.
    var commit = "main"
    var reference = "refs/heads/main"
    var inputs: [String: String] = [:]
    var secrets: [String: String] = [:]
    var variables: [String: String] = [:]
  }

  let sandbox: Sandbox
  let event: Event
  /// What each job came to: success, failure or skipped.
  private(set) var results: [String: String] = [:]
  /// Both outputs of each job's steps.
  private(set) var outputs: [String: String] = [:]
  private(set) var summaries: [String: String] = [:]

  init(_ workflow: Workflow, _ event: Event, in sandbox: Sandbox) throws {
    self.sandbox = sandbox
    self.event = event
    try sandbox.runProgram("rm", ["-rf", "\(folder)/run"])
    try sandbox.runProgram("mkdir", ["-p", "\(folder)/run/artifacts"])
    for job in workflow.jobs { try run(job, workflow) }
  }

  private var folder: String { sandbox.repository.folder.path }

  private func run(_ job: Workflow.Job, _ workflow: Workflow) throws {
    outputs[job.id] = ""
    let isWanted =
      try job.condition.map { condition in
        let bare = condition.hasPrefix("${{") ? String(condition.dropFirst(3).dropLast(2)) : condition
        let holds = try !Expression.evaluate(bare, value).isEmpty
        // Without a function that says otherwise, a job only runs when those that it needs succeeded.
        let isBold = ["cancelled()", "always()", "failure()"].contains { condition.contains($0) }
        return holds && (isBold || job.needs.allSatisfy { results[$0] == "success" })
      } ?? job.needs.allSatisfy { results[$0] == "success" }
    guard isWanted else { return results[job.id] = "skipped" }
    let clone = "\(folder)/run/\(job.id)"
    let temporary = "\(folder)/run/\(job.id)-temp"
    try sandbox.runProgram("mkdir", ["-p", temporary])
    var hasFailed = false
    for (number, step) in job.steps.enumerated() {
      if hasFailed && !(step.condition?.contains("cancelled()") ?? false) { continue }
      if let action = step.uses {
        try perform(action, step, job, workflow, clone, temporary)
      } else if let script = step.run {
        guard !script.contains("${{") else { throw TestFailure("text of others in a script: \(script)") }
        try sandbox.repository.folder.write(script, to: "run/\(job.id)-temp/step\(number)")
        var environment = try Dictionary(
          (workflow.environment + job.environment + step.environment).map {
            ($0.name, try Expression.fill($0.value, value))
          }
        ) { $1 }
        environment.merge([
          "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": event.name, "GITHUB_REF": event.reference,
          "GITHUB_REF_NAME": String(event.reference.dropFirst("refs/heads/".count)),
          "GITHUB_STEP_SUMMARY": "\(temporary)/summary\(number)", "RUNNER_TEMP": temporary, "GITHUB_ACTOR": "octocat",
          "GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "shop/shop", "GITHUB_RUN_ID": "7",
        ]) { $1 }
        let result = try sandbox.runProgram(
          "bash", ["--noprofile", "--norc", "-eo", "pipefail", "\(temporary)/step\(number)"], environment: environment,
          in: clone)
        outputs[job.id]! += "\(result)\n"
        summaries[job.id, default: ""] +=
          try sandbox.repository.folder.text("run/\(job.id)-temp/summary\(number)") ?? ""
        if result.code != 0 { hasFailed = true }
      }
    }
    results[job.id] = hasFailed ? "failure" : "success"
  }

  private func perform(
    _ action: String, _ step: Workflow.Step, _ job: Workflow.Job, _ workflow: Workflow, _ clone: String,
    _ temporary: String
  ) throws {
    switch action.split(separator: "@")[0] {
    case "actions/checkout":
      try sandbox.git("clone", "--quiet", "--no-local", "\(folder)/remote.git", clone)
      let wanted = try step.with["ref"].map { try Expression.fill($0, value) } ?? event.commit
      try sandbox.git("checkout", "--quiet", "--detach", "origin/\(wanted)", in: clone)
      // Its token may do what the job may, and without it nothing.
      let permissions = job.permissions.isEmpty ? workflow.permissions : job.permissions
      if permissions["contents"] != "write" || step.with["persist-credentials"] == "false" {
        try sandbox.git("config", "remote.origin.pushurl", "/forbidden", in: clone)
      }
      if step.with["persist-credentials"] == "false" { try sandbox.git("remote", "remove", "origin", in: clone) }
    case "actions/upload-artifact":
      try sandbox.runProgram(
        "sh", ["-c", "cp \"$1\" \"$2\"", "sh", step.with["path"] ?? "", "\(folder)/run/artifacts"], in: clone)
    case "actions/download-artifact":
      let path = try Expression.fill(step.with["path"] ?? "", { _ in temporary })
      try sandbox.runProgram("sh", ["-c", "cp \"$1\"/* \"$2\"", "sh", "\(folder)/run/artifacts", path])
    default: throw TestFailure("what does \(action) do?")
    }
  }

  private func value(_ name: String) throws -> String {
    let parts = name.split(separator: ".").map(String.init)
    switch name {
    case "cancelled()": return ""
    case "always()": return "true"
    case "github.event_name": return event.name
    case "github.ref_name": return String(event.reference.dropFirst("refs/heads/".count))
    case "github.token": return "token-of-the-job"
    case _ where parts[0] == "needs" && parts.last == "result":
      guard let result = results[parts[1]] else { throw TestFailure("\(parts[1]) has not run yet") }
      return result
    case _ where parts[0] == "inputs": return event.inputs[parts[1]] ?? ""
    case _ where parts[0] == "secrets": return event.secrets[parts[1]] ?? ""
    case _ where parts[0] == "vars": return event.variables[parts[1]] ?? ""
    case "github.event.repository.default_branch": return "main"
    default: throw TestFailure("what is \(name)?")
    }
  }
}

import Processes
import TestSupport

/// The shop of an emergency, with a team that is told over a webhook and a DBA over a command.
struct Told {
  let emergency: Emergency
  let server: WebhookServer

  static let channels = """
    notifications:
      channels:
        team: {url_env: TEAM_URL}
        dba: {command: ["scripts/page", "now"], on: [escalated, resolved]}
      escalate: {after: 30m, to: dba}

    """

  /// - Parameter notifications: the configuration's part.
  init(_ notifications: String = Told.channels, _ answers: WebhookServer.Answer...) throws {
    emergency = try Emergency()
    server = try WebhookServer()
    for answer in answers { server.answer(answer) }
    let sandbox = emergency.sandbox
    sandbox.environment["TEAM_URL"] = server.url()
    let config = try sandbox.text("ci/schema_drift_config.yml") ?? ""
    try sandbox.write(config + notifications, to: "ci/schema_drift_config.yml")
    let folder = sandbox.repository.folder.path
    try sandbox.writeProgram(
      "#!/bin/sh\nprintf '%s ' \"$@\" >>\(folder)/paged\ncat >>\(folder)/paged\nenv >\(folder)/paged-env\npwd >\(folder)/paged-in\nsleep 30 &\n",
      to: "scripts/page")
    try sandbox.repository.commit("Tell people")
    try sandbox.git("push", "--quiet", "--no-verify", "origin", "main")
  }

  /// What came over the webhook.
  var messages: [String] { server.requests.map(\.body) }

  /// What the DBA was told, a line for each message.
  func pages() throws -> [String] {
    try (emergency.sandbox.repository.folder.text("paged") ?? "").split(separator: "\n").map(String.init)
  }

  /// The end of the id of the one incident that is open.
  func incident(at hours: Double) throws -> String {
    let listed = try emergency.here("incidents", at: hours).output
    return String(listed.split(separator: " ").dropFirst().first ?? "")
  }
}

import Testing

@testable import BaselineKit

/// The key `notifications:`.
struct NotificationConfigTests {
  private func parse(_ text: String) throws(ConfigError) -> Config.Notifications {
    try Config.parse(Array(text.utf8), file: "c").notifications
  }

  @Test func channels() throws {
    let config = try parse(
      """
      notifications:
        channels:
          team: {url_env: SLACK_WEBHOOK_URL, secret_env: HOOK_KEY}
          dba: {command: ["scripts/page-dba", "--now"]}
          lead: {command: [page], on: [escalated, bypass_overdue]}
        escalate: {after: 30m, to: dba}
      """)
    #expect(config.channels.map(\.name) == ["team", "dba", "lead"])
    #expect(
      config.channels.map(\.way) == [
        .webhook(urlEnv: "SLACK_WEBHOOK_URL", secretEnv: "HOOK_KEY"), .command(["scripts/page-dba", "--now"]),
        .command(["page"]),
      ])
    // Who is escalated to hears only that, unless it is said otherwise.
    #expect(
      config.channels.map(\.occasions) == [
        Set(Occasion.allCases), [.escalated], [.escalated, .bypassOverdue],
      ])
    #expect(config.escalation == Config.Escalation(after: 1_800, channel: "dba"))
    #expect(config.secrets == ["SLACK_WEBHOOK_URL", "HOOK_KEY"])
    #expect(try parse("").channels.isEmpty)
    #expect(try parse("notifications: {channels: {a: {url_env: A, on: [new_table]}}}").escalation == nil)
  }

  @Test(
    arguments: [
      ("30m", 1_800), ("4h", 14_400), ("7d", 604_800), ("366d", 31_622_400), ("527040m", 31_622_400),
    ] as [(String, Int64)])
  func lengthsOfTime(text: String, seconds: Int64) throws {
    let config = try parse("notifications: {channels: {a: {url_env: A}}, escalate: {after: \(text), to: a}}")
    #expect(config.escalation?.after == seconds)
  }

  @Test(arguments: ["0m", "-1h", "1.5h", "30", "m", "30s", "1w", "367d", "99999999999999999999d", "03h", "4 h", "٣h"])
  func noLengthsOfTime(text: String) {
    expectMistake(
      "notifications: {channels: {a: {url_env: A}}, escalate: {after: '\(text)', to: a}}",
      "c:1:64: notifications.escalate.after: '\(text)' is no length of time")
  }

  @Test(arguments: [
    ("channel: {}", "c:1:17: unknown key 'notifications.channel'"),
    ("channels: [a]", "c:1:27: notifications.channels: expected keys and values, found a list"),
    (
      "channels: {a: {url: https://hooks.example/T0/canary}}",
      "c:1:32: unknown key 'notifications.channels.a.url'"
    ),
    (
      "channels: {a: {url_env: https://hooks.example/T0/canary}}",
      "c:1:41: notifications.channels.a.url_env: no name of an environment variable"
    ),
    ("channels: {a: {}}", "c:1:31: notifications.channels.a: a channel has either 'url_env' or 'command'"),
    (
      "channels: {a: {url_env: A, command: [b]}}",
      "c:1:31: notifications.channels.a: a channel has either 'url_env' or 'command'"
    ),
    (
      "channels: {a: {command: [b], secret_env: S}}",
      "c:1:58: notifications.channels.a.secret_env: only webhooks are signed"
    ),
    ("channels: {a: {command: []}}", "c:1:41: notifications.channels.a.command: an empty list"),
    ("channels: {a: {command: page}}", "c:1:41: notifications.channels.a.command: expected a list, found 'page'"),
    ("channels: {a: {url_env: A, on: []}}", "c:1:48: notifications.channels.a.on: an empty list"),
    ("channels: {a: {url_env: A, on: [open]}}", "c:1:49: notifications.channels.a.on: 'open' is unknown"),
    (
      "channels: {a: {url_env: A, on: [escalated]}}",
      "c:1:49: notifications.channels.a.on: nothing is ever escalated"
    ),
    (
      "channels: {a/b: {url_env: A}}",
      "c:1:28: notifications.channels: the channel's name 'a/b' has other than letters, digits, '_', '-' and inner dots"
    ),
    (
      "channels: {a: {url_env: A}}, escalate: {after: 1h, to: b}",
      "c:1:56: notifications.escalate.to: there is no channel 'b'"
    ),
    ("channels: {a: {url_env: A}}, escalate: {to: a}", "c:1:56: notifications.escalate: the key 'after' is missing"),
    (
      "channels: {a: {url_env: A, on: [opened]}}, escalate: {after: 1h, to: a}",
      "c:1:48: notifications.channels.a.on: incidents are escalated to it, and it is not told"
    ),
  ])
  func mistakes(text: String, expected: String) {
    expectMistake("notifications: {\(text)}", expected)
  }

  private func expectMistake(_ text: String, _ expected: String) {
    do {
      _ = try parse(text)
      Issue.record("read: \(text)")
    } catch {
      #expect(error.all.map(\.description).contains { $0.hasPrefix(expected) }, "\(error.all)")
      #expect(!"\(error.all) \(error.all.map(\.hint))".contains("canary"))
    }
  }
}

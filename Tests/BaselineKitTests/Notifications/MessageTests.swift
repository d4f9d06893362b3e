import Schema
import Testing

@testable import BaselineKit

/// A notice as it goes out: names and notes of others stay what they are, text.
struct MessageTests {
  private func message(_ notice: Notice, _ environment: [String: String] = [:]) -> Message {
    Message(notice, project: "ci/c.yml", at: Timestamp("2026-11-22T16:28:37Z")!, environment: environment)
  }

  /// What stands in the one member of the body.
  private func text(_ message: Message) throws -> String {
    var reader = try JSONReader(message.slack)
    var texts: [Text: String] = [:]
    try reader.object { (key, reader) throws(DocumentError) in texts[key] = try reader.text().string }
    try reader.end()
    #expect(Array(texts.keys) == ["text"])
    return texts["text"] ?? ""
  }

  @Test func plainText() throws {
    let notice = Notice(.opened, "1", "Schema drift on production: 1 finding", ["column public.a.b added", "seen now"])
    let run = [
      "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "shop/shop", "GITHUB_RUN_ID": "42",
      "CI_JOB_URL": "https://gitlab.example/1",
    ]
    #expect(
      try text(message(notice, run)) == """
        *Schema drift on production: 1 finding*
        ```
        column public.a.b added
        seen now
        ```
        https://github.com/shop/shop/actions/runs/42
        """)
    #expect(try text(message(Notice(.opened, "1", "t"), ["CI_JOB_URL": "https://gitlab.example/1"])).hasSuffix("/1"))
    for url in ["http://gitlab.example/1", "https://a@b/", "https://a/<b|c>", "https://a/\n"] {
      #expect(try text(message(Notice(.opened, "1", "t"), ["CI_JOB_URL": url])) == "*t*")
    }
  }

  @Test func hostileNames() throws {
    let hostile = "<!channel> <@U1> @here `x` ``` http://evil.example & \u{1b}[2J \u{202e}\nnext"
    let text = try text(message(Notice(.opened, "1", hostile, [hostile, "```", "@everyone"])))
    for part in ["<!", "<@", "@here", "@everyone", "\u{1b}", "\u{202e}"] { #expect(!text.contains(part), "\(text)") }
    #expect(text.contains("&lt;!channel&gt;") && text.contains("&amp;"))
    // The block is opened once and closed once, and nothing outside of it is a link or code.
    let parts = text.split(separator: "```", omittingEmptySubsequences: false)
    #expect(parts.count == 3, "\(text)")
    #expect(!parts[0].contains("`") && !parts[0].contains("://"))
    #expect(parts[2].isEmpty)
    #expect(text.split(separator: "\n").count == 6)
  }

  @Test func whatIsLongIsCut() throws {
    let lines = (1...500).map { "\($0) " + String(repeating: "&\u{1}", count: 10_000) }
    let message = message(Notice(.opened, "1", String(repeating: "é", count: 100_000), lines))
    let text = try text(message)
    #expect(text.hasSuffix("and 480 more\n```"))
    #expect(message.slack.count < 64 << 10 && message.json.count < 64 << 10)
  }

  /// docs/notifications.md shows just this.
  @Test func forCommands() throws {
    var notice = Notice(.opened, "01M", "Schema drift", ["a", "b"])
    notice.incident = "01M"
    notice.database = "production"
    #expect(
      String(decoding: message(notice).json, as: UTF8.self)
        == #"{"format":1,"occasion":"opened","project":"ci/c.yml","database":"production","incident":"01M","#
        + #""subject":"01M","critical":false,"title":"Schema drift","lines":["a","b"],"run":null,"#
        + #""at":"2026-11-22T16:28:37Z"}"# + "\n")
  }
}

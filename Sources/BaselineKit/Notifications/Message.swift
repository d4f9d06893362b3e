import Schema

/// A notice as it goes over a channel.
package struct Message: Sendable {
  package let notice: Notice
  package let project: String
  package let at: Timestamp
  /// Where the run can be read that sends it; nil: nowhere.
  package let run: String?

  private static let lineLimit = 20
  private static let lineLength = 300

  package init(_ notice: Notice, project: String, at: Timestamp, environment: [String: String]) {
    self.notice = notice
    self.project = project
    self.at = at
    run = Self.run(environment)
  }

  /// The lines that a message has room for.
  private var lines: [String] {
    let lines = notice.lines.prefix(Self.lineLimit).map { Self.shortened($0) }
    let rest = notice.lines.count - lines.count
    return rest > 0 ? lines + ["and \(rest) more"] : lines
  }

  private static func shortened(_ text: String) -> String {
    let scalars = text.unicodeScalars
    return scalars.count <= lineLength ? text : String(String.UnicodeScalarView(scalars.prefix(lineLength - 1))) + "…"
  }

  /// What a Slack-compatible webhook takes: names and notes of others stand in a code block, where nothing in them is a mention,
  /// a link or an emphasis.
  package var slack: [UInt8] {
    var text = "*\(Self.plain(Self.shortened(notice.title)))*"
    if !lines.isEmpty { text += "\n```\n\(lines.map(Self.code).joined(separator: "\n"))\n```" }
    if let run { text += "\n\(Self.escaped(run))" }
    var writer = JSONWriter(isCompact: true)
    writer.object { writer in
      writer.key("text")
      writer.value(Text(text))
    }
    return writer.bytes
  }

  /// What a command is given on standard input (docs/notifications.md).
  package var json: [UInt8] {
    var writer = JSONWriter(isCompact: true)
    writer.object { writer in
      func pair(_ key: Text, _ value: String?) {
        writer.key(key)
        if let value { writer.value(Text(value)) } else { writer.null() }
      }
      writer.key("format")
      writer.value(1)
      pair("occasion", notice.occasion.rawValue)
      pair("project", project)
      pair("database", notice.database)
      pair("incident", notice.incident)
      pair("subject", notice.subject)
      writer.key("critical")
      writer.value(notice.isCritical)
      pair("title", Self.shortened(notice.title))
      writer.key("lines")
      writer.array { writer in
        for line in lines {
          writer.element()
          writer.value(Text(line))
        }
      }
      pair("run", run)
      pair("at", "\(at)")
    }
    writer.newline()
    return writer.bytes
  }

  /// `&`, `<` and `>` are all that Slack wants escaped: mentions and links are written with them.
  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  /// A text in which nobody is mentioned and nothing becomes a link or code. Others than Slack know `@channel` as it is.
  private static func plain(_ text: String) -> String {
    escaped(safeLine(text)).replacing("`", with: "'").replacing("@", with: "@\u{200b}")
      .replacing("://", with: ":\u{200b}//")
  }

  /// A line in a code block, which it cannot end.
  private static func code(_ text: String) -> String {
    escaped(safeLine(text)).replacing("```", with: "'''").replacing("@", with: "@\u{200b}")
  }

  /// The run's own page, where a CI service says so.
  private static func run(_ environment: [String: String]) -> String? {
    let github = ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"].compactMap { environment[$0] }
    let url = github.count == 3 ? "\(github[0])/\(github[1])/actions/runs/\(github[2])" : environment["CI_JOB_URL"]
    guard let url, url.hasPrefix("https://"), url.utf8.count <= 500, !url.contains("@"),
      url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"<>|\"`".utf8.contains($0) })
    else { return nil }
    return url
  }
}

import Processes
import TestSupport
import Testing

/// The page as the program writes it.
struct DashboardTests {
  /// Nothing that was ever said of a database: a page all the same.
  @Test func emptyRepository() throws {
    let sandbox = try Sandbox()
    try sandbox.write("postgres: 15\n", to: "ci/schema_drift_config.yml")
    let page = try sandbox.page()
    for text in ["No database has a name yet.", "No check was recorded.", "No table has changed", "Nothing is owed."] {
      #expect(page.contains(text), "\(text)")
    }
    try sandbox.expectSelfContained(page)
    #expect(try sandbox.fail("dashboard", "--output", "/dev/null/page.html", code: 2).error.contains("/dev/null"))
    #expect(try sandbox.run(["dashboard"]).code == 64)
  }

  /// A year: what the page says is what `stats` says, and every run writes the same bytes.
  @Test func year() throws {
    let sandbox = try Sandbox.year()
    let page = try sandbox.page()
    try sandbox.expectSelfContained(page)
    #expect(try sandbox.page() == page)
    let json = try sandbox.succeed("stats", "--format", "json", remarks: true)
    // The first of each is that of the whole year.
    let incidents = try #require(json.firstMatch(of: /"incidents": (\d+)/)?.output.1)
    #expect(incidents == "40")
    #expect(try Self.value("Incidents", page) == incidents)
    for (card, key) in [
      ("Refreshes that succeeded", "refreshes"), ("Reviews signed in time", "reviews"),
      ("Incidents answered", "answered"), ("False positives", "false_positives"),
    ] {
      let ratio = try #require(json.after("\"\(key)\": {")?.firstMatch(of: /"part": (\d+),\s*"whole": (\d+)/)?.output)
      #expect(try Self.note(card, page) == "\(ratio.1) of \(ratio.2)", "\(card)")
    }
    #expect(page.contains(">What waits for somebody<") && !page.contains("shallow clone"))
    // Each incident that is open, each debt, each commit that changed a table.
    let open = try sandbox.run(["incidents"]).output.split(separator: "\n").filter { $0.hasPrefix("open: ") }
    #expect(open.count == 3)
    for line in open { #expect(page.contains(">\(line.split(separator: " ")[1])</span>"), "\(line)") }
    for line in try sandbox.run(["bypass"]).output.split(separator: "\n") where !line.hasPrefix(" ") {
      #expect(page.contains(">\(line.prefix { $0 != " " })</span>"), "\(line)")
    }
    let since = try sandbox.succeed("dashboard", "--output", "-", "--since", "2026-11-01", remarks: true)
    #expect(since.contains("<time datetime=\"2026-11-01\">") && since.utf8.count < page.utf8.count / 2)
    // What was let pass before the page begins and became overdue in it is a figure, and in no bar.
    let cut = try sandbox.succeed("dashboard", "--output", "-", "--since", "2026-11-21", remarks: true)
    let bypasses = "Bypasses past 24 hours"
    #expect(try Self.value(bypasses, cut) == "1" && Self.note(bypasses, cut) == "overdue, 1 opened")
    #expect(cut.contains("1 in all: 0 settled in time, 0 overdue, 1 still running."))
    // The target of false positives is one of months, in the summer missed in one of them.
    for since in ["2025-11-24", "2026-06-01", "2026-11-01"] {
      let drawn = try sandbox.succeed("dashboard", "--output", "-", "--since", since, remarks: true)
      let counted = try sandbox.succeed("stats", "--format", "json", "--since", since, remarks: true)
      let met = try #require(
        counted.after("\"false_positives\": {")?.firstMatch(of: /"met": (\w+)/)?.output.1, "\(since)")
      let verdict = try #require(
        try Self.card("False positives", drawn).firstMatch(of: /met<|missed<|nothing to measure/)?.output)
      #expect(["true": "met<", "false": "missed<"][met, default: "nothing to measure"] == verdict, "\(since)")
    }
  }

  /// What is not known to be well is not called so: a finding that is only suspected, events that were not fetched, a history that
  /// was cut off.
  @Test func doubts() throws {
    let emergency = try Emergency()
    let sandbox = emergency.sandbox
    // The reviews of a week that has just begun are not due.
    func page(in directory: String? = nil) throws -> String {
      let result = try sandbox.run(
        ["dashboard", "--output", "-"], environment: Emergency.clock(6.05), in: directory ?? sandbox.path)
      #expect(result.code == 0, "\(result)")
      return result.output
    }
    #expect(try emergency.here("check", at: 5).code == 0)
    #expect(try page().contains("<p>Nothing waits for anybody.</p>"))
    #expect(try emergency.here("stats", at: 6.05).output.contains("\n✓ production: same since"))
    try emergency.live.execute("CREATE TABLE audit_2026 (id int)")
    #expect(try emergency.here("check", at: 6).code == 1)
    let suspected = try page()
    #expect(suspected.contains("<a href=\"#now\">production: the last check failed</a>"))
    #expect(!suspected.contains("Nothing waits") && suspected.contains("No incident is open."))
    #expect(try emergency.here("stats", at: 6.05).output.contains("\n✗ production: differs since"))

    let clone = "\(sandbox.repository.folder.path)/shallow"
    try sandbox.git("clone", "--quiet", "--depth", "1", "file://\(emergency.remote)", clone)
    #expect(try page(in: clone).contains("This is a shallow clone: older changes of tables are missing"))
    let config = try sandbox.text("ci/schema_drift_config.yml") ?? ""
    try sandbox.write(config + "events: {sync: always}\n", to: "ci/schema_drift_config.yml")
    try sandbox.git("remote", "set-url", "origin", "/nowhere")
    let box = try #require(try page().after("<div class=\"todo waits\" id=\"waiting\"><p>"))
    #expect(box.hasPrefix("This page may not be complete</p>\n<ul><li>"), "\(box.prefix(300))")
  }

  /// Names that somebody chose to break the page, in every place where the page says something that it was told.
  @Test func hostileNames() throws {
    let sandbox = try Sandbox.hostile()
    let page = try sandbox.page()
    try sandbox.expectSelfContained(page)
    for scalar in page.unicodeScalars where scalar != "\n" {
      #expect(
        scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value) && !(0x202a...0x202e).contains(scalar.value))
    }
    // They are all told.
    for text in [
      "&lt;script&gt;", "\\u{202e}", "&lt;svg onload=alert(1)&gt;", "&lt;img src=x&gt; said",
      "한글_테이블",
      "&quot;&gt;&lt;img src=x onerror=alert(2)&gt;",
    ] {
      #expect(page.contains(text), "\(text)")
    }
  }

  /// What stands in a card of a figure.
  private static func card(_ name: String, _ page: String) throws -> String {
    try #require(page.after("<h3>\(name)</h3>\n<p class=\"value\">"), "\(name)")
  }

  private static func value(_ name: String, _ page: String) throws -> String {
    String(try card(name, page).prefix { $0 != "<" })
  }

  private static func note(_ name: String, _ page: String) throws -> String {
    String(try #require(try card(name, page).after("<span> ")).prefix { $0 != "<" })
  }
}

extension Sandbox {
  /// Writes the page and reads it.
  func page() throws -> String {
    let result = try run(["dashboard", "--output", "public/schema.html"])
    guard result.code == 0, result.output.isEmpty else { throw TestFailure("\(result)") }
    return try #require(try text("public/schema.html"))
  }

  /// A page that loads and runs nothing: no element or attribute that could, and links to https hosts and into itself only.
  func expectSelfContained(_ page: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">"), sourceLocation: sourceLocation)
    #expect(
      page.contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-"), sourceLocation: sourceLocation)
    var elements: Set<Substring> = []
    var attributes: Set<Substring> = []
    let style = try #require(page.firstRange(of: "<style>")?.upperBound, sourceLocation: sourceLocation)
    let end = try #require(page.firstRange(of: "</style>")?.lowerBound, sourceLocation: sourceLocation)
    let markup = page[..<style] + page[end...]
    for tag in markup.matches(of: /<([a-z0-9]+)((?: [a-z0-9:-]+="[^"<>]*")*)>/) {
      elements.insert(tag.output.1)
      for attribute in tag.output.2.matches(of: /([a-z0-9:-]+)="([^"]*)"/) {
        attributes.insert(attribute.output.1)
        if attribute.output.1 == "href" {
          let value = attribute.output.2
          #expect(value.hasPrefix("#") || value.hasPrefix("https://"), sourceLocation: sourceLocation)
        }
      }
    }
    #expect(
      elements.isDisjoint(with: ["script", "img", "iframe", "object", "embed", "link", "base", "form", "use", "image"]),
      sourceLocation: sourceLocation)
    #expect(attributes.isDisjoint(with: ["style", "src", "srcset", "action", "data"]), sourceLocation: sourceLocation)
    #expect(!attributes.contains { $0.hasPrefix("on") }, "\(attributes)", sourceLocation: sourceLocation)
    // What looks like a tag is one that was counted above, a closing one, or the first line.
    let tag = /<[a-z0-9]+(?: [a-z0-9:-]+="[^"<>]*")*>|<\/[a-z0-9]+>|<!doctype html>/
    #expect(markup.count { $0 == "<" } == markup.matches(of: tag).count, sourceLocation: sourceLocation)
  }

  /// The year that ci/year makes up, seen on its last day.
  static func year() throws -> Sandbox {
    let sandbox = try Sandbox(initialised: false)
    let result = try sandbox.runProgram(
      "python3", ["\(projectFolder)/ci/year", "\(sandbox.path)/shop"], in: sandbox.repository.folder.path)
    guard result.code == 0 else { throw TestFailure("\(result)") }
    try sandbox.runProgram("sh", ["-c", "cp -a shop/. . && rm -r shop"])
    sandbox.environment["BASELINE_CLOCK"] = "2026-11-22T18:00:00Z"
    return sandbox
  }

  /// The shop with hostile names of tables, columns, people, commits, reasons and notes.
  static func hostile() throws -> Sandbox {
    let sandbox = try Sandbox.shop()
    let names = HostileNamesTests.names + ["\"><img src=x onerror=alert(2)>", "</style><script>alert(3)</script>"]
    let quoted = names.map { "\"\($0.replacing("\"", with: "\"\""))\"" }
    let tables = quoted.map { "CREATE TABLE \($0) (id int);\n" }.joined()
    let columns = quoted.map { "ALTER TABLE \($0) ADD COLUMN \($0) text;\n" }.joined()
    let config = try sandbox.text("ci/schema_drift_config.yml") ?? ""
    try sandbox.write(
      config + "databases: {production: {url_env: DATABASE_URL}}\n", to: "ci/schema_drift_config.yml")
    for (file, sql, subject) in [
      ("9000_tables.sql", tables, "<svg onload=alert(1)>"),
      ("9001_columns.sql", columns, "\u{202e}\"'&amp; ::error::x"),
    ] {
      try sandbox.write(sql, to: "migrations/\(file)")
      try sandbox.succeed("update")
      try sandbox.repository.commit(subject)
    }
    try sandbox.git("remote", "add", "origin", "https://github.com/<script>/x")
    try sandbox.useLive(Shop.allMigrations + tables + columns)
    try sandbox.live?.execute(quoted.map { "ALTER TABLE \($0) ADD extra int;" }.joined())
    sandbox.environment["GIT_AUTHOR_NAME"] = "\"'&\u{202e}"
    sandbox.environment["EMERGENCY_BYPASS"] = "true"
    sandbox.environment["EMERGENCY_BYPASS_REASON"] = "<script>alert(4)</script>"
    // Commits of tests are of that month.
    for minute in ["00", "30"] {
      sandbox.environment["BASELINE_CLOCK"] = "2023-11-22T10:\(minute):00Z"
      _ = try sandbox.run(["check", "--database", "production"])
    }
    sandbox.environment["EMERGENCY_BYPASS"] = nil
    sandbox.environment["BASELINE_CLOCK"] = "2023-11-22T12:00:00Z"
    let incident = try #require(try sandbox.run(["incidents"]).output.split(separator: " ").dropFirst().first)
    try sandbox.succeed("ack", String(incident), "--note", "<img src=x> said", remarks: true)
    return sandbox
  }
}

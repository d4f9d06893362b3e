import Testing
import TestSupport

/// Names that somebody gave a table to break something, through the whole chain: migration, baseline, live database, history,
/// text and JSON, and the files of the folder layout.
struct HostileNamesTests {
  static let names = [
    "it's \"quoted\"", "two\nlines", "x\"; DROP TABLE customers; --", "$(touch gotcha)`touch gotcha`", "한글_테이블", "🐘🇰🇷",
    "caf\u{e9}", "cafe\u{301}", String(repeating: "a", count: 63), String(repeating: "é", count: 31),
    "esc\u{1b}[2J\u{1b}]0;title\u{7}", "c1\u{9b}31m\u{85}", "rtl\u{202e}txt", "\u{feff}bom", "tab\there", "cr\rhere",
    "A", "a",
    "../x", "..", ".", ".git", "con", "NUL", "a.b", "table:x", "a/b", "a\\b", "-rf", "%41", " ", "::error::x",
    "##[group]x",
    "null", "$a$", "*", "?", "\u{7f}", "\u{2028}", "<script>", "a,b", "(a)", "ı", "İ", "ﬁ",
  ]

  /// What a shell or SQL could have been made to do did not happen, and nothing moved the cursor.
  private func harmless(_ sandbox: Sandbox, _ result: CommandResult) throws {
    expectNoControls(result)
    for line in "\(result.output)\n\(result.error)".split(separator: "\n") {
      #expect(!line.drop { $0 == " " }.hasPrefix("::") && !line.contains("##["), "\(line)")
    }
    #expect(try sandbox.runProgram("find", ["..", "-name", "gotcha"]).output.isEmpty)
  }

  private static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

  /// Every name as a table, with a column, a constraint, an index and a comment of that name.
  private static let migration = names.map { name in
    let name = quoted(name)
    let text = name.dropFirst().dropLast().replacing("\"\"", with: "\"").replacing("'", with: "''")
    return """
      CREATE TABLE \(name) (\(name) text DEFAULT '\(text)');
      COMMENT ON TABLE \(name) IS '\(text)';
      ALTER TABLE \(name) ADD CONSTRAINT \(quoted("c " + String(names[0].prefix(2)))) CHECK (\(name) <> '\(text)');

      """
  }.joined()

  @Test(arguments: [false, true]) func wholeChain(folder: Bool) throws {
    let sandbox = try Sandbox.shop(folder: folder)
    try sandbox.write(Self.migration, to: "migrations/9000_names.sql")
    let update = try sandbox.run(["update"])
    #expect(update.code == 0, "\(update)")
    try harmless(sandbox, update)
    try sandbox.repository.commit("names")
    try sandbox.useLive(Shop.allMigrations + Self.migration)
    #expect(try sandbox.succeed("check").hasPrefix("same"))
    let count = try sandbox.live?.connect().query(
      "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    ).string(0, 0)
    #expect(count == "\(Shop.tableCount + 2 + Self.names.count)")

    // Every one of them differs, and is told in text and in JSON.
    try sandbox.live?.execute(Self.names.map { "ALTER TABLE \(Self.quoted($0)) ADD extra int;" }.joined())
    let text = try sandbox.fail("check", code: 1)
    try harmless(sandbox, text)
    #expect(
      text.output.split(separator: "\n").filter { $0.contains(".extra added") }.count == Self.names.count, "\(text)")
    let json = try sandbox.fail("check", "--format", "json", code: 1)
    try harmless(sandbox, json)
    try sandbox.write(json.output, to: "answer.json")
    let objects = "import json; print(len({c['object'] for c in json.load(open('answer.json'))['changes']}))"
    let python = try sandbox.runProgram("python3", ["-c", objects])
    if python.code == 0 { #expect(python.output == "\(Self.names.count)\n") }

    if folder { try filesAreSafe(sandbox) }
    try git(sandbox)
  }

  /// File names that every disk takes, distinct also where case does not count.
  private func filesAreSafe(_ sandbox: Sandbox) throws {
    let files = try sandbox.git("-c", "core.quotePath=false", "ls-files", "-z", "ci/schema_baseline").split(
      separator: "\0"
    ).map(String.init)
    let tables = files.filter { $0.contains("/public/tables/") }
    #expect(tables.count == Shop.tableCount + Self.names.count)
    #expect(Set(tables.map { $0.lowercased() }).count == tables.count)
    for file in files {
      #expect(file.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"\\:*?\"<>|".utf8.contains($0) }, "\(file)")
      #expect(
        file.split(separator: "/").allSatisfy { $0.utf8.count <= 210 && !$0.hasPrefix(".") && !$0.hasPrefix("-") })
      let stem = file.split(separator: "/").last?.split(separator: ".").first ?? ""
      #expect(!["con", "nul", "prn", "aux"].contains(stem.lowercased()), "\(file)")
    }
  }

  /// History, show and an address for each name.
  private func git(_ sandbox: Sandbox) throws {
    try harmless(sandbox, try sandbox.run(["history"]))
    let stats = try sandbox.run(["stats", "--since", "2023-01-01"])
    #expect(stats.output.contains("gotcha") && stats.code == 0, "\(stats)")
    try harmless(sandbox, stats)
    try harmless(sandbox, try sandbox.run(["show"]))
    let document = try sandbox.run(["show", "--format", "json"])
    try harmless(sandbox, document)
    #expect(document.output.contains(##""#\u0023[group]x""##))
    for name in Self.names[...9] + [".git", "a.b", "table:x", "\u{7f}", "A"] {
      let address = "public.\(Self.quoted(name))"
      let history = try sandbox.run(["history", "table:\(address)"])
      #expect(history.code == 0 && history.output.contains("names\n"), "\(history)")
      expectNoControls(history)
    }
    for address in ["table:\"a.b\"", "\"table:x\"", "public.\"a.b\".\"a.b\"", "\"it's \"\"quoted\"\"\"", "table:\"A\""]
    {
      let show = try sandbox.run(["show", address])
      #expect(show.code == 0, "\(show)")
    }
    // Unquoted, these mean something else or nothing.
    for address in ["a.b.c.d", "\"open", "", "..", "nowhere\u{1b}[31m", "table:"] {
      let show = try sandbox.run(["show", address])
      #expect(show.code == 2 && show.error.hasPrefix("baseline: "), "\(show)")
      expectNoControls(show)
    }
  }

  /// Two names that Swift's strings take for one stay two.
  @Test func normalisationFormsStayApart() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.write("CREATE TABLE \"caf\u{e9}\" (id int);\n", to: "migrations/9000_names.sql")
    try sandbox.succeed("update")
    try sandbox.useLive(Shop.allMigrations + "CREATE TABLE \"cafe\u{301}\" (id int);")
    let result = try sandbox.fail("check", code: 1)
    #expect(
      result.output.contains("caf\u{e9}") && result.output.contains(" added") && result.output.contains(" removed"),
      "\(result)")
  }

  /// A SQL_ASCII database may hold bytes that are no text: that is not "same", and the names are shown escaped.
  @Test func namesThatAreNotUTF8() throws {
    let sandbox = try Sandbox.shop()
    let live = try sandbox.useLive("")
    try live.execute("CREATE DATABASE \"\(live.name)_ascii\" TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    let url = live.url.replacing("/\(live.name)?", with: "/\(live.name)_ascii?")
    let made = try sandbox.runProgram(
      "sh", ["-c", "printf 'CREATE TABLE \"odd\\377\\033x\" (id int)' | psql -qX \"$0\"", url])
    try #require(made.code == 0, "\(made)")
    for command in [["check"], ["snapshot"], ["refresh", "--accept-live"]] {
      let result = try sandbox.run(command, environment: ["DATABASE_URL": url])
      #expect(result.code == 2 && result.error.contains("odd"), "\(result)")
      expectNoControls(result)
    }
  }
}

import BaselineKit
import Testing

private func edit(_ text: String, _ pattern: String = "^foo_.*", reason: String = "why") throws -> String {
  let bytes = try ConfigEdit.addIgnoredTable(Pattern(pattern), reason: reason, to: Array(text.utf8), file: "c.yml")
  return String(decoding: bytes, as: UTF8.self)
}

struct ConfigEditTests {
  @Test(arguments: [
    // No key yet
    ("", "ignore_tables:\n  - \"^foo_.*\"   # why\n"),
    ("# note\n", "# note\nignore_tables:\n  - \"^foo_.*\"   # why\n"),
    ("postgres: 15", "postgres: 15\nignore_tables:\n  - \"^foo_.*\"   # why\n"),
    ("postgres: 15\r\n", "postgres: 15\r\nignore_tables:\r\n  - \"^foo_.*\"   # why\r\n"),
    ("---\n", "---\nignore_tables:\n  - \"^foo_.*\"   # why\n"),
    ("  postgres: 15\n", "  postgres: 15\n  ignore_tables:\n    - \"^foo_.*\"   # why\n"),
    // No value yet
    ("ignore_tables:\npostgres: 15\n", "ignore_tables:\n  - \"^foo_.*\"   # why\npostgres: 15\n"),
    ("ignore_tables:   # none\n  # - a\n", "ignore_tables:   # none\n  - \"^foo_.*\"   # why\n  # - a\n"),
    ("ignore_tables:", "ignore_tables:\n  - \"^foo_.*\"   # why\n"),
    // Lines
    (
      "ignore_tables:   # x\n  - \"a\"   # y\n\n  - b # z\n  # end\npostgres: 15\n",
      "ignore_tables:   # x\n  - \"a\"   # y\n\n  - b # z\n  - \"^foo_.*\"   # why\n  # end\npostgres: 15\n"
    ),
    ("ignore_tables:\n- a\npostgres: 15\n", "ignore_tables:\n- a\n- \"^foo_.*\"   # why\npostgres: 15\n"),
    ("ignore_tables:\n      -   a", "ignore_tables:\n      -   a\n      - \"^foo_.*\"   # why\n"),
    ("ignore_tables:\r\n  - a\r\n", "ignore_tables:\r\n  - a\r\n  - \"^foo_.*\"   # why\r\n"),
    ("ignore_tables:\n  - a\n  - |-\n    b\n\n", "ignore_tables:\n  - a\n  - |-\n    b\n\n  - \"^foo_.*\"   # why\n"),
    ("ignore_tables:\n  - 가나\n  - '다\n    라'\n", "ignore_tables:\n  - 가나\n  - '다\n    라'\n  - \"^foo_.*\"   # why\n"),
    // Brackets
    ("ignore_tables: []\n", "ignore_tables: [\"^foo_.*\"]   # \"^foo_.*\": why\n"),
    ("ignore_tables: [가, 'b']\n", "ignore_tables: [가, 'b', \"^foo_.*\"]   # \"^foo_.*\": why\n"),
    ("ignore_tables: [a, b,]  # x\n", "ignore_tables: [a, b,\"^foo_.*\",]  # x; \"^foo_.*\": why\n"),
    ("ignore_tables: [ a ]", "ignore_tables: [ a, \"^foo_.*\" ]   # \"^foo_.*\": why"),
    (
      "ignore_tables: [\n  a,  # x\n  b,  # y\n]\npostgres: 15\n",
      "ignore_tables: [\n  a,  # x\n  b,  # y\n  \"^foo_.*\",   # why\n]\npostgres: 15\n"
    ),
    ("ignore_tables: [\n  a,\n  b\n]\n", "ignore_tables: [\n  a,\n  b,\n  \"^foo_.*\"   # why\n]\n"),
    ("ignore_tables: [\n  a,\n  b ]\n", "ignore_tables: [\n  a,\n  b, \"^foo_.*\" ]   # \"^foo_.*\": why\n"),
  ])
  func addsOneLineAndLeavesTheRest(before: String, after: String) throws {
    #expect(try edit(before) == after)
    let old = try Config.parse(Array(before.utf8), file: "c.yml")
    let new = try Config.parse(Array(after.utf8), file: "c.yml")
    #expect(new.ignore.compactMap(\.name?.text) == old.ignore.compactMap(\.name?.text) + ["^foo_.*"])
  }

  @Test(arguments: [
    ("a'b", "\"a'b\""), (#"^\d+$"#, #"'^\d+$'"#), (#"it's\d"#, #"'it''s\d'"#), ("a\"b", "'a\"b'"),
    ("# no", "\"# no\""), ("a\nb", "\"a\\U0000000ab\""), ("null", "\"null\""), ("[가-힣]", "\"[가-힣]\""),
  ])
  func quotesThePattern(pattern: String, written: String) throws {
    let text = try edit("", pattern, reason: "")
    #expect(text == "ignore_tables:\n  - \(written)\n")
    #expect(try Config.parse(Array(text.utf8), file: "c").ignore[0].name?.text == pattern)
  }

  @Test(arguments: [
    ("a\nb", "a b"), ("x\r\n- y: z", "x - y: z"), ("  a \t b  ", "a b"), ("a\u{2028}b\u{202e}c\u{1b}[2J", "a b c [2J"),
    ("한글 # x", "한글 # x"),
  ])
  func reasonStaysOnItsLine(reason: String, comment: String) throws {
    #expect(try edit("", reason: reason) == "ignore_tables:\n  - \"^foo_.*\"   # \(comment)\n")
  }

  @Test(arguments: [
    "{postgres: 15}", "ignore_tables: ~\n", "postgres: 15\n...\n", "? ignore_tables\n: - a\n",
    "ignore_tables: [a\n  , ]\n",
  ])
  func oddLayoutsAreLeftToPeople(text: String) {
    // Whichever can be edited is edited right; what cannot says what to write.
    do {
      let after = try edit(text)
      let config = try Config.parse(Array(after.utf8), file: "c")
      #expect(config.ignore.last?.name?.text == "^foo_.*")
    } catch let error as ConfigError {
      #expect(error.reason == "ignore_tables: the pattern cannot be added without a risk to the rest of the file")
      #expect(error.hint == "edit it by hand: add the line - \"^foo_.*\" under ignore_tables")
    } catch {
      Issue.record(error)
    }
  }

  @Test func bracesAtTheTopAreLeftToPeople() {
    #expect(throws: ConfigError.self) { try edit("{postgres: 15}") }
  }

  @Test func aPatternThatStandsThereIsNotAddedTwice() {
    let error = #expect(throws: ConfigError.self) { try edit("ignore_tables:\n  - a\n  - ^foo_.*\n") }
    #expect(error?.description == "c.yml:3:1: ignore_tables: the pattern '^foo_.*' stands there already")
  }

  @Test func aFileWithMistakesIsNotEdited() {
    let error = #expect(throws: ConfigError.self) { try edit("postgres: 1") }
    #expect(error?.line == 1 && error?.column == 11)
  }

  @Test func aPasswordInTheReasonIsRefused() {
    let error = #expect(throws: ConfigError.self) { try edit("", reason: "see postgres://u:canary@h") }
    #expect(error?.reason == "ignore_tables: a password in the reason")
  }

  /// Whatever the layout: every line that was there is still there, in order.
  @Test func randomFilesKeepTheirLines() throws {
    var random = SystemRandomNumberGenerator()
    let lines = [
      "ignore_tables:", "ignore_tables: [a, b]", "  - a", "  - \"b\"  # x", "- c", "# note", "  # note", "",
      "postgres: 15",
      "schemas:", "  - public", "critical_tables: [가]", "ignore_tables: []",
    ]
    var edited = 0
    for _ in 0..<2_000 {
      let ending = Bool.random(using: &random) ? "\n" : "\r\n"
      let text = (0..<Int.random(in: 0..<7, using: &random)).map { _ in lines.randomElement(using: &random)! }.joined(
        separator: ending)
      guard let after = try? edit(text, reason: "") else { continue }
      edited += 1
      var rest = Array(after.utf8)[...]
      for byte in text.utf8 {
        let index = try #require(rest.firstIndex(of: byte))
        rest = rest[(index + 1)...]
      }
    }
    #expect(edited > 0)
  }
}

struct ConfigTemplateTests {
  @Test func saysWhatItWasGiven() throws {
    var template = ConfigTemplate(
      baseline: "ci/schema_baseline/", postgres: 16, schemas: ["public", "tenant_*", "no"],
      criticalTables: [
        TableName(name: "customers"), TableName(schema: "billing", name: "Odd.\"Name"), TableName(name: "고객"),
      ])
    template.migrations = Config.Migrations(
      runner: .alembic, paths: ["backend/alembic", "backend/it's \"x\""], workdir: "backend",
      env: [("APP_URL", "{url}")],
      deploy: ["make", "migrate"], tree: .paths)
    let config = try Config.parse(template.bytes(), file: "c.yml")
    #expect(config.baseline == Config.BaselinePath(path: "ci/schema_baseline", layout: .folder))
    #expect(config.postgres == 16)
    #expect(config.schemas.map(\.text) == template.schemas)
    #expect(config.criticalTables == template.criticalTables)
    #expect(config.ignore.isEmpty)
    let migrations = try #require(config.migrations)
    #expect(migrations.runner == .alembic && migrations.paths == template.migrations?.paths)
    #expect(migrations.workdir == "backend" && migrations.tree == .paths)
    #expect(migrations.command == ["alembic", "upgrade", "head"] && migrations.deploy == ["make", "migrate"])
    #expect(migrations.env.map(\.value) == ["{url}"])
  }

  @Test func defaultsParseAndTakeARule() throws {
    let bytes = try ConfigTemplate().bytes()
    let config = try Config.parse(
      try ConfigEdit.addIgnoredTable(Pattern("^x"), reason: "y", to: bytes, file: "c"), file: "c")
    #expect(config.ignore.compactMap(\.name?.text) == ["^x"])
    #expect(config.migrations == nil && config.criticalTables.isEmpty)
  }

  @Test func sqlRunnerHasNoCommand() throws {
    let template = ConfigTemplate(migrations: Config.Migrations(runner: .sql, paths: ["db"], convention: .flyway))
    let config = try Config.parse(template.bytes(), file: "c.yml")
    #expect(
      config.migrations?.runner == .sql && config.migrations?.convention == .flyway && config.migrations?.tree == .paths
    )
  }

  @Test func badValuesAreRefusedAtTheirPlace() {
    let error = #expect(throws: ConfigError.self) { try ConfigTemplate(baseline: "../x").bytes(file: "c.yml") }
    #expect(error?.description == "c.yml:4:11: baseline: '..' in a path")
  }
}

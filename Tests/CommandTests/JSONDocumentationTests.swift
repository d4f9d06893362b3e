import BaselineKit
import Processes
import Schema
import TestSupport
import Testing

/// docs/json.md describes every key of every answer, and no key that no answer has.
struct JSONDocumentationTests {
  @Test func everyKeyIsDescribed() throws {
    let document = JSONDescription(try projectFile("docs/json.md"))
    var seen: [String: Set<String>] = [:]
    for (section, answer) in try Self.answers() {
      var problems: [String] = []
      document.compare(try JSONValue(answer), with: section, at: section, &problems, &seen)
      #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))\n\(answer)")
    }
    for (section, keys) in document.sections {
      #expect(Set(keys.keys) == seen[section], "no answer has all keys of the section \(section)")
    }
  }

  @Test func examplesAreDescribed() throws {
    let document = JSONDescription(try projectFile("docs/json.md"))
    #expect(document.examples.count == 27)
    for (section, example) in document.examples {
      var problems: [String] = []
      var seen: [String: Set<String>] = [:]
      document.compare(try JSONValue(example), with: section, at: section, &problems, &seen)
      #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))\n\(example)")
    }
  }

  /// A day that is not over while the test runs, and not more than a year ahead.
  private static let nextDay = (Clock(at: Timestamp(seconds: Int64(wallSeconds()))).now + 86_400).day

  /// Answers of all commands, in a story that brings out each key.
  private static func answers() throws -> [(section: String, answer: String)] {
    var answers: [(String, String)] = []
    let sandbox = try Sandbox()
    func ask(_ section: String, _ arguments: String...) throws {
      let result = try sandbox.run(arguments + ["--format", "json"])
      #expect((0...2).contains(result.code), "\(result)")
      answers.append((section, result.output))
    }
    for (file, sql) in Shop.migrations { try sandbox.write(sql, to: file) }
    let live = try sandbox.useLive(Shop.allMigrations + "CREATE INDEX by_hand ON users (is_active)")
    try ask("init", "init", "--ci", "github", "--adopt", "--until", Self.nextDay, "--reason", "since before")
    try ask("check", "check")
    try live.execute("DROP INDEX by_hand; COMMENT ON TABLE users IS 'by hand'")
    try ask("accept", "accept", "users", "--until", Self.nextDay, "--reason", "mended soon")
    try live.execute("COMMENT ON TABLE users IS NULL")
    try ask("ignore", "ignore", "^staging_.*", "--reason", "imports")
    try sandbox.repository.commit("Begin")
    try ask("refresh", "refresh")
    try ask("hooks status", "hooks", "status")
    let config = try sandbox.text("ci/schema_drift_config.yml") ?? ""
    try live.execute("CREATE SCHEMA tenant_a; CREATE TABLE tenant_a.staging_x ()")
    for model in ["public", "nowhere"] {
      try sandbox.write(
        config.replacing("critical_tables: []", with: "critical_tables: [customers]")
          + "\ndatabases: {one: {url_env: DATABASE_URL, tenants: {match: tenant_*, as: \(model)}}}\n",
        to: "ci/schema_drift_config.yml")
      try ask("check", "check", "--all", "--explain")
      try ask("check", "check", "--explain")
    }
    try live.execute("DROP SCHEMA tenant_a CASCADE")
    try sandbox.write(config, to: "ci/schema_drift_config.yml")
    try live.execute(Shop.books)
    try live.execute("ALTER TABLE customers RENAME COLUMN email TO mail; CREATE TABLE cars (id int PRIMARY KEY)")
    try live.execute(
      "CREATE FUNCTION f() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'; ALTER TABLE payments ALTER paid_at SET DEFAULT f()"
    )
    try ask("check", "check", "--explain")
    try live.execute("ALTER TABLE payments ALTER paid_at SET DEFAULT now(); DROP FUNCTION f")
    try sandbox.write(
      config.replacing("critical_tables: []", with: "critical_tables: [customers]")
        + "\ndatabases: {one: {url_env: DATABASE_URL}, two: {url_env: NOT_SET}}\n",
      to: "ci/schema_drift_config.yml")
    try ask("check", "check", "--all", "--explain")
    try sandbox.write(config, to: "ci/schema_drift_config.yml")
    try sandbox.write(
      "ALTER TABLE customers RENAME COLUMN email TO mail; CREATE TABLE cars (id int PRIMARY KEY);\n",
      to: "migrations/0007_cars.sql")
    try ask("verify", "verify")
    try ask("verify", "verify", "--config", "ci/schema_drift_config.yml", "--config", "missing.yml")
    try sandbox.git("add", "--all")
    try ask("hook", "hook", "pre-commit")
    let binaries = sandbox.environment["BASELINE_POSTGRES_BIN"]
    sandbox.environment["BASELINE_POSTGRES_BIN"] = "/nowhere"
    try ask("hook", "hook", "pre-commit")
    sandbox.environment["BASELINE_POSTGRES_BIN"] = binaries
    try ask("update", "update", "--staged")
    try sandbox.repository.commit("Cars")
    try ask("diff", "diff", "HEAD~1")
    try ask("history", "history")
    try ask("backups", "backups")
    try ask("restore", "restore", "HEAD~1")
    try ask("doctor", "doctor")
    sandbox.environment["DATABASE_URL"] = "postgresql:///nope?host=/nowhere"
    try ask("error", "check")
    return answers + (try eventAnswers()) + (try findingAnswers()) + (try wayBackAnswers()) + (try reviewAnswers())
  }
}

extension JSONDocumentationTests {
  /// The answers of `events`.
  private static func eventAnswers() throws -> [(section: String, answer: String)] {
    let sandbox = try Sandbox.withEvents(remote: true, config: "databases: {production: {url_env: P}}\n")
    sandbox.environment["BASELINE_CLOCK"] = "2026-11-22T16:28:37Z"
    let stage = ["record", "--stage", "migrate", "--status", "failed", "--database", "production"]
    try sandbox.write("{}\n", to: "bad.jsonl")
    return try [
      stage, ["list"], ["show", "01M8"], ["push"], ["pull"], ["import", "bad.jsonl"],
      ["prune", "--before", "2027-01-01"],
    ].map { arguments in
      let result = try sandbox.run(["events"] + arguments + ["--format", "json"])
      guard [0, 2].contains(result.code), !result.output.isEmpty else { throw TestFailure("\(result)") }
      return ("events \(arguments[0])", result.output)
    }
  }
}

/// The tables of docs/json.md.
private struct JSONDescription {
  /// Section, key, and the section that describes the key's objects.
  private(set) var sections: [String: [String: String?]] = [:]
  private(set) var examples: [(section: String, text: String)] = []

  init(_ markdown: String) {
    var section = ""
    var command = ""
    var example: String?
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```json" {
        example = ""
      } else if line == "```" {
        examples.append((command, example ?? ""))
        example = nil
      } else if example != nil {
        example? += line + "\n"
      } else if line.hasPrefix("## ") || line == "### error" {
        section = String(line.drop { $0 == "#" }.dropFirst())
        command = section
      } else if line.hasPrefix("### ") {
        section = String(line.dropFirst(4))
      } else if line.hasPrefix("| `") {
        let cells = line.split(separator: "|").map { $0.trimmed }
        let link = cells[1].after("[").map { String($0.prefix { $0 != "]" }) }
        sections[section, default: [:]][String(cells[0].dropFirst().dropLast())] = .some(link)
      }
    }
  }

  func compare(
    _ value: JSONValue, with section: String, at path: String, _ problems: inout [String],
    _ seen: inout [String: Set<String>]
  ) {
    switch value {
    case .object(let members):
      for (key, member) in members {
        guard let target = sections[section]?[key] else {
          problems.append("\(path).\(key) is not described in the section \(section)")
          continue
        }
        seen[section, default: []].insert(key)
        // Their keys are names from the schema, or an event's own.
        if key == "contents" || (section == "event" && key == "details") { continue }
        compare(member, with: target ?? "", at: "\(path).\(key)", &problems, &seen)
      }
    case .list(let elements):
      for element in elements { compare(element, with: section, at: path, &problems, &seen) }
    case .scalar: break
    }
  }
}

/// A JSON value as far as its keys go.
private indirect enum JSONValue {
  case object([(String, JSONValue)])
  case list([JSONValue])
  case scalar

  init(_ text: String) throws {
    var reader = try JSONReader(Array(text.utf8))
    self = try JSONValue(&reader)
    try reader.end()
  }

  private init(_ reader: inout JSONReader) throws(DocumentError) {
    // Trying each kind in turn would look for the place of every mistake: minutes, in a long answer.
    switch reader.upcoming() {
    case UInt8(ascii: "{"):
      var members: [(String, JSONValue)] = []
      try reader.object { (key, reader) throws(DocumentError) in members.append((key.string, try JSONValue(&reader))) }
      self = .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      try reader.array { (reader) throws(DocumentError) in elements.append(try JSONValue(&reader)) }
      self = .list(elements)
    default:
      try reader.skip()
      self = .scalar
    }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    drop { $0 == " " }.reversed().drop { $0 == " " }.reversed().reduce(into: Substring()) { $0.append($1) }
  }
}

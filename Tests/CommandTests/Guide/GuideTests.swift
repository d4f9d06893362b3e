import BaselineKit
import Processes
import TestSupport
import Testing

/// What the guides say is what the program does, in both languages.
struct GuideTests {
  static let files = ["docs/guide.md", "docs/guide.ko.md"]

  @Test func bothLanguagesHaveTheSameParts() throws {
    let english = try GuideDocument(Self.files[0])
    let korean = try GuideDocument(Self.files[1])
    #expect(english.headings.map(\.level) == korean.headings.map(\.level))
    #expect(english.commands == korean.commands)
    #expect(english.rows == korean.rows)
    #expect(english.items == korean.items)
    #expect(english.blocks.map(\.language) == korean.blocks.map(\.language))
    let anchors = { (links: [String]) in links.filter { !$0.hasPrefix("#") && !$0.hasPrefix("guide") } }
    #expect(anchors(english.links) == anchors(korean.links))
    #expect(english.spans.filter { $0.hasPrefix("baseline ") }.count > 20)
    #expect(
      english.spans.filter { $0.hasPrefix("baseline ") }.sorted()
        == korean.spans.filter { $0.hasPrefix("baseline ") }.sorted())
  }

  @Test(arguments: files)
  func linksLeadSomewhere(file: String) throws {
    let guide = try GuideDocument(file)
    for link in guide.links {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let target = parts[0].isEmpty ? file : "docs/\(parts[0])"
      #expect(access("\(projectFolder)/\(target)", R_OK) == 0, "\(link)")
      guard parts.count > 1 else { continue }
      let anchors = try GuideDocument(target).headings.map { heading in
        heading.text.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
          .replacing(" ", with: "-")
      }
      #expect(anchors.contains(parts[1]), "\(link): \(anchors)")
    }
  }

  /// Commands that stand in a sentence: the command is there, and has these options.
  @Test(arguments: files)
  func mentionedCommandsExist(file: String) throws {
    let sandbox = try Sandbox()
    var help: [String: String] = [:]
    for span in try GuideDocument(file).spans where span.hasPrefix("baseline ") {
      let words = span.split(separator: " ").dropFirst().map(String.init)
      let command = words[0] == "help" ? words[1] : words[0]
      if help[command] == nil { help[command] = try sandbox.succeed(command, "--help") }
      #expect(help[command]?.contains("USAGE: baseline \(command)") == true, "\(span)")
      for option in words.filter({ $0.hasPrefix("--") }) {
        #expect(help[command]?.contains(option) == true, "\(span)")
      }
    }
  }

  /// The configuration of the guide, and every command line in its order, in a repository like the reader's.
  @Test func everyCommandWorks() throws {
    let guide = try GuideDocument(Self.files[0])
    let configuration = try #require(guide.blocks.first { $0.language == "yaml" }).lines.joined(separator: "\n")
    let sandbox = try Sandbox()
    try sandbox.writeShop()
    try sandbox.write(
      configuration
        + "\npostgres: \(try TestServer.binaries().major)\nmigrations: {runner: sql, paths: [migrations]}\n",
      to: "ci/schema_drift_config.yml")
    try sandbox.repository.commit("Begin")
    try sandbox.git("clone", "-q", "--bare", ".", "\(sandbox.repository.folder.path)/origin")
    try sandbox.git("remote", "add", "origin", "\(sandbox.repository.folder.path)/origin")
    try sandbox.git("fetch", "-q", "origin")
    try sandbox.succeed("hooks", "install")
    // Whoever reads has just written this.
    let phone = "ALTER TABLE customers ADD phone text;\n"
    try sandbox.write(phone, to: "migrations/0007_phone.sql")
    try sandbox.write("ALTER TABLE customers DROP phone;\n", to: "migrations/0007_phone.down.sql")
    let deployed = Shop.allMigrations + phone + Shop.books + "INSERT INTO schema_migrations VALUES ('7');"
    let live = try sandbox.useLive(deployed)
    let staging = try TestServer.shared.database(deployed)
    defer { withExtendedLifetime(staging) {} }
    sandbox.environment["STAGING_DATABASE_URL"] = staging.url
    // The team began a month ago, so that every review has something to look back on.
    _ = try sandbox.run(["check", "--all"], environment: ["BASELINE_CLOCK": "2026-11-02T09:00:00Z"])
    sandbox.environment["BASELINE_CLOCK"] = "2026-12-01T09:00:00Z"
    try live.execute(
      "ALTER TABLE users ADD by_hand text; ALTER TABLE packages ADD note text; CREATE TABLE users_bak (id int)")

    var incident = "7Q3KZPXY"
    for command in guide.commands {
      let result = try sandbox.runProgram("bash", ["-c", command.replacing("7Q3KZPXY", with: incident)])
      // 1 is an answer: it differs, or something in a review is open.
      #expect(result.code == 0 || result.code == 1 && command.contains("baseline"), "\(result)")
      if command == "baseline incidents" {
        let found = try sandbox.succeed("incidents", "--format", "json", remarks: true)
        incident = try #require(found.after("\"id\": \"").map { String($0.prefix { $0 != "\"" }) }, "\(found)")
      }
    }
    #expect(try sandbox.text("schema.html")?.contains("<html") == true)
    #expect(try sandbox.text("ci/schema_drift_config.yml")?.contains("^report_.*") == true)
    #expect(try sandbox.git("log", "--format=%s").contains("Add a phone number to customers"))
  }

  @Test(arguments: files)
  func waysBackAreToldSo(file: String) throws {
    let told = try #require(try GuideDocument(file).blocks.first { $0.lines.first?.hasPrefix("differs:") == true })
    let sandbox = try Sandbox.shop()
    for (name, sql, back) in [
      ("0006_notes", "CREATE TABLE notes (id int);", "DROP TABLE notes;"),
      (
        "0007_mood", "CREATE TYPE mood AS ENUM ('glad'); ALTER TABLE users ADD mood mood;",
        "ALTER TABLE users DROP mood;"
      ),
      ("0008_import", "CREATE TABLE imports (id int);", nil),
      ("0009_phone", "ALTER TABLE users ADD phone text;", "DROP INDEX phone_idx;"),
    ] as [(String, String, String?)] {
      try sandbox.write(sql, to: "migrations/\(name).up.sql")
      if let back { try sandbox.write(back, to: "migrations/\(name).down.sql") }
    }
    try sandbox.runProgram("rm", ["migrations/0006_work_tables.sql"])
    let result = try sandbox.fail("verify", "--down", "--last", "4", code: 1)
    #expect(result.output.hasPrefix(told.lines.joined(separator: "\n") + "\n"), "\(result)")
  }
}

import BaselineKit
import Processes
import TestSupport
import Testing

/// What services are told: each format, what GitHub Actions is told by itself, and that nothing in it is a command.
struct ServiceFormatTests {
  static let formats = ["text", "json", "markdown", "github", "gitlab", "sarif", "junit"]

  /// Names that could be commands of services, XML, links, formats of messages, and what XML cannot hold.
  static let hostile = [
    "we,ird:100%\n::error file=x::y", " ##[group]z ##vso[task.x]q %0A", "]]> <b>&amp;\" '](http://x) {0} `a` @me #1",
    "esc\u{1b}[31m \u{202e} \u{ffff}\r::add-mask::x",
  ]

  static func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

  /// A shop with drift of every grade, on two databases of which one is not there.
  static func drifted(_ body: (Sandbox) throws -> Void) throws {
    let sandbox = try Sandbox.shop()
    try sandbox.write(
      "CREATE TABLE pets (id int);\n\nALTER TABLE users\n  ADD phone text;\n", to: "migrations/0007_pets.sql")
    try sandbox.succeed("update")
    let config = try sandbox.text("ci/schema_drift_config.yml") ?? ""
    try sandbox.write(
      config + "databases:\n  production: {url_env: DATABASE_URL}\n  crm: {url_env: CRM_URL}\n",
      to: "ci/schema_drift_config.yml")
    try sandbox.repository.commit("Keep pets")
    let live = try sandbox.useLive(Shop.allMigrations)
    try live.execute(
      Shop.books + "ALTER TABLE customers ADD byhand text; ALTER TABLE services ALTER price TYPE numeric(12,2);"
        + "COMMENT ON TABLE packages IS 'x';"
        + hostile.map { "ALTER TABLE packages ADD \(quoted($0)) int;" }.joined())
    sandbox.environment["BASELINE_CLOCK"] = "2026-11-20T10:00:00Z"
    try sandbox.succeed("accept", "services.price", "--until", "2027-01-01", "--reason", "known @all", remarks: true)
    try body(sandbox)
  }

  /// No line of either output begins a command, but those that are meant.
  private func harmless(_ result: CommandResult, commands: Bool) {
    expectNoControls(result)
    for line in "\(result.output)\n\(result.error)".split(whereSeparator: \.isNewline) {
      let line = line.drop(while: \.isWhitespace)
      #expect(!line.contains("##[") && !line.contains("##vso["), "\(line)")
      guard line.hasPrefix("::") else { continue }
      let isMeant = ["::error ", "::warning ", "::notice "].contains { line.hasPrefix($0) }
      #expect(commands && isMeant && line.dropFirst(2).components("::").count == 2 || isMeant && commands, "\(line)")
      // The properties are ours; nothing of the name's is another one.
      let properties = line.dropFirst(2).components("::")[0].components(",").map {
        $0.components("=")[0].components(" ").last
      }
      #expect(Set(properties.compactMap(\.self)).isSubset(of: ["file", "line", "title"]), "\(line)")
    }
  }

  @Test func everyFormat() throws {
    try Self.drifted { sandbox in
      let reports = Self.formats.dropFirst().flatMap { ["--report", "\($0)=out/\($0)"] }
      let checked = try sandbox.run(["check", "--no-record"] + reports)
      #expect(checked.code == 1)
      harmless(checked, commands: false)
      for format in Self.formats {
        let result = try sandbox.run(["check", "--no-record", "--format", format])
        #expect(result.code == 1, "\(result)")
        harmless(result, commands: format == "github")
        // The same in a file as on standard output.
        if format != "text" { #expect(try sandbox.text("out/\(format)") == result.output, "\(format)") }
      }
      let github = try #require(try sandbox.text("out/github")).split(separator: "\n").map(String.init)
      #expect(
        github.map { String($0.prefix { $0 != " " }) } == Array(repeating: "::error", count: 5) + [
          "::warning", "::notice", "::notice",
        ],
        "\(github)")
      #expect(
        github[0].hasPrefix("::error file=ci/schema_baseline.json,line=")
          && github[0].contains(
            ",title=schema%3A critical%2C changed_by_hand::production: column public.customers.byhand added (text)%0A"),
        "\(github[0])")
      #expect(github.contains { $0.contains(#"we,ird:100%25\n\x3a:error file=x::y"#) }, "\(github)")
      #expect(
        github.contains { $0.hasPrefix("::notice file=migrations/0007_pets.sql,line=4,") && $0.contains("users.phone") }
      )
      #expect(
        github.contains { $0.hasPrefix("::notice file=migrations/0007_pets.sql,line=1,") && $0.contains("public.pets") }
      )
      #expect(!github.contains { $0.contains("services.price") }, "a waiver accepts it")

      let gitlab = try #require(try sandbox.text("out/gitlab"))
      #expect(gitlab.count(of: "\"fingerprint\": \"") == 8 && gitlab.contains("\"severity\": \"blocker\""))
      let junit = try #require(try sandbox.text("out/junit"))
      #expect(
        junit.contains(
          "<testsuite name=\"production\" tests=\"9\" failures=\"5\" errors=\"0\" time=\"0\" skipped=\"4\">"),
        "\(junit)")
      // Each of those that fail nothing says why.
      for (reason, count) in [
        ("accepted until 2027-01-01: known @all", 1), ("the policy only warns", 1),
        ("it only waits for its deployment", 2),
      ] {
        #expect(junit.count(of: ": \(reason)\"/>") == count, "\(junit)")
      }
      let sarif = try #require(try sandbox.text("out/sarif"))
      #expect(sarif.contains("\"justification\": \"accepted until 2027-01-01: known @all\""), "\(sarif)")
      try Self.readByPython(sandbox)
      // What the answer is about stays the same from run to run.
      _ = try sandbox.run(["check", "--no-record", "--report", "gitlab=again"])
      #expect(try sandbox.text("again") == gitlab)
      // Another cause is found for it: it is still the same.
      try #require(sandbox.live).execute("DROP TABLE schema_migrations")
      _ = try sandbox.run(["check", "--no-record", "--report", "gitlab=unknown"])
      let unknown = try #require(try sandbox.text("unknown"))
      #expect(unknown.count(of: "\"check_name\": \"unknown\"") == 8)
      let fingerprints = { (text: String) in text.split(separator: "\n").filter { $0.contains("\"fingerprint\"") } }
      #expect(Set(fingerprints(unknown)) == Set(fingerprints(gitlab)), "\(unknown)")
    }
  }

  /// The files are what their readers take them for.
  private static func readByPython(_ sandbox: Sandbox) throws {
    try sandbox.write(
      """
      import json, re, xml.etree.ElementTree as ET
      issues = json.load(open('out/gitlab'))
      assert len({i['fingerprint'] for i in issues}) == len(issues) == 8
      run, = json.load(open('out/sarif'))['runs']
      assert len(run['results']) == 9 and sum('suppressions' in r for r in run['results']) == 1
      for r in run['results']:
        assert run['tool']['driver']['rules'][r['ruleIndex']]['id'] == r['ruleId']
        # Viewers make links of what stands in brackets.
        assert not re.search(r'(?<!\\\\)\\]\\(', r['message']['text']), r['message']
      assert run['invocations'][0]['executionSuccessful'] is True
      suites = ET.parse('out/junit').getroot()
      suite, = suites
      for a, kind in (('failures', 'failure'), ('skipped', 'skipped'), ('errors', 'error')):
        assert len(suite.findall('.//' + kind)) == int(suite.get(a)), a
      assert len(suite.findall('testcase')) == int(suite.get('tests')) == int(suites.get('tests'))
      print('good')
      """, to: "read.py")
    let python = try sandbox.runProgram("python3", ["read.py"])
    if python.code != 127 { #expect(python.output == "good\n", "\(python)") }
  }

  /// One of two databases cannot be asked: that is an error in each format, and never a clean answer.
  @Test func unknown() throws {
    try Self.drifted { sandbox in
      let reports = ["gitlab", "sarif", "junit", "github"].flatMap { ["--report", "\($0)=\($0)"] }
      let several = try sandbox.run(["check", "--all", "--no-record"] + reports)
      #expect(several.code == 2)
      for file in ["gitlab", "sarif", "junit", "github"] {
        let text = try #require(try sandbox.text(file))
        #expect(text.contains("could_not_check") && text.contains("the environment has no CRM_URL"), "\(text)")
        #expect(text.contains("customers.byhand"), "\(text)")
      }
      #expect(try sandbox.text("sarif")?.contains("\"executionSuccessful\": false") == true)
      // Nothing at all could be asked.
      let nowhere = ["DATABASE_URL": "postgresql:///nowhere?host=/nowhere"]
      for format in ["gitlab", "sarif", "junit", "github", "markdown", "json"] {
        let result = try sandbox.run(["check", "--format", format, "--report", "\(format)=file"], environment: nowhere)
        #expect(result.code == 2 && result.output.contains("connecting to nowhere"), "\(result)")
        #expect(result.error.contains("baseline: connecting to nowhere"), "\(result)")
        #expect(try sandbox.text("file") == result.output)
      }
      // A report that cannot be written is no good answer.
      let unwritable = try sandbox.run(["check", "--no-record", "--report", "junit=/proc/nope"])
      #expect(unwritable.code == 2 && unwritable.error.contains("writing /proc/nope"), "\(unwritable)")
      for wrong in ["junit", "text=x", "html=x", "junit="] {
        #expect(try sandbox.run(["check", "--report", wrong]).code == 64)
      }
    }
  }

  /// In GitHub Actions annotations and a summary are written whatever the format is, and neither disturbs it.
  @Test func gitHubActions() throws {
    try Self.drifted { sandbox in
      let summary = "\(sandbox.repository.folder.path)/summary.md"
      let actions = ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary]
      func commands(_ text: String) -> Int { text.split(separator: "\n").count { $0.hasPrefix("::") } }
      func step(_ arguments: String...) throws -> CommandResult {
        unlink(summary)
        let result = try sandbox.run(arguments, environment: actions)
        harmless(result, commands: true)
        return result
      }
      for format in ["text", "json"] {
        let result = try step("check", "--no-record", "--format", format)
        #expect(result.code == 1 && commands(result.error) == 8 && commands(result.output) == 0, "\(result)")
        #expect(result.output == (try sandbox.run(["check", "--no-record", "--format", format]).output))
        let text = try #require(try sandbox.summary())
        #expect(
          text.hasPrefix("### ❌ production differs from its baseline: customers.byhand changed by hand"), "\(text)")
        #expect(text.contains("&#64;me &#35;1"), "\(text)")
        #expect(!text.split(separator: "\n").contains { $0.hasPrefix("|") && $0.contains("<b>") }, "\(text)")
      }
      let github = try step("check", "--no-record", "--format", "github")
      #expect(commands(github.output) == 8 && commands(github.error) == 0)
      let quiet = try step("check", "--no-record", "--quiet")
      #expect(quiet.code == 1 && quiet.output.isEmpty && commands(quiet.error) == 0)
      #expect(try sandbox.summary() == nil)
      // Two commands of a step share the summary; verify is right, and says so.
      _ = try step("check", "--no-record")
      let verify = try sandbox.run(["verify"], environment: actions)
      #expect(verify.code == 0 && commands(verify.error) == 0)
      #expect(
        try sandbox.summary()?.hasSuffix("### ✅ the baseline of the work tree is what its migrations make\n\n") == true)
      // An error is told too, and one while telling stops nobody.
      let broken = try sandbox.run(
        ["check"], environment: actions.merging(["DATABASE_URL": "postgresql:///x?host=/nowhere"]) { $1 })
      #expect(
        broken.code == 2 && commands(broken.error) == 1 && broken.error.contains("title=schema%3A could_not_check::"))
      #expect(try sandbox.summary()?.contains("### ❔ unknown") == true)
      let deaf = try sandbox.run(
        ["verify"], environment: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "/nowhere/x"])
      #expect(deaf.code == 0 && deaf.error.contains("note: writing the summary of this step: "), "\(deaf)")
    }
  }

  /// A step shows ten annotations of a level, and a summary of 1 MiB: what is more is counted, and cut where a line ends.
  @Test func bounds() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.useLive(
      Shop.allMigrations
        + (1...1_500).map { "CREATE TABLE extra_\($0) (\(String(repeating: "n", count: 60)) int);" }.joined())
    let folder = sandbox.repository.folder.path
    // What earlier commands of the step have written counts.
    let before = (1 << 20) - 60_000
    try sandbox.repository.folder.write(String(repeating: "x", count: before - 1) + "\n", to: "summary.md")
    let result = try sandbox.run(
      ["check"], environment: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "\(folder)/summary.md"])
    let commands = result.error.split(separator: "\n").filter { $0.hasPrefix("::") }
    #expect(commands.count == 10)
    #expect(commands.last == "::error title=schema::and 1491 more: the summary of this run lists all")
    let summary = try #require(try sandbox.summary())
    #expect(summary.utf8.count <= 1 << 20 && summary.utf8.count > (1 << 20) - 1_000, "\(summary.utf8.count)")
    #expect(summary.hasSuffix("|\n\n_The rest is left out here: GitHub shows no more. The log has all of it._\n\n"))
  }

  /// Of a baseline that is behind its migrations, the migration's line.
  @Test func verify() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.write(
      "CREATE TABLE pets (id int);\n\nALTER TABLE users\n  ADD phone text;\n", to: "migrations/0007_pets.sql")
    let github = try sandbox.run(["verify", "--format", "github", "--report", "junit=junit.xml"])
    #expect(github.code == 1)
    let commands = github.output.split(separator: "\n").map(String.init)
    #expect(commands.count == 2, "\(github)")
    #expect(
      commands.contains {
        $0.hasPrefix(
          "::error file=migrations/0007_pets.sql,line=4,title=schema%3A baseline_behind::the baseline of the work tree is behind "
            + "its migrations: column public.users.phone added (text)%0A")
          && $0.hasSuffix(
            "%0Amend it with: baseline update, and commit the file with its migration")
      }, "\(commands)")
    #expect(try sandbox.text("junit.xml")?.contains("failures=\"2\"") == true)
    let markdown = try sandbox.run(["verify", "--format", "markdown"])
    #expect(
      markdown.output.hasPrefix("### ❌ the baseline of the work tree is not what its migrations make"), "\(markdown)")
    try sandbox.succeed("update")
    #expect(try sandbox.succeed("verify", "--format", "github").isEmpty)
    #expect(try sandbox.succeed("verify", "--format", "gitlab") == "[]")
    #expect(try sandbox.succeed("verify", "--format", "junit").contains("tests=\"1\" failures=\"0\" errors=\"0\""))
    // What passes in an emergency, and what comes of a repository that has no baseline.
    try sandbox.write("CREATE TABLE more (id int);\n", to: "migrations/0008_more.sql")
    let emergency = try sandbox.run(
      ["verify", "--format", "github", "--report", "junit=junit.xml"], environment: ["EMERGENCY_BYPASS": "true"])
    let skipped = try #require(try sandbox.text("junit.xml"))
    #expect(skipped.contains(": passes by EMERGENCY BYPASS until 20") && !skipped.contains("<failure"), "\(skipped)")
    #expect(emergency.code == 0 && emergency.output.split(separator: "\n").allSatisfy { $0.hasPrefix("::warning ") })
    #expect(
      emergency.output.contains("title=schema%3A emergency_bypass::EMERGENCY BYPASS: 1 finding passes"), "\(emergency)")
    try sandbox.runProgram("rm", ["ci/schema_baseline.json"])
    let none = try sandbox.run(["verify", "--format", "sarif"])
    #expect(none.code == 2 && none.output.contains("\"ruleId\": \"could_not_check\""), "\(none)")
  }
}

extension Sandbox {
  /// The summary that a step has written; nil: none.
  fileprivate func summary() throws -> String? { try repository.folder.text("summary.md") }
}

extension StringProtocol {
  fileprivate func components(_ separator: String) -> [String] {
    String(self).split(separator: separator, maxSplits: .max, omittingEmptySubsequences: false).map(String.init)
  }

  fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}

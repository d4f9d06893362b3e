import Processes
import Testing
import TestSupport

/// Baselines that cannot be read, and places where none may be written.
struct BadBaselineTests {
  private static let path = "ci/schema_baseline.json"

  /// What is done to a good document, and where and how the reader says so.
  static let broken: [(name: String, place: String, words: String, change: @Sendable (String) -> String)] = [
    ("conflict markers", "21:1", "conflict marker", { $0.inserting("<<<<<<< HEAD", atLine: 21) }),
    ("truncated", "", "the document ends", { String($0.prefix(200)) }),
    ("empty", "1:1", "the document ends", { _ in "" }),
    ("byte order mark", "1:1", "byte order mark", { "\u{feff}" + $0 }),
    (
      "duplicate key", "14:7", "duplicate key \"comment\"",
      { $0.inserting("      \"comment\": \"again\",", atLine: 14) }
    ),
    ("newer", "2:14", "version 3.9 is newer than this tool", { $0.replacing("\"3.1\"", with: "\"3.9\"") }),
    ("much newer", "2:14", "version 4.0 is newer than this tool", { $0.replacing("\"3.1\"", with: "\"4.0\"") }),
    (
      "another type", "3:15", "expected a whole number",
      { $0.replacing("\"postgres\": 1", with: "\"postgres\": \"1\" ") }
    ),
    ("an array", "1:1", "expected an object", { _ in "[]\n" }),
    ("trailing comma", "", "a comma before the closing bracket", { $0.replacing("\n}\n", with: ",\n}\n") }),
    ("a control character", "", "control character", { $0.replacing("standard", with: "stan\u{1b}[31mdard") }),
    ("a NUL", "", "control character", { $0.replacing("standard", with: "stan\u{0}dard") }),
    (
      "too deep", "", "",
      { $0.replacing("\"schemas\"", with: "\"x\": \(String(repeating: "[", count: 100)),\n\"schemas\"") }
    ),
    (
      "git-lfs", "", "git-lfs pointer", { _ in "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 12\n" }
    ),
  ]

  @Test func brokenDocument() throws {
    let sandbox = try Sandbox.shop()
    let good = try #require(try sandbox.text(Self.path))
    for (name, place, words, change) in Self.broken {
      let bad = change(good)
      try #require(bad != good, "\(name)")
      try sandbox.write(bad, to: Self.path)
      let file = place.isEmpty ? Self.path : "\(Self.path):\(place)"
      for command in [["show"], ["verify", "--format", "json"]] {
        let result = try sandbox.run(command)
        #expect(result.code == 2, "\(name): \(result)")
        #expect(result.error.contains(file) && result.error.contains(words), "\(name): \(result)")
        #expect(result.error.contains("\nhint: "), "\(name): \(result)")
        #expect(result.output.isEmpty || result.output.contains("\"verdict\": \"unknown\""), "\(name): \(result)")
        expectNoControls(result)
      }
    }
    // A document that cannot be read is what an update mends.
    try sandbox.write(Self.broken[0].change(good), to: Self.path)
    try sandbox.succeed("update")
    #expect(try sandbox.text(Self.path) == good)
  }

  @Test func noBaselineYet() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.git("rm", "--quiet", Self.path)
    try sandbox.refuse("verify", saying: ["it has no baseline at \(Self.path)"], hint: "baseline update")
    try sandbox.refuse("verify", "--staged", saying: ["it has no baseline"], hint: "baseline update --staged")
    try sandbox.refuse("show", saying: ["there is none at \(Self.path)"], hint: "baseline update")
    try sandbox.useLive()
    try sandbox.refuse("check", saying: ["there is none at \(Self.path)"], hint: "baseline update")
  }

  /// What is made at the baseline's path, and the word for it.
  @Test(arguments: [
    ("ln -s ../../target ci/schema_baseline.json", "symbolic link"),
    ("mkdir ci/schema_baseline.json && echo x > ci/schema_baseline.json/x", "folder"),
    ("mkfifo ci/schema_baseline.json", "it is n"),
  ]) func somethingElseIsThere(command: String, word: String) throws {
    let sandbox = try Sandbox.shop()
    try sandbox.addMigration()
    try sandbox.repository.folder.write("keep\n", to: "target")
    try sandbox.runProgram("sh", ["-c", "rm ci/schema_baseline.json && \(command)"])
    try sandbox.refuse("verify", saying: [Self.path, word])
    try sandbox.refuse("update", "--staged", saying: [Self.path, word])
    try sandbox.refuse("refresh", saying: [Self.path, word])
    guard word.hasPrefix("sym") else { return }
    try sandbox.refuse("show", saying: [Self.path, word])
    try sandbox.refuse("update", saying: [Self.path, word])
    try sandbox.refuse("refresh", "--no-commit", saying: [Self.path, word])
    #expect(try sandbox.repository.folder.text("target") == "keep\n")
  }

  @Test func belowALinkedFolder() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.addMigration()
    try sandbox.runProgram("sh", ["-c", "mkdir ../elsewhere && ln -s ../elsewhere linked"])
    try sandbox.write(try Shop.config(baseline: "linked/baseline.json"), to: "ci/schema_drift_config.yml")
    try sandbox.git("add", "--all")
    for command in [["update"], ["update", "--staged"]] {
      let before = try SandboxState(sandbox)
      let result = try sandbox.run(command)
      #expect(result.code == 2 && result.error.contains("linked"), "\(result)")
      #expect(try SandboxState(sandbox) == before, "\(result)")
    }
    #expect(try sandbox.runProgram("ls", ["../elsewhere"]).output.isEmpty)
  }

  @Test(arguments: ["../x.json", "/tmp/x.json", ".git/x.json", "a/../../x.json", "CI/.GIT/x.json", ".", "''", "ci"])
  func outsideTheRepository(path: String) throws {
    let sandbox = try Sandbox.shop()
    try sandbox.write(try Shop.config(baseline: path), to: "ci/schema_drift_config.yml")
    try sandbox.refuse("update", saying: ["ci/schema_drift_config.yml:1:11: baseline: "])
  }
}

extension String {
  fileprivate func inserting(_ line: String, atLine number: Int) -> String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines.insert(line, at: number - 1)
    return lines.joined(separator: "\n")
  }
}

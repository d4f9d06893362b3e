import Processes
import TestSupport
import Testing

/// What a check keeps for the next one hides no change, of a database or of the baseline.
struct KeptCheckTests {
  private let sandbox: Sandbox
  /// Two that are the same, by their names in the configuration.
  private let databases: [(name: String, database: TestDatabase)]

  init() throws {
    sandbox = try Sandbox()
    let schema = "CREATE TABLE a (id bigint); CREATE TABLE b (id bigint, note text)"
    databases = try ["east", "west"].map { ($0, try TestServer.shared.database(schema)) }
    for (name, database) in databases { sandbox.environment["\(name)_URL"] = database.url }
  }

  private func begin(_ layout: String) throws {
    try sandbox.write(
      """
      schemas: [public]
      baseline: ci/schema\(layout)
      databases:
        east: {url_env: east_URL}
        west: {url_env: west_URL}

      """, to: "ci/schema_drift_config.yml")
    try sandbox.succeed("update", remarks: true)
    // The baseline is kept once its files are some clock ticks old.
    let end = monotonicSeconds() + 60
    repeat {
      try sandbox.succeed("check", "--all")
      usleep(20_000)
    } while try kept() < databases.count + 1 && monotonicSeconds() < end
    #expect(try kept() == databases.count + 1)
  }

  private func kept() throws -> Int {
    try sandbox.repository.run("ls", [".git/baseline/snapshots"]).text.split(separator: "\n").count
  }

  @Test(arguments: [(".json", ".json"), ("/", "/public/tables/a.json")])
  func aChangeOfEitherSideIsSeen(_ layout: String, _ file: String) throws {
    try begin(layout)
    let path = "ci/schema\(file)"
    let text = try #require(try sandbox.text(path))
    try sandbox.write(text.replacing("bigint", with: "bigger"), to: path)
    let edited = try sandbox.fail("check", "--all", code: 1)
    #expect(edited.output.contains("differs: east (") && edited.output.contains("differs: west ("), "\(edited)")
    try sandbox.write(text, to: path)
    try sandbox.succeed("check", "--all")

    try databases[1].database.execute("ALTER TABLE b ALTER note TYPE varchar")
    let altered = try sandbox.fail("check", "--all", code: 1)
    #expect(altered.output.contains("same: east (") && altered.output.contains("differs: west ("), "\(altered)")
    #expect(altered.output.contains("column public.b.note"), "\(altered)")
    let again = try sandbox.fail("check", "--all", code: 1)
    #expect(again.output.contains("same: east (") && again.output.contains("column public.b.note"), "\(again)")
    let full = try sandbox.fail("check", "--all", "--full", code: 1)
    #expect(full.output.contains("same: east (") && full.output.contains("column public.b.note"), "\(full)")
    try databases[1].database.execute("ALTER TABLE b ALTER note TYPE text")
    try sandbox.succeed("check", "--all")
  }
}

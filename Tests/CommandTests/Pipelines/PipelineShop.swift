import TestSupport

/// The shop with a pipeline, its production, and a remote.
struct PipelineShop {
  let sandbox: Sandbox
  let live: TestDatabase

  /// - Parameter service: as `init --ci` takes it.
  init(_ service: String) throws {
    sandbox = try Sandbox.shop()
    live = try sandbox.useLive(Shop.allMigrations + Shop.books)
    sandbox.environment["DATABASE_URL"] = nil
    let config = try sandbox.text("ci/schema_drift_config.yml") ?? ""
    try sandbox.write(
      config + "  deploy: [sh, ./deploy]\ndatabases:\n  production: {url_env: DATABASE_URL}\n",
      to: "ci/schema_drift_config.yml")
    // A migration tool: what is not in the books is run and written down.
    try sandbox.write(
      """
      set -eu
      for file in migrations/*.sql; do
        version=$(basename "$file" | sed 's/^0*//; s/_.*//')
        known=$(psql -XAtq "$DATABASE_URL" -c "SELECT count(*) FROM schema_migrations WHERE version = '$version'")
        [ "$known" = 1 ] && continue
        psql -Xq1 -v ON_ERROR_STOP=1 "$DATABASE_URL" -f "$file" -c "INSERT INTO schema_migrations VALUES ('$version')"
      done

      """, to: "deploy")
    try sandbox.succeed("init", "--no-hooks", "--ci", service)
    try sandbox.repository.commit("Add a pipeline")
    try sandbox.git("init", "--quiet", "--bare", "--initial-branch=main", remote)
    try sandbox.git("remote", "add", "origin", remote)
    try push()
    let programs = try TestServer.binaries().directory
    sandbox.environment["PATH"] = "\(sandbox.environment["PATH"] ?? ""):\(programs)"
  }

  var remote: String { "\(sandbox.repository.folder.path)/remote.git" }

  func push(_ branch: String = "main") throws { try sandbox.git("push", "--quiet", "origin", "HEAD:\(branch)") }

  /// A migration, with its baseline unless it is forgotten.
  func migrate(_ number: Int, _ sql: String, forgetting: Bool = false) throws {
    try sandbox.write(sql, to: "migrations/000\(number)_more.sql")
    if !forgetting { try sandbox.succeed("update") }
    try sandbox.repository.commit("Migrate \(number)")
  }

  /// The events of the remote, as `KIND DETAIL`.
  func events() throws -> [String] {
    let listed = try sandbox.runProgram(
      "git", ["-C", remote, "ls-tree", "-r", "--name-only", "refs/baseline/events"])
    return try listed.output.split(separator: "\n").map(String.init).sorted().map { path in
      let text = try sandbox.git("-C", remote, "show", "refs/baseline/events:\(path)")
      let kind = text.field("kind")
      switch kind {
      case "stage": return "stage \(text.field("stage")) \(text.field("status"))"
      case "check": return "check \(text.field("outcome"))"
      case "bypass": return "bypass \(text.field("reason"))"
      default: return kind
      }
    }
  }
}

extension String {
  /// The value of a key in a line of JSON.
  fileprivate func field(_ name: String) -> String {
    after("\"\(name)\":\"").map { String($0.prefix { $0 != "\"" }) } ?? ""
  }
}

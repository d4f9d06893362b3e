import BaselineKit
import Testing

private func parse(_ text: String) throws(ConfigError) -> Config {
  try Config.parse(Array(text.utf8), file: "ci/c.yml")
}

struct ConfigTests {
  @Test(arguments: ["", "# nothing\n", "---\n", "{}", "schemas:\nhooks: ~\nignore: null\n"])
  func everythingHasADefault(text: String) throws {
    let config = try parse(text)
    #expect(config.file == "ci/c.yml")
    #expect(config.baseline == Config.BaselinePath(path: "ci/schema_baseline.json", layout: .file))
    #expect(config.postgres == nil)
    #expect(config.schemas == [SchemaGlob("public")])
    #expect(config.ignore.isEmpty && config.criticalTables.isEmpty && config.databases.isEmpty)
    #expect(config.migrations == nil && config.shadow == nil)
    #expect(config.track.isEmpty && config.partitions.isEmpty)
    #expect(config.policy.definition == .fail && config.policy.state == .warn && config.policy.order == .ignore)
    #expect(config.policy.comment == .warn && config.policy.pending == .warn)
    #expect(config.waivers == "ci/schema_waivers.yml")
    #expect(config.hooks.withoutServer == .warn && config.hooks.budget == 60 && config.hooks.missing == .warn)
    #expect(config.bookkeeping == .ignore)
  }

  /// The file that teams have today.
  @Test func onlyIgnoredAndCriticalTables() throws {
    let config = try parse(
      """
      ignore_tables:
        - "^staging_.*"   # 스테이징
        - ".*_backup$"
        - ^temp_.*

      critical_tables:
        - customers       # 고객 정보
        - no
        - '"Odd.Name"'
      """)
    #expect(
      config.ignore.map(\.description) == [
        "ignore_tables line 2: ^staging_.*", "ignore_tables line 3: .*_backup$", "ignore_tables line 4: ^temp_.*",
      ])
    #expect(
      config.criticalTables == [TableName(name: "customers"), TableName(name: "no"), TableName(name: "Odd.Name")])
  }

  @Test func reviews() throws {
    #expect(try parse("").reviews == [Config.Review(.weekly), Config.Review(.monthly)])
    #expect(try parse("reviews: []").reviews == [])
    let day = try #require(Timestamp("2027-01-04"))
    #expect(
      try parse("reviews: [monthly, {daily: 2027-01-04}]").reviews
        == [Config.Review(.daily, since: day), Config.Review(.monthly)])
    for (text, words) in [
      ("[weekly, weekly]", "ci/c.yml:1:19: reviews: 'weekly' stands there twice"),
      ("[weakly]", "ci/c.yml:1:11: reviews: 'weakly' is unknown"),
      ("[{weekly: soon}]", "ci/c.yml:1:20: reviews.weekly: 'soon' is no day"),
      ("[{hourly: 2027-01-04}]", "ci/c.yml:1:12: unknown key 'reviews.hourly'"),
    ] {
      let error = #expect(throws: ConfigError.self) { try parse("reviews: \(text)") }
      #expect(try #require(error).description.hasPrefix(words), "\(error.map { "\($0)" } ?? "")")
    }
  }

  @Test func theWholeOfTheDesign() throws {
    let config = try parse(
      """
      baseline: ci/schema_baseline/
      postgres: 15
      schemas: [public, "tenant_*"]
      ignore_tables:
        - "^staging_.*"
      ignore: [{kind: index, schema: public, name: "_tmp$", fields: [comment]}, {schema: audit}]
      critical_tables: [customers, billing.invoices]
      migrations:
        runner: alembic
        paths: [backend/alembic/, backend/alembic.ini]
        workdir: backend
        command: ["alembic", "upgrade", "head", ""]
        env: {APP_DATABASE_URL: "{url}", MODE: no, SHELL_TEXT: "${user}x", EMPTY: }
        deploy: ["make", "migrate"]
        tree: paths
      databases:
        production: {url_env: DATABASE_URL}
        staging: {url_env: STAGING_URL, schemas: [app], policy: {comment: ignore}, tenants: {match: "t_*", as: app}}
      track: [owners, privileges]
      partitions: {events: ignore-children, billing.log: track}
      policy: {definition: warn, state: fail, order: warn, comment: fail, pending: ignore}
      waivers: ci/w.yml
      shadow: {url_env: BASELINE_SHADOW_URL}
      hooks: {without_server: fail, budget: 90, missing: fail}
      bookkeeping: track
      """)
    #expect(config.baseline == Config.BaselinePath(path: "ci/schema_baseline", layout: .folder))
    #expect(config.postgres == 15)
    #expect(config.schemas.map(\.text) == ["public", "tenant_*"])
    #expect(
      config.ignore.map(\.description) == [
        "ignore_tables line 5: ^staging_.*", "ignore line 6: kind index, schema public, name _tmp$, fields comment",
        "ignore line 6: schema audit",
      ])
    #expect(config.criticalTables.map(\.description) == ["customers", "billing.invoices"])
    let migrations = try #require(config.migrations)
    #expect(migrations.runner == .alembic && migrations.workdir == "backend" && migrations.tree == .paths)
    #expect(migrations.paths == ["backend/alembic", "backend/alembic.ini"])
    #expect(migrations.command == ["alembic", "upgrade", "head", ""])
    #expect(
      migrations.env.map { "\($0.name)=\($0.value)" } == [
        "APP_DATABASE_URL={url}", "MODE=no", "SHELL_TEXT=${user}x", "EMPTY=",
      ])
    #expect(migrations.deploy == ["make", "migrate"])
    #expect(config.databases.map(\.name) == ["production", "staging"])
    #expect(config.databases.map(\.urlEnv) == ["DATABASE_URL", "STAGING_URL"])
    #expect(config.databases[0].schemas == nil && config.databases[0].tenants == nil)
    #expect(config.databases[0].policy == config.policy)
    #expect(config.databases[1].schemas == [SchemaGlob("app")])
    #expect(config.databases[1].policy.comment == .ignore && config.databases[1].policy.state == .fail)
    #expect(config.databases[1].tenants?.match == [SchemaGlob("t_*")] && config.databases[1].tenants?.model == "app")
    #expect(config.track == [.owners, .privileges])
    #expect(
      config.partitions == [
        TableName(name: "events"): .ignoreChildren, TableName(schema: "billing", name: "log"): .track,
      ])
    #expect(config.policy.definition == .warn && config.policy.pending == .ignore)
    #expect(config.waivers == "ci/w.yml" && config.shadow?.urlEnv == "BASELINE_SHADOW_URL")
    #expect(config.hooks.withoutServer == .fail && config.hooks.budget == 90 && config.hooks.missing == .fail)
    #expect(config.bookkeeping == .track)
  }

  @Test(arguments: [
    ("ci/b.json", "ci/b.json", Config.Layout.file),
    ("ci/b.json/", "ci/b.json", .folder),
    ("ci/b", "ci/b", .folder),
    ("ci/b/", "ci/b", .folder),
  ])
  func thePathTellsTheLayout(text: String, path: String, layout: Config.Layout) throws {
    #expect(try parse("baseline: \(text)").baseline == Config.BaselinePath(path: path, layout: layout))
  }

  @Test func runnersBringTheirDefaults() throws {
    let alembic = try #require(try parse("migrations: {runner: alembic, paths: [m]}").migrations)
    #expect(alembic.command == ["alembic", "upgrade", "head"] && alembic.tree == .all && alembic.workdir == ".")
    let sql = try #require(try parse("migrations: {runner: sql, paths: [m], convention: golang-migrate}").migrations)
    #expect(sql.command == nil && sql.tree == .paths && sql.convention == .golangMigrate)
  }

  @Test func ignoreRulesSayWhatTheyMean() throws {
    let rules = try parse(
      """
      ignore_tables: ["^tmp"]
      ignore: [{kind: index, schema: "t_*", name: "_old$"}, {schema: audit}]
      """
    ).ignore
    #expect(try rules[0].matches(kind: "table", schema: "any", name: "tmp_1"))
    #expect(try !rules[0].matches(kind: "view", schema: "any", name: "tmp_1"))
    #expect(try rules[1].matches(kind: "index", schema: "t_1", name: "a_old"))
    #expect(try !rules[1].matches(kind: "index", schema: "public", name: "a_old"))
    #expect(try !rules[1].matches(kind: "index", schema: "t_1", name: "a_older"))
    #expect(try rules[2].matches(kind: "type", schema: "audit", name: "x"))
    #expect(try !rules[2].matches(kind: "extension", schema: nil, name: "x"))
  }
}

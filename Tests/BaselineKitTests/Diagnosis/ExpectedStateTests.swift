import Processes
import Schema
import TestSupport
import Testing

@testable import BaselineKit

/// How the expected state is found, when it is believed, and what is said when it is not known.
struct ExpectedStateTests {
  private static let sql = [
    "CREATE TABLE a (id integer PRIMARY KEY, v text);\n", "CREATE TABLE b (id integer, v text);\n",
    "ALTER TABLE a ADD p integer;\n",
  ]

  /// Commits one migration after the other, each with its baseline.
  private func bench(_ books: Books, _ sql: [String] = sql, applied: Int, more: String = "") throws -> Bench {
    let bench = try Bench(books.migrations, more: more)
    for count in 1...sql.count {
      for (file, text) in books.files(Array(sql.prefix(count))) { try bench.test.write(text, to: file) }
      try bench.writeBaseline(sql.prefix(count).joined())
      try bench.test.commit("Migration \(count)")
    }
    try bench.live.execute(sql.prefix(applied).joined() + books.table)
    for number in stride(from: 1, through: applied, by: 1) { try bench.live.execute(books.applied(number)) }
    return bench
  }

  /// Nothing is applied: everything is pending, and what is there all the same was made by hand.
  @Test(arguments: [Books.golangMigrate, .django]) func emptyBooks(_ books: Books) throws {
    let bench = try bench(books, applied: 0)
    try bench.live.execute("CREATE TABLE odd (id integer)")
    for hasServer in [true, false] {
      bench.hasServer = hasServer
      let report = try bench.check()
      #expect(
        report.causes == ["public.a": "not_deployed", "public.b": "not_deployed", "public.odd": "changed_by_hand"])
      #expect(report.evidence?.pending.count == 3)
      #expect(report.evidence?.expected?.contains("an empty database") == true)
    }
  }

  /// The committed baseline of the commit that has exactly the applied migrations.
  @Test(arguments: [Books.golangMigrate, .alembic, .django]) func withoutAServer(_ books: Books) throws {
    let bench = try bench(books, applied: 2)
    bench.hasServer = false
    try bench.live.execute("ALTER TABLE b ALTER v TYPE integer USING NULL")
    let report = try bench.check()
    #expect(report.causes == ["public.a.p": "not_deployed", "public.b.v": "changed_by_hand"])
    let evidence = try #require(report.evidence)
    #expect(evidence.expected?.contains("which nobody proved here") == true, "\(evidence)")
    #expect(evidence.notes.contains { $0.contains("could not be built") }, "\(evidence)")
  }

  /// A baseline that was behind when it was committed is not believed where it can be proved.
  @Test func aCommittedBaselineThatWasBehind() throws {
    let bench = try Bench(Books.rails.migrations)
    for (file, text) in Books.rails.files(Array(Self.sql.prefix(2))) { try bench.test.write(text, to: file) }
    try bench.writeBaseline(Self.sql[0])
    try bench.test.commit("Two migrations, and one is not in the baseline")
    for (file, text) in Books.rails.files(Self.sql) { try bench.test.write(text, to: file) }
    try bench.writeBaseline(Self.sql.joined())
    try bench.test.commit("A third")
    try bench.live.execute(
      Self.sql[0] + Self.sql[1] + Books.rails.table + Books.rails.applied(1) + Books.rails.applied(2))
    let report = try bench.check()
    #expect(report.causes == ["public.a.p": "not_deployed"])
    #expect(report.evidence?.notes.contains { $0.contains("it was not believed") } == true)
    // Corrected in a commit of its own, it is found there.
    bench.hasServer = false
    #expect(try bench.causes()["public.b"] == nil)
  }

  /// The database has what only a branch has: its baseline says what is expected, and nothing of it is run.
  @Test(arguments: [Books.golangMigrate, .alembic]) func ahead(_ books: Books) throws {
    let bench = try bench(books, Array(Self.sql.prefix(2)), applied: 2)
    try bench.test.git("checkout", "--quiet", "-b", "feature")
    for (file, text) in books.files(Self.sql) { try bench.test.write(text, to: file) }
    if books == .alembic { try bench.test.write("exit 1\n", to: "migrate.sh") }
    try bench.writeBaseline(Self.sql.joined())
    try bench.test.commit("A third on a branch")
    try bench.test.git("checkout", "--quiet", "main")
    try bench.live.execute(Self.sql[2] + books.applied(3) + "ALTER TABLE b ADD x integer")
    let report = try bench.check()
    #expect(report.causes == ["public.a.p": "ahead", "public.b.x": "changed_by_hand"])
    #expect(report.evidence?.unknownMigrations.count == 1 && report.evidence?.pending == [])
    #expect(
      report.evidence?.expected?.contains("nothing of it is run") == true, "\(String(describing: report.evidence))")
    #expect(try report.difference("public.a.p").action == .warn)

    // Known to nobody here.
    try bench.test.git("branch", "--quiet", "-D", "feature")
    let lost = try bench.check()
    #expect(lost.causes == ["public.a.p": "unknown", "public.b.x": "unknown"])
    #expect(lost.evidence?.problem?.contains("not in the work tree") == true)
    #expect(lost.evidence?.hint?.contains("git fetch") == true)
  }

  /// Two branches: the database has the one, this state the other.
  @Test func diverged() throws {
    let books = Books.rails
    let bench = try bench(books, Array(Self.sql.prefix(1)), applied: 1)
    try bench.test.git("checkout", "--quiet", "-b", "feature")
    try bench.test.write("ALTER TABLE a ADD theirs integer;\n", to: "db/20240201000000_theirs.sql")
    try bench.writeBaseline(Self.sql[0] + "ALTER TABLE a ADD theirs integer")
    try bench.test.commit("Theirs")
    try bench.test.git("checkout", "--quiet", "main")
    try bench.test.write("ALTER TABLE a ADD ours integer;\n", to: "db/20240202000000_ours.sql")
    try bench.writeBaseline(Self.sql[0] + "ALTER TABLE a ADD ours integer")
    try bench.test.commit("Ours")
    try bench.live.execute(
      "ALTER TABLE a ADD theirs integer, ADD hand integer; INSERT INTO schema_migrations VALUES ('20240201000000')")
    let report = try bench.check()
    #expect(
      report.causes == [
        "public.a.ours": "not_deployed", "public.a.theirs": "ahead", "public.a.hand": "changed_by_hand",
      ])
  }

  /// An applied migration was edited: what it made at first is nobody's change. Where only git says that it was edited, it may have
  /// been before it was applied, and what it made at first be somebody's change all the same.
  @Test(arguments: [Books.rails, .flyway, .prisma, .alembic]) func edited(_ books: Books) throws {
    let bench = try bench(books, applied: 3)
    let file = try #require(books.files([Self.sql[0]]).first { $0.value == Self.sql[0] }?.key)
    if books == .flyway {
      let sum = MigrationChecksum.flyway(Array(Self.sql[0].utf8))
      try bench.live.execute("UPDATE flyway_schema_history SET checksum = \(sum) WHERE installed_rank = 1")
    } else if books == .prisma {
      let sum = SHA256.hex(Array(Self.sql[0].utf8))
      try bench.live.execute("UPDATE _prisma_migrations SET checksum = '\(sum)' WHERE id = '1'")
    }
    let edited = "CREATE TABLE a (id bigint PRIMARY KEY, v text, w integer);\n"
    try bench.test.write(edited, to: file)
    try bench.writeBaseline(edited + Self.sql.dropFirst().joined())
    try bench.test.commit("Edit the first")
    try bench.live.execute("ALTER TABLE a ALTER v TYPE varchar(5)")
    let report = try bench.check()
    let isCertain = books == .flyway || books == .prisma
    let causes = isCertain ? "migration_edited" : "changed_by_hand migration_edited"
    #expect(
      report.causes == ["public.a.id": causes, "public.a.w": causes, "public.a.v": "changed_by_hand"],
      "\(String(describing: report.evidence))")
    #expect(try report.difference("public.a.id").diagnosis?.repair.isEmpty == isCertain)
    let line = report.evidence?.edited.first ?? ""
    #expect(line.contains("edited after") && line.contains("Edit the first"), "\(line)")
    // In the work tree alone, and without a change of the schema.
    guard books == .rails else { return }
    try bench.test.git("revert", "--no-edit", "HEAD")
    try bench.test.write("-- a comment\n" + Self.sql[0], to: file)
    let cosmetic = try bench.check()
    #expect(cosmetic.causes == ["public.a.v": "changed_by_hand"] && cosmetic.evidence?.edited == [])
    try bench.test.write(edited, to: file)
    let uncommitted = try bench.check()
    #expect(
      uncommitted.causes["public.a.id"] == "changed_by_hand baseline_behind migration_edited (hidden)",
      "\(uncommitted.causes)")
    #expect(uncommitted.evidence?.edited.contains { $0.contains("not committed") } == true)
  }

  /// What a commit within a branch would have run, and the next one takes back, is never run: neither where it was merged, nor
  /// where it was put on the line itself. The third way, it is where the edited migration came from.
  @Test(arguments: ["merge", "fast-forward", "edited"]) func aStrangersCommand(_ way: String) throws {
    let books = Books.django
    let bench = try bench(books, Array(Self.sql.prefix(1)), applied: 1)
    let path = "ci/schema_drift_config.yml"
    let config = try #require(try bench.test.text(path))
    let trap = "\(bench.test.folder.path)/run"
    let evil = config.replacing(
      "command: [sh, migrate.sh, upgrade, head]", with: "command: [sh, -c, 'touch \(trap); sh migrate.sh upgrade head']"
    )
    try #require(evil != config)
    try bench.test.git("checkout", "--quiet", "-b", "theirs")
    try bench.test.write(evil, to: path)
    try bench.test.write("# looked at again\n", to: "db/sql/readme.txt")
    try bench.test.commit("Tidy up")
    try bench.test.write(config, to: path)
    var sql = Self.sql[0]
    if way == "edited" {
      sql = "CREATE TABLE a (id bigint PRIMARY KEY, v text);\n"
      // The state in which it was not edited yet is to be found on the line, and be the stranger's.
      try bench.test.git("checkout", "--quiet", "--orphan", "line")
      try bench.test.write(evil, to: path)
      try bench.test.write(Self.sql[0], to: "db/sql/r1.sql")
      try bench.test.commit("Begin")
      try bench.test.write(config, to: path)
      try bench.test.write(sql, to: "db/sql/r1.sql")
      try bench.writeBaseline(sql)
      try bench.test.commit("Edit the first")
    }
    for (file, text) in books.files([sql, Self.sql[1]]) { try bench.test.write(text, to: file) }
    try bench.writeBaseline(sql + Self.sql[1])
    try bench.test.commit("A second")
    if way != "edited" {
      try bench.test.git("checkout", "--quiet", "main")
      try bench.test.git("merge", "--quiet", way == "merge" ? "--no-ff" : "--ff-only", "--no-edit", "theirs")
    }
    let report = try bench.check()
    #expect(access(trap, F_OK) != 0, "a stranger's command was run")
    let expected = report.evidence?.expected ?? ""
    switch way {
    case "merge": #expect(expected.contains("run on a private server"), "\(expected)")
    case "fast-forward": #expect(expected.contains("its configuration runs something else"), "\(expected)")
    default: #expect(report.causes["public.a.id"]?.contains("migration_edited") == true, "\(report.causes)")
    }
    #expect(report.causes["public.b"] == "not_deployed", "\(report.causes)")
  }

  /// A migration's first content is what the merge brought, not what it was on the branch before; git's walk is the same for what a
  /// checksum is compared with.
  @Test func whatAFileWasOnABranch() throws {
    let bench = try bench(.rails, Array(Self.sql.prefix(1)), applied: 1)
    try bench.test.git("checkout", "--quiet", "-b", "theirs")
    try bench.test.write("COPY a TO PROGRAM 'evil';\n", to: "db/20240201000000_theirs.sql")
    try bench.test.commit("Theirs")
    try bench.test.write("SELECT 1;\n", to: "db/20240201000000_theirs.sql")
    try bench.test.commit("Theirs again")
    try bench.test.git("checkout", "--quiet", "main")
    try bench.test.git("merge", "--quiet", "--no-ff", "--no-edit", "theirs")
    let project = Project(bench.repository, configFile: Config.defaultFile)
    let history = try #require(try MigrationHistory(project, project.config(), project.source()))
    #expect(try history.edited(["db/20240201000000_theirs.sql"]).isEmpty)
    #expect(try history.versions(of: "db/20240201000000_theirs.sql").map { $0.commit.parents.count } == [2])
  }

  /// A repeatable migration that changed is waiting to run again.
  @Test func repeatable() throws {
    let first = "CREATE OR REPLACE VIEW v AS SELECT id FROM a;\n"
    let second = "CREATE OR REPLACE VIEW v AS SELECT id, v FROM a;\n"
    let bench = try bench(.flyway, applied: 3)
    try bench.test.write(first, to: "db/R__all_views.sql")
    try bench.test.commit("A view")
    try bench.live.execute(
      first + """
        INSERT INTO flyway_schema_history VALUES
          (4, NULL, 'all views', 'SQL', 's', \(MigrationChecksum.flyway(Array(first.utf8))), 'u', now(), 1, true);
        ALTER TABLE b ADD x integer
        """)
    try bench.test.write(second, to: "db/R__all_views.sql")
    try bench.writeBaseline(Self.sql.joined() + second)
    try bench.test.commit("The view has more")
    let report = try bench.check()
    #expect(report.evidence?.pending == ["R__all_views.sql"])
    #expect(report.causes["public.b.x"] == "changed_by_hand", "\(report.causes)")
    #expect(
      !report.causes.isEmpty
        && report.causes.filter { $0.key != "public.b.x" }.allSatisfy { $0.value == "not_deployed" })
  }

  /// Without books nothing is called pending; what is as the migrations make it is only the baseline's fault.
  @Test func withoutBooks() throws {
    let bench = try bench(.rails, applied: 2)
    try bench.live.execute("DROP TABLE schema_migrations; ALTER TABLE b ADD x integer")
    try bench.writeBaseline(Self.sql.joined() + "ALTER TABLE b DROP v")
    let report = try bench.check()
    #expect(
      report.causes == ["public.a.p": "unknown", "public.b.v": "baseline_behind", "public.b.x": "unknown"])
    #expect(report.evidence?.problem?.contains("no table in which a known migration tool") == true)
    // Another tool's are not ours.
    try bench.live.execute(Books.alembic.table + Books.alembic.applied(1))
    #expect(try bench.check().evidence?.problem?.contains("public.alembic_version of Alembic") == true)
    // Of several, those that know our migrations.
    try bench.live.execute(
      "CREATE SCHEMA other; SET search_path = other; \(Books.rails.table) \(Books.rails.applied(1)) \(Books.rails.applied(2)) SET search_path = public; \(Books.goose.table)"
    )
    let several = try bench.check()
    #expect(several.causes["public.a.p"] == "not_deployed" && several.causes["public.b.x"] == "changed_by_hand")
    #expect(several.evidence?.notes.contains { $0.contains("other.schema_migrations was believed") } == true)
  }

  @Test func withoutMigrationsTheBaselineIsAllThatIsExpected() throws {
    let bench = try Bench("runner: sql, paths: [db]")
    try bench.test.write("postgres: \(try TestServer.binaries().major)\n", to: "ci/schema_drift_config.yml")
    try bench.writeBaseline(Self.sql[0])
    try bench.test.commit("Begin")
    try bench.live.execute(Self.sql[0] + "ALTER TABLE a ADD x integer")
    #expect(try bench.causes() == ["public.a.x": "changed_by_hand"])
    try bench.live.execute(Books.alembic.table + Books.alembic.applied(1))
    #expect(try bench.causes() == ["public.a.x": "unknown"])
  }

  @Test func dirtyBooks() throws {
    let bench = try bench(.golangMigrate, applied: 2)
    try bench.live.execute("UPDATE schema_migrations SET version = 3, dirty = true")
    let report = try bench.check()
    #expect(report.causes == ["public.a.p": "unknown"])
    #expect(report.evidence?.problem?.contains("failed half way") == true)
  }

  @Test func aMigrationUnderWay() throws {
    let bench = try bench(.golangMigrate, applied: 2)
    bench.timeouts.lockMilliseconds = 1
    let tool = try bench.live.connect()
    try tool.execute("BEGIN; UPDATE schema_migrations SET version = 3")
    let failure = #expect(throws: Failure.self) { try bench.check() }
    #expect(failure?.reason.contains("under way") == true && failure?.hint?.contains("--lock-timeout") == true)
  }

  /// What only waits has an action of its own; a critical table fails whatever it is.
  @Test func policy() throws {
    let bench = try bench(.rails, applied: 1)
    func actions() throws -> [String: Config.Action] {
      let differences = try bench.check().judgement.differences
      return Dictionary(uniqueKeysWithValues: differences.map { ($0.change.object.description, $0.action) })
    }
    #expect(try actions() == ["public.a.p": .warn, "public.b": .warn])
    bench.options.requireApplied = true
    #expect(try actions() == ["public.a.p": .fail, "public.b": .fail])
    bench.options.requireApplied = false
    bench.options.strict = true
    #expect(try actions() == ["public.a.p": .fail, "public.b": .fail])
    bench.options.strict = false
    let config = try bench.test.text("ci/schema_drift_config.yml") ?? ""
    try bench.test.write(config + "policy: {pending: ignore}\ncritical_tables: [a]\n", to: "ci/schema_drift_config.yml")
    let report = try bench.check()
    #expect(report.causes == ["public.a.p": "not_deployed"] && report.outcome == .failed)
    #expect(report.judgement.silenced.contains { $0.rule == "policy: pending: ignore" })
  }

  /// A migration that changes no schema must be there too; where that cannot be known, the answer is no.
  @Test func requireApplied() throws {
    let bench = try bench(.rails, Self.sql + ["SELECT 1;\n"], applied: 3)
    #expect(try bench.check().outcome == .passed)
    bench.options.requireApplied = true
    let report = try bench.check()
    #expect(report.verdict == .same && report.outcome == .failed)
    #expect(report.judgement.violations == ["not applied: 20240104000000_step.sql"])
    try bench.live.execute(Books.rails.applied(4))
    #expect(try bench.check().outcome == .passed)
    try bench.live.execute("DROP TABLE schema_migrations")
    #expect(throws: Failure.self) { try bench.check() }
  }

  /// Against the baseline of another revision.
  @Test func at() throws {
    let bench = try bench(.rails, applied: 3)
    // The database is ahead of where we were then; the branch it stands on is our own.
    let report = try bench.check(at: "HEAD~1")
    #expect(report.causes == ["public.a.p": "ahead"], "\(String(describing: report.evidence))")
  }
}

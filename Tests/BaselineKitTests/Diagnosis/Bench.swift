import BaselineKit
import Git
import Postgres
import Processes
import Schema
import TestSupport
import Testing

/// A repository with migrations and a live database beside it, for tests of why they differ.
final class Bench {
  let test: TestRepository
  let live: TestDatabase
  let repository: Repository
  var options = CheckOptions()
  var timeouts = CatalogTimeouts()
  /// Of the check's run: without it no server of the configured version is found.
  var hasServer = true

  init(_ migrations: String, more: String = "") throws {
    test = try TestRepository()
    test.environment.merge(try TestServer.shared.cacheEnvironment()) { $1 }
    live = try TestServer.shared.database()
    repository = try Repository(at: test.path, environment: test.environment)
    try test.write(
      "postgres: \(try TestServer.binaries().major)\nmigrations: {\(migrations)}\n\(more)\n",
      to: Config.defaultFile)
  }

  /// Makes the baseline of the work tree what SQL makes in an empty database.
  func writeBaseline(_ sql: String) throws {
    let database = try TestServer.shared.database(sql)
    let snapshot = try Catalog(database.connect()).snapshot(CatalogScope { $0 == "public" })
    try test.write(String(decoding: snapshot.canonicalBytes, as: UTF8.self), to: "ci/schema_baseline.json")
  }

  func check(at revision: String? = nil) throws -> CheckReport {
    var environment = test.environment
    environment["DATABASE_URL"] = live.url
    if !hasServer { environment["BASELINE_POSTGRES_BIN"] = "/nowhere" }
    let project = Project(repository, configFile: Config.defaultFile)
    let config = try project.config()
    let context = RunContext(environment: environment, clock: try Clock(environment), progress: { _ in })
    let database = try LiveDatabase(config, named: nil, url: nil, environment: environment)
    return try Check(project, context, options).check(
      .database(database, timeouts), config, against: revision.map(project.source) ?? project.source())
  }

  /// The causes of all differences, by address.
  func causes() throws -> [String: String] { try check().causes }
}

extension CheckReport {
  /// The causes by address; `(hidden)` where the baseline says the same, `(already)` where a migration would make it too.
  var causes: [String: String] {
    var causes: [String: String] = [:]
    for difference in judgement.differences {
      let diagnosis = difference.diagnosis
      var words = diagnosis?.causes.map(\.rawValue) ?? ["none"]
      if diagnosis?.isHidden == true { words.append("(hidden)") }
      if diagnosis?.isAlreadyMigrated == true { words.append("(already)") }
      let key = difference.change.object.description
      causes[key] = (causes[key].map { $0 + "; " } ?? "") + words.joined(separator: " ")
    }
    return causes
  }

  func difference(_ address: String) throws -> Difference {
    try #require(judgement.differences.first { $0.change.object.description == address })
  }
}

/// What each tool's migrations and books look like: three migrations, of which the third is not applied.
enum Books: String, CaseIterable, CustomTestStringConvertible {
  case alembic, flyway, golangMigrate, django, prisma, rails, goose, sqlx, diesel

  var testDescription: String { rawValue }

  /// The five that most teams have; all of them with BASELINE_TEST_ALL=1, since each costs a private server.
  static var usual: [Books] {
    environmentVariable("BASELINE_TEST_ALL") == "1" ? allCases : [.alembic, .flyway, .golangMigrate, .django, .prisma]
  }

  /// The files of the first `sql.count` migrations.
  func files(_ sql: [String]) -> [String: String] {
    var files: [String: String] = [:]
    for (index, text) in sql.enumerated() {
      let number = index + 1
      switch self {
      case .alembic:
        let parent = index == 0 ? "None" : "'r\(index)'"
        files["db/versions/r\(number)_step.py"] =
          "\"\"\"step\n\nrevision = 'no'\n\"\"\"\nrevision: str = \"r\(number)\"\ndown_revision: Union[str, None] = \(parent)\n"
        files["db/sql/r\(number).sql"] = text
      case .flyway: files["db/V\(number)__step.sql"] = text
      case .golangMigrate:
        files["db/00000\(number)_step.up.sql"] = text
        files["db/00000\(number)_step.down.sql"] = "SELECT 1;\n"
      case .django:
        files["shop/migrations/000\(number)_step.py"] = "# \(number)\n"
        files["shop/migrations/__init__.py"] = ""
        files["db/sql/r\(number).sql"] = text
      case .prisma: files["db/2024010\(number)000000_step/migration.sql"] = text
      case .rails: files["db/2024010\(number)000000_step.sql"] = text
      case .goose: files["db/0000\(number)_step.sql"] = "-- +goose Up\n\(text)\n-- +goose Down\nSELECT 1;\n"
      case .sqlx: files["db/2024010\(number)000000_step.sql"] = text
      case .diesel: files["db/2024-01-0\(number)-000000_step/up.sql"] = text
      }
    }
    if self == .alembic || self == .django { files["migrate.sh"] = Self.program }
    return files
  }

  var migrations: String {
    switch self {
    case .alembic: "runner: alembic, paths: [db], command: [sh, migrate.sh, upgrade, head]"
    case .django: "runner: command, paths: [db, shop], command: [sh, migrate.sh, upgrade, head]"
    default: "runner: sql, paths: [db]"
    }
  }

  /// Stands for Alembic and Django: runs the files up to a revision, and remembers where it is.
  private static let program = """
    set -e
    q() { psql -Xqtv ON_ERROR_STOP=1 "$@"; }
    q -c 'CREATE TABLE IF NOT EXISTS alembic_version (version_num varchar(32))'
    for file in db/sql/r*.sql; do
      name=$(basename "$file" .sql)
      test "$(q -c "SELECT count(*) FROM alembic_version WHERE version_num >= '$name'" | tr -d ' \\n')" = 0 || continue
      q -f "$file"
      q -c 'DELETE FROM alembic_version' -c "INSERT INTO alembic_version VALUES ('$name')"
      if [ "$2" = "$name" ]; then exit 0; fi
    done

    """

  /// The table as the tool makes it, empty.
  var table: String {
    switch self {
    case .alembic: "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY);"
    case .flyway:
      """
      CREATE TABLE flyway_schema_history (installed_rank integer PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL,
        type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum integer, installed_by varchar(100) NOT NULL,
        installed_on timestamp NOT NULL DEFAULT now(), execution_time integer NOT NULL, success boolean NOT NULL);
      """
    case .golangMigrate: "CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);"
    case .django:
      "CREATE TABLE django_migrations (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied timestamptz NOT NULL);"
    case .prisma:
      """
      CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
        migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
        applied_steps_count integer NOT NULL DEFAULT 0);
      """
    case .rails: "CREATE TABLE schema_migrations (version character varying NOT NULL PRIMARY KEY);"
    case .goose:
      """
      CREATE TABLE goose_db_version (id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, version_id bigint NOT NULL,
        is_applied boolean NOT NULL, tstamp timestamp NOT NULL DEFAULT now());
      INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true);
      """
    case .sqlx:
      """
      CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL, installed_on timestamptz NOT NULL DEFAULT now(),
        success boolean NOT NULL, checksum bytea NOT NULL, execution_time bigint NOT NULL);
      """
    case .diesel:
      "CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp NOT NULL DEFAULT now());"
    }
  }

  /// What the tool writes down when it has run a migration.
  func applied(_ number: Int) -> String {
    switch self {
    case .alembic: "DELETE FROM alembic_version; INSERT INTO alembic_version VALUES ('r\(number)');"
    case .flyway:
      "INSERT INTO flyway_schema_history VALUES (\(number), '\(number)', 'step', 'SQL', 'V\(number)__step.sql', NULL, 'app', now(), 1, true);"
    case .golangMigrate: "TRUNCATE schema_migrations; INSERT INTO schema_migrations VALUES (\(number), false);"
    case .django:
      """
      INSERT INTO django_migrations (app, name, applied) VALUES ('shop', '000\(number)_step', now());
      INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '000\(number)_of_a_package', now());
      """
    case .prisma:
      "INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name) VALUES ('\(number)', '', now(), '2024010\(number)000000_step');"
    case .rails: "INSERT INTO schema_migrations VALUES ('2024010\(number)000000');"
    case .goose: "INSERT INTO goose_db_version (version_id, is_applied) VALUES (\(number), true);"
    case .sqlx:
      "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (2024010\(number)000000, 'step', true, '', 1);"
    case .diesel: "INSERT INTO __diesel_schema_migrations (version) VALUES ('2024010\(number)000000');"
    }
  }
}

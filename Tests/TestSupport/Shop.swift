import Postgres
import Synchronization

/// The project that most command tests begin with: a small booking shop with SQL migrations, two critical tables, and staging
/// and backup tables that are left out.
package enum Shop {
  /// In their order.
  package static let migrations: [(file: String, sql: String)] = [
    (
      "migrations/0001_customers.sql",
      """
      CREATE TABLE customers (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL,
        email text NOT NULL UNIQUE
      );

      """
    ),
    (
      "migrations/0002_users.sql",
      """
      CREATE TABLE users (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        login text NOT NULL,
        is_active boolean NOT NULL DEFAULT true
      );
      CREATE UNIQUE INDEX users_login_idx ON users (lower(login));

      """
    ),
    (
      "migrations/0003_services.sql",
      """
      CREATE TABLE service_types (code text PRIMARY KEY, title text NOT NULL);
      CREATE TABLE services (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        type text NOT NULL REFERENCES service_types,
        price numeric(10,2) NOT NULL CHECK (price >= 0)
      );
      CREATE TABLE packages (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        title text NOT NULL,
        discount numeric(5,2) NOT NULL DEFAULT 0
      );

      """
    ),
    (
      "migrations/0004_reservations.sql",
      """
      CREATE TABLE reservations (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE,
        service_id bigint NOT NULL REFERENCES services,
        begins_at timestamptz NOT NULL
      );
      CREATE INDEX reservations_customer_idx ON reservations (customer_id);

      """
    ),
    (
      "migrations/0005_payments.sql",
      """
      CREATE TABLE payments (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        reservation_id bigint NOT NULL REFERENCES reservations,
        amount numeric(10,2) NOT NULL,
        paid_at timestamptz NOT NULL DEFAULT now()
      );

      """
    ),
    (
      "migrations/0006_work_tables.sql",
      """
      CREATE TABLE staging_reservations (line text);
      CREATE TABLE customers_backup (id bigint, name text);

      """
    ),
  ]

  /// All of them as one script: what a live database was made with.
  package static let allMigrations = migrations.map(\.sql).joined(separator: "\n")

  /// What a migration tool writes down that has run all of them.
  package static let books = """
    CREATE TABLE schema_migrations (version text PRIMARY KEY);
    INSERT INTO schema_migrations SELECT n::text FROM generate_series(1, 6) AS n;
    """

  /// How many tables the baseline has.
  package static let tableCount = 7

  package static func config(baseline: String = "ci/schema_baseline.json") throws -> String {
    """
    baseline: \(baseline)
    postgres: \(try TestServer.binaries().major)
    schemas: [public]
    ignore_tables:
      - "^staging_.*"
      - ".*_backup$"
    critical_tables: [customers, payments]
    migrations:
      runner: sql
      paths: [migrations]

    """
  }

  /// The baseline's files by layout, made by the program itself once for all tests.
  fileprivate static func baseline(folder: Bool) throws -> [String: String] {
    try made.withLock { made in
      if let files = made[folder] { return files }
      let sandbox = try Sandbox()
      for (file, sql) in migrations { try sandbox.write(sql, to: file) }
      let path = folder ? "ci/schema_baseline" : "ci/schema_baseline.json"
      try sandbox.write(try config(baseline: folder ? path + "/" : path), to: "ci/schema_drift_config.yml")
      try sandbox.succeed("update")
      var files: [String: String] = [:]
      for file in try sandbox.git("ls-files", "--others", "--", path).split(separator: "\n") {
        files[String(file)] = try sandbox.text(String(file))
      }
      made[folder] = files
      return files
    }
  }

  private static let made = Mutex<[Bool: [String: String]]>([:])
}

extension Sandbox {
  /// The shop with its right baseline in one commit on `main`.
  /// - Parameters:
  ///   - folder: the baseline's layout.
  ///   - hooks: whether `baseline hooks install` was run.
  package static func shop(folder: Bool = false, hooks: Bool = false) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.writeShop(folder: folder)
    try sandbox.repository.commit("Begin")
    if hooks { try sandbox.succeed("hooks", "install") }
    return sandbox
  }

  /// Writes the shop's migrations, configuration and baseline, and commits nothing.
  package func writeShop(folder: Bool = false) throws {
    for (file, sql) in Shop.migrations { try write(sql, to: file) }
    let path = folder ? "ci/schema_baseline/" : "ci/schema_baseline.json"
    try write(try Shop.config(baseline: path), to: "ci/schema_drift_config.yml")
    for (file, text) in try Shop.baseline(folder: folder) { try write(text, to: file) }
  }
}

import Schema

/// One project's configuration (`ci/schema_drift_config.yml`), every key typed and with its default.
///
/// `Config(file:)` is what an empty file says; `Config.parse` reads one.
package struct Config: Sendable {
  /// Where the configuration looks for itself when nobody names another file.
  package static let defaultFile = "ci/schema_drift_config.yml"

  /// The file's path within the repository.
  package let file: String
  package var baseline = BaselinePath(path: "ci/schema_baseline.json", layout: .file)
  /// The major version that renders the baseline; nil: the live server's, where one is asked.
  package var postgres: Int?
  package var schemas = [SchemaGlob("public")]
  /// The rules of `ignore_tables`, then those of `ignore`, each in file order.
  package var ignore: [IgnoreRule] = []
  package var criticalTables: [TableName] = []
  package var migrations: Migrations?
  /// In file order. Empty: the live database is `DATABASE_URL`, or libpq's own PG* variables.
  package var databases: [Database] = []
  /// How often a check of each of them is planned, in seconds, where it says nothing of its own.
  package var checkEvery: Int64 = 24 * 3_600
  package var track: Set<Schema.Tracked> = []
  /// By parent table; others are tracked.
  package var partitions: [TableName: PartitionPolicy] = [:]
  package var policy = Policy()
  package var waivers = "ci/schema_waivers.yml"
  package var shadow: Shadow?
  package var hooks = Hooks()
  package var bookkeeping = Bookkeeping.ignore
  package var events = Events()
  package var notifications = Notifications()
  /// Which reviews the team holds.
  package var reviews = [Review(.weekly), Review(.monthly)]

  /// The configuration that an empty file means.
  package init(file: String = Config.defaultFile) {
    self.file = file
  }

  /// The baseline's place in the repository.
  package struct BaselinePath: Hashable, Sendable {
    /// Relative to the repository's top, without a final slash.
    package let path: String
    package let layout: Layout

    package init(path: String, layout: Layout) {
      self.path = path
      self.layout = layout
    }
  }

  /// `file`: one JSON document. `folder`: one file per object of a schema.
  package enum Layout: String, Sendable { case file, folder }

  /// What happens with the partitions of a table.
  package enum PartitionPolicy: String, CaseIterable, Sendable {
    case track
    case ignoreChildren = "ignore-children"
  }

  /// Whether the tables that migration tools keep for themselves belong to the baseline.
  package enum Bookkeeping: String, CaseIterable, Sendable { case ignore, track }

  /// A server to build the migrated database on, instead of the private one.
  package struct Shadow: Hashable, Sendable {
    /// The environment variable that holds its URL.
    package let urlEnv: String
  }

  /// How the git hooks behave.
  package struct Hooks: Hashable, Sendable {
    /// When there is no server to build on. pre-push and CI fail in any case.
    package var withoutServer = Action.warn
    /// Seconds that a hook may take.
    package var budget = 60
    /// What the installed script does where the `baseline` program is missing.
    package var missing = Action.warn
  }
}

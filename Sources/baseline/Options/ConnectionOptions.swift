import ArgumentParser
import BaselineKit

/// Which live database a command is about, and how long a reading of it may take.
struct ConnectionOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The name of a database under `databases:`. Default: the first of them, without any $DATABASE_URL, then libpq's PG* variables.",
      valueName: "name"))
  var database: String?

  @OptionGroup var limits: TimeoutOptions

  var timeouts: CatalogTimeouts { limits.timeouts }

  func live(_ config: Config, _ environment: [String: String]) throws -> LiveDatabase {
    try LiveDatabase(config, named: database, url: nil, environment: environment)
  }

  /// Whether the environment or the configuration names a live database at all.
  func namesDatabase(_ config: Config, _ environment: [String: String]) -> Bool {
    database != nil || environment["DATABASE_URL"] != nil || environment["PGHOST"] != nil
      || environment["PGSERVICE"] != nil
      || environment["PGDATABASE"] != nil || config.databases.first.map { environment[$0.urlEnv] != nil } ?? false
  }
}

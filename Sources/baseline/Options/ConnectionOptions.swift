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

  /// Whether the environment or the configuration names a live database at all. CI services set a variable whose secret is not
  /// there to nothing.
  func namesDatabase(_ config: Config, _ environment: [String: String]) -> Bool {
    let variables = ["DATABASE_URL", "PGHOST", "PGSERVICE", "PGDATABASE"] + config.databases.prefix(1).map(\.urlEnv)
    return database != nil || variables.contains { !(environment[$0] ?? "").isEmpty }
  }
}

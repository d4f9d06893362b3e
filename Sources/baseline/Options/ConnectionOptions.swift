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

  @Option(name: .long, help: ArgumentHelp("Wait so long for a lock on a table.", valueName: "seconds"))
  var lockTimeout = 10.0

  @Option(name: .long, help: ArgumentHelp("Let one query of the catalog take so long.", valueName: "seconds"))
  var statementTimeout = 300.0

  func validate() throws {
    guard (0.001...86_400).contains(lockTimeout) else {
      throw ValidationError("'--lock-timeout' is between 0.001 and 86400 seconds")
    }
    guard (0.001...86_400).contains(statementTimeout) else {
      throw ValidationError("'--statement-timeout' is between 0.001 and 86400 seconds")
    }
  }

  var timeouts: CatalogTimeouts {
    var timeouts = CatalogTimeouts()
    timeouts.lockMilliseconds = Int(lockTimeout * 1000)
    timeouts.statementMilliseconds = Int(statementTimeout * 1000)
    return timeouts
  }

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

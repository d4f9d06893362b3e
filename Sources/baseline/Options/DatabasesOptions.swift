import ArgumentParser
import BaselineKit

/// Which live databases a command is about, where it can be about several.
struct DatabasesOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The name of a database under `databases:`; may be given several times. Default: the first of them, without any $DATABASE_URL, then libpq's PG* variables.",
      valueName: "name"))
  var database: [String] = []

  @Flag(name: .long, help: "All databases under `databases:`.")
  var all = false

  @Option(name: .long, help: ArgumentHelp("Open so many connections at once.", valueName: "number"))
  var jobs = 4

  @OptionGroup var limits: TimeoutOptions

  func validate() throws {
    guard (1...1_000).contains(jobs) else { throw ValidationError("'--jobs' is between 1 and 1000") }
    if all && !database.isEmpty { throw ValidationError("'--all' and '--database' exclude each other") }
  }

  /// The databases, where the answer is about several; nil: about one, whose answer has a shape of its own.
  func several(
    _ config: Config, _ environment: [String: String]
  ) throws -> [(name: String, database: Result<LiveDatabase, any Error>)]? {
    guard all || Set(database).count > 1 else { return nil }
    return try LiveDatabase.several(config, named: all ? nil : database, environment: environment)
  }

  func live(_ config: Config, _ environment: [String: String]) throws -> LiveDatabase {
    try LiveDatabase(config, named: database.first, url: nil, environment: environment)
  }
}

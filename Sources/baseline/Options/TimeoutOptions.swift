import ArgumentParser
import BaselineKit

/// How long a reading of a live database may take.
struct TimeoutOptions: ParsableArguments {
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
}

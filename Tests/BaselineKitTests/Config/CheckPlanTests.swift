import Testing

@testable import BaselineKit

/// How often checks are planned: `check_every`, and `every` of a database.
struct CheckPlanTests {
  private func parse(_ text: String) throws -> Config { try Config.parse(Array(text.utf8), file: "config.yml") }

  @Test func everyDatabaseHasOne() throws {
    let databases = "databases: {production: {url_env: P, every: 1h}, staging: {url_env: S}}\n"
    #expect(try parse(databases).databases.map(\.every) == [3_600, 86_400])
    // It stands for those that say nothing of their own, wherever in the file it is.
    #expect(try parse(databases + "check_every: 7d\n").databases.map(\.every) == [3_600, 7 * 86_400])
    #expect(try parse("check_every: 5m\n").checkEvery == 300)
    #expect(try parse("check_every: 31d\n").checkEvery == 31 * 86_400)
  }

  @Test(arguments: ["4m", "32d", "1", "1s", "0h", "-1h", "01h", "h", "1 h", "999999999999999999999d", "[1h]", "''"])
  func mistakes(value: String) {
    let error = #expect(throws: ConfigError.self) { try parse("check_every: \(value)\n") }
    #expect("\(error.map { "\($0)" } ?? "")".contains("config.yml:1:14"), "\(String(describing: error))")
    let nested = #expect(throws: ConfigError.self) {
      try parse("databases:\n  one: {url_env: U, every: \(value)}\n")
    }
    #expect("\(nested.map { "\($0)" } ?? "")".contains("config.yml:2:28"), "\(String(describing: nested))")
  }
}

import TestSupport

extension JSONDocumentationTests {
  /// The answers of `verify --down`.
  static func wayBackAnswers() throws -> [(section: String, answer: String)] {
    let sandbox = try Sandbox()
    try sandbox.write(
      "postgres: \(try TestServer.binaries().major)\nmigrations: {runner: sql, paths: [db]}\n",
      to: "ci/schema_drift_config.yml")
    for (file, sql) in [
      "1_a.up.sql": "CREATE TABLE a (id int);", "1_a.down.sql": "", "2_b.up.sql": "CREATE TABLE b (id int);",
      "2_b.down.sql": "DROP TABLE c;", "3_c.up.sql": "CREATE TABLE c (id int);",
    ] { try sandbox.write(sql, to: "db/\(file)") }
    return try [[], ["--config", "ci/schema_drift_config.yml", "--config", "missing.yml"]].map { more in
      let result = try sandbox.run(["verify", "--down", "--last", "all", "--format", "json"] + more)
      guard [1, 2].contains(result.code) else { throw TestFailure("\(result)") }
      return ("verify --down", result.output)
    }
  }
}

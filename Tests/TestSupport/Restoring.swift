import Processes

extension TestDatabase {
  /// Takes in all of another database's schema, as `pg_dump | psql` brings it over.
  package func restore(_ other: TestDatabase) throws {
    let folder = try TestServer.binaries().directory
    let environment = ["PATH": "\(folder):/usr/bin:/bin"]
    let dump = try Invocation("pg_dump", ["--schema-only", other.url], environment: environment).run(seconds: 60)
    guard dump.status.isSuccess else { throw TestFailure("pg_dump: \(dump.errorText)") }
    let arguments = ["-Xq", "-v", "ON_ERROR_STOP=1", "-d", url]
    let restore = try Invocation("psql", arguments, environment: environment)
      .run(input: dump.output, seconds: 60)
    guard restore.status.isSuccess else { throw TestFailure("psql: \(restore.errorText)") }
  }
}

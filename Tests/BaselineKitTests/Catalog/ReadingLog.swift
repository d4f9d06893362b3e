import Postgres
import Schema
import TestSupport

@testable import BaselineKit

/// Every statement that the reading of a schema puts to a server, as the server logs it: whoever adds a query need not name it
/// in a list for the tests that look at all of them.
struct ReadingLog {
  let statements: [String]

  /// Reads a database as if the server were of a major version, with everything tracked and no kind passed over for want of
  /// objects. What is asked of older servers can be asked of newer ones.
  /// - Parameter besides: what else is in the database.
  init(major: Int, besides: String = "") throws {
    final class Heard {
      var statements: [String] = []
    }
    let heard = Heard()
    let database = try TestServer.shared.database(
      "CREATE TABLE t (a integer PRIMARY KEY, b text); CREATE INDEX ON t (lower(b)); CREATE VIEW v AS SELECT a FROM t;"
        + besides)
    let connection = try Connection(
      database.target,
      onNotice: { notice in
        for mark in ["execute <unnamed>: ", "statement: "]
        where notice.severity == "LOG" && notice.message.hasPrefix(mark) {
          heard.statements.append(String(notice.message.dropFirst(mark.count)))
        }
      })
    // The order matters: what the first says is not heard.
    try connection.execute("SET log_statement = 'all'; SET client_min_messages = 'log'")
    try Catalog(connection).inTransaction {
      let track = Set(Tracked.allCases)
      let all = QueryContext(major: major, schemas: [], track: track)
      let schemas = CatalogQuery<Namespace>.schemas(all)
      let rows = try schemas.rows(of: connection.query(schemas.sql))
      _ = try connection.query(CatalogQuery<Extension>.extensions(all).sql)
      _ = try connection.query(CatalogFingerprint.query(major))
      let context = QueryContext(major: major, schemas: rows.map(\.oid), track: track)
      var questions = Questions()
      _ = DatabaseReading(context, asking: &questions)
      _ = try SchemaReading(context, connection).read(rows, before: questions)
      _ = try SchemaMembers.read(rows.map(\.oid), connection)
    }
    // Statements that go together are logged together, with what `queryAll` puts between them.
    statements = heard.statements.flatMap { logged in
      var rest = logged[...]
      var statements: [String] = []
      while let end = rest.firstRange(of: "\n;\n") {
        statements.append(String(rest[..<end.lowerBound]))
        rest = rest[end.upperBound...]
      }
      return statements + [String(rest)]
    }
  }

  /// The words of a statement: names, key words, and what stands in quotes.
  static func words(_ statement: String) -> Set<String> {
    Set(
      statement.utf8.split { byte in
        !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          && byte != UInt8(ascii: "_")
      }.map { String(Substring($0)) })
  }

  /// The catalogs that a statement reads from, by FROM and JOIN.
  static func catalogs(_ statement: String) -> Set<String> {
    let words = statement.split { " \n(),".contains($0) }
    return Set(
      zip(words, words.dropFirst()).filter { ["FROM", "JOIN"].contains($0.0) && $0.1.hasPrefix("pg_") }
        .map { String($0.1) })
  }
}

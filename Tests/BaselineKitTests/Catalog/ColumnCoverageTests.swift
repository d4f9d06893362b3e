import Postgres
import TestSupport
import Testing

@testable import BaselineKit

/// Nothing that PostgreSQL keeps about a schema goes unnoticed, in no version: each column of the catalogs that we read is
/// read, or listed in `unreadColumns` with the reason why not, and so is each catalog.
struct ColumnCoverageTests {
  private struct Entry {
    let name: String
    let majors: ClosedRange<Int>
    let reason: String
  }

  /// `pg_class.relpages: statistics`, or `pg_class.relallfrozen (18-): statistics` for what not all versions have.
  private func entries(_ list: String) throws -> [Entry] {
    try list.split(separator: "\n").map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      let subject = (parts.first ?? "").split(separator: " ")
      var majors = 12...99
      if subject.count == 2 {
        let range = subject[1].dropFirst().dropLast().split(separator: "-", omittingEmptySubsequences: false)
        majors = (Int(range[0]) ?? 12)...(Int(range[1]) ?? 99)
      }
      let reason = try #require(parts.last).drop { $0 == " " }
      try #require(parts.count == 2 && !reason.isEmpty && (1...2).contains(subject.count), "\(line)")
      return Entry(name: String(subject[0]), majors: majors, reason: String(reason))
    }
  }

  private func listed(_ list: String, major: Int) throws -> Set<String> {
    let entries = try entries(list).filter { $0.majors.contains(major) }
    let names = Set(entries.map(\.name))
    #expect(names.count == entries.count, "something is listed twice")
    return names
  }

  private func names(_ sql: String, _ connection: Connection) throws -> Set<String> {
    let result = try connection.query(sql)
    return Set(try (0..<result.rowCount).compactMap { try result.string($0, 0) })
  }

  @Test func everyColumnIsReadOrListed() throws {
    let connection = try TestServer.shared.database().connect()
    let major = connection.majorVersion
    var wordsOf: [String: Set<String>] = [:]
    for statement in try ReadingLog(major: major).statements {
      let words = ReadingLog.words(statement)
      // The fingerprint looks at all columns at once, and tells nothing of any.
      for catalog in ReadingLog.catalogs(statement) where statement != CatalogFingerprint.query(major) {
        wordsOf[catalog, default: []].formUnion(words)
      }
    }
    #expect(wordsOf.count > 15, "\(wordsOf.keys)")
    let columns = try names(
      """
      SELECT c.relname || '.' || a.attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
      WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        AND c.relname = ANY ('{\(wordsOf.keys.joined(separator: ","))}')
      """, connection)
    let unread = columns.filter { column in
      let parts = column.split(separator: ".").map(String.init)
      return wordsOf[parts[0]]?.contains(parts[1]) != true
    }
    let listed = try listed(unreadColumns, major: major)
    #expect(unread.subtracting(listed).sorted() == [], "neither read nor listed with the reason why not")
    #expect(listed.subtracting(unread).sorted() == [], "listed, but read or not there")
  }

  @Test func everyCatalogIsReadOrListed() throws {
    let connection = try TestServer.shared.database().connect()
    let major = connection.majorVersion
    let catalogs = try names(
      "SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'", connection)
    let read = try ReadingLog(major: major).statements.filter { $0 != CatalogFingerprint.query(major) }
      .reduce(into: Set<String>()) { $0.formUnion(ReadingLog.catalogs($1)) }
    let listed = try listed(unreadCatalogs, major: major)
    let unread = catalogs.subtracting(read)
    #expect(unread.subtracting(listed).sorted() == [], "neither read nor listed with the reason why not")
    #expect(listed.subtracting(unread).sorted() == [], "listed, but read or not there")
  }

  /// What a reading looks at must not move under it.
  @Test func everyCatalogIsInTheFingerprintOrListed() throws {
    let connection = try TestServer.shared.database().connect()
    let major = connection.majorVersion
    let read = try ReadingLog(major: major).statements.filter { $0 != CatalogFingerprint.query(major) }
      .reduce(into: Set<String>()) { $0.formUnion(ReadingLog.catalogs($1)) }
    let value = try CatalogFingerprint(of: connection.query(CatalogFingerprint.query(major))).rows
    let watched = Set(CatalogFingerprint.parts.filter { $0.since <= major }.map(\.catalog))
      .union(value.map { String($0.prefix { $0 != " " }) })
    let listed = try listed(unwatchedCatalogs, major: major)
    let unwatched = read.subtracting(watched)
    #expect(
      unwatched.subtracting(listed).sorted() == [], "neither in the fingerprint nor listed with the reason why not")
    #expect(listed.subtracting(unwatched).sorted() == [], "listed, but in the fingerprint or not read")
  }
}

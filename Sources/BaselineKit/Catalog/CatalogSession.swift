import Postgres

/// How the catalog is read: what is said to the server around the queries.
enum CatalogSession {
  /// Opens the one transaction of a reading. Everything that shapes what the server prints is set, so that the same schema
  /// reads the same from every session; with an empty search_path every name that is not pg_catalog's comes qualified.
  /// `SET LOCAL` dies with the transaction, which is what a connection pool in transaction mode needs.
  /// - Parameter searchPath: a quoted name; empty: none.
  static func begin(lockMilliseconds: Int, statementMilliseconds: Int, searchPath: String = "''") -> [String] {
    [
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
      "SET LOCAL lock_timeout = \(lockMilliseconds)",
      "SET LOCAL statement_timeout = \(statementMilliseconds)",
      "SET LOCAL search_path = \(searchPath)",
    ] + settings.map { "SET LOCAL \($0.0) = '\($0.1)'" }
  }

  static let end = "ROLLBACK"

  /// All that shapes what the server prints, besides the search_path, and how fast: all rows of a cursor are fetched.
  static let settings = [
    ("jit", "off"),
    ("cursor_tuple_fraction", "1"),
    // What is fetched from a cursor is gathered first, and is not to go to a file for it.
    ("work_mem", "16MB"),
    ("DateStyle", "ISO, MDY"),
    ("IntervalStyle", "postgres"),
    ("TimeZone", "UTC"),
    ("bytea_output", "hex"),
    ("extra_float_digits", "1"),
    ("lc_monetary", "C"),
    ("lc_numeric", "C"),
    ("lc_time", "C"),
    ("quote_all_identifiers", "off"),
    ("standard_conforming_strings", "on"),
    ("xmlbinary", "base64"),
  ]
}

import Postgres

/// Which server, and which database of it: where two are equal, their transactions can be compared. A server that was restored
/// to an earlier moment goes on on another timeline, so that its numbers, which come again, are another's.
enum ServerIdentity {
  /// Reads it in the transaction that is open.
  /// - Returns: nil where this user may not ask for it.
  static func read(_ connection: Connection) throws(PostgresError) -> String? {
    guard try connection.query(permission).bool(0, 0) == true else { return nil }
    return try connection.query(query).string(0, 0)
  }

  /// Whether this user may put the query.
  static let permission = """
    SELECT pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
      AND pg_catalog.has_function_privilege('pg_catalog.pg_control_checkpoint()', 'EXECUTE')
    """

  static let query = """
    SELECT (pg_catalog.pg_control_system()).system_identifier || '/'
      || (pg_catalog.pg_control_checkpoint()).timeline_id || '/'
      || (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())
    """
}

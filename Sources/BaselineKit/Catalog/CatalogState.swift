import Postgres

/// Which state a server's catalogs are in, so far as it was found out: by it a later moment is recognised as the same state.
struct CatalogState: Equatable {
  /// The next transaction id of the whole server, 64 bits, at a moment when none was in use: while it is the same, nothing was
  /// committed. nil: transactions were under way.
  var next: Int64?
  /// When the server started, and when its statistics did, which they do after a crash of one of its processes: what a crash may have
  /// lost was of before.
  var started: String
  /// Whose eyes saw it: what a user may not read is not in a snapshot.
  var user: String
  /// nil: nobody read it.
  var fingerprint: CatalogFingerprint?

  /// Asks for the state that the open transaction sees, but for the fingerprint, and before it: `age` looks at the next id when it is
  /// first called in a transaction.
  ///
  /// Where no other transaction had an id when the transaction's snapshot was taken, and none has got one since, nothing can have
  /// been committed in between.
  static let query = """
    SELECT CASE WHEN txid_snapshot_xmin(s) = next THEN next END, concat_ws(' ',
        extract(epoch FROM pg_postmaster_start_time()), extract(epoch FROM pg_stat_get_bgwriter_stat_reset_time())),
      current_user, next
    FROM txid_current_snapshot() AS s, LATERAL (SELECT
      txid_snapshot_xmax(s) + ((age('3'::xid)::bigint + 3 - txid_snapshot_xmax(s)) & 4294967295) AS next) AS n
    """

  init(next: Int64? = nil, started: String, user: String, fingerprint: CatalogFingerprint? = nil) {
    self.next = next
    self.started = started
    self.user = user
    self.fingerprint = fingerprint
  }

  /// The query's answer.
  init(of result: QueryResult) throws(PostgresError) {
    self.init(
      next: try result.int(0, 0).map(Int64.init), started: try result.string(0, 1) ?? "",
      user: try result.string(0, 2) ?? "")
  }

  /// The next transaction id at that moment, whoever is under way: what `age` counts from in the open transaction.
  static func next(of result: QueryResult) throws(PostgresError) -> Int64? { try result.int(0, 3).map(Int64.init) }

  /// The state at the end of the open transaction.
  static func now(_ connection: Connection) throws(PostgresError) -> CatalogState {
    try CatalogState(of: connection.query(query, as: operation(connection)))
  }

  /// Whether nothing was committed between two such states, as far as their numbers tell.
  func isSurely(_ other: CatalogState) -> Bool { next != nil && next == other.next }

  /// Reads the fingerprint that belongs to it, in the same transaction.
  mutating func readFingerprint(_ connection: Connection) throws {
    fingerprint = try CatalogFingerprint(
      of: connection.query(CatalogFingerprint.query(connection.majorVersion), as: operation(connection)))
  }
}

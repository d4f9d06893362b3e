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
  /// The catalogs' fingerprint; nil: nobody read it.
  var rows: [String]?

  /// The state that the open transaction sees, at its end: nothing but this asks for `age` there, which looks at the next id when
  /// it is first called in a transaction.
  ///
  /// Where no other transaction had an id when the transaction's snapshot was taken, and none has got one since, nothing can have
  /// been committed in between.
  static func now(_ connection: Connection) throws -> CatalogState {
    let result = try connection.query(
      """
      SELECT CASE WHEN txid_snapshot_xmin(s) = txid_snapshot_xmax(s)
          AND txid_snapshot_xmax(s) & 4294967295 = (age('3'::xid)::bigint + 3) & 4294967295
          THEN txid_snapshot_xmax(s) END, concat_ws(' ', extract(epoch FROM pg_postmaster_start_time()),
          extract(epoch FROM pg_stat_get_bgwriter_stat_reset_time())), current_user
      FROM txid_current_snapshot() AS s
      """, as: operation(connection))
    return CatalogState(
      next: try result.int(0, 0).map(Int64.init), started: try result.string(0, 1) ?? "",
      user: try result.string(0, 2) ?? "")
  }

  /// Reads the fingerprint that belongs to it, in the same transaction.
  mutating func readRows(_ connection: Connection) throws {
    rows = try CatalogFingerprint.value(
      of: connection.query(CatalogFingerprint.query(connection.majorVersion), as: operation(connection)))
  }
}

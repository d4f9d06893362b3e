import Postgres
import Processes
import Schema

/// All that one look at a live database gives, read in one transaction.
package struct LiveReading: Sendable {
  /// Not filtered.
  package let snapshot: Snapshot
  /// The server's next transaction id when it was read (pg_snapshot_xmax), 64 bits: a catalog row whose xmin is not below it was
  /// written later.
  package var horizon: Int64?
  /// Whose transactions these are (`ServerIdentity`); nil: nobody may know.
  package var server: String?
  /// What the migration tools wrote down about themselves; nil: nobody looked, as in a document.
  package var bookkeeping: BookkeepingReading?
  /// How much is never read; nil: nobody asked.
  package var unread: Unread?
  /// Which tenants there are; nil: it has none.
  package var tenants: TenantOutline?

  package init(snapshot: Snapshot, horizon: Int64? = nil, bookkeeping: BookkeepingReading? = nil) {
    self.snapshot = snapshot
    self.horizon = horizon
    self.bookkeeping = bookkeeping
  }
}

extension Catalog {
  /// The schema, the horizon and the bookkeeping of one moment. While a migration tool is at work the schema may be half of
  /// something: it is waited for as long as for a lock, and what is read after that says that it was still at work.
  /// - Parameters:
  ///   - schema: where the bookkeeping is looked for first: a tenant's own schema.
  ///   - explains: whether to ask how much is never read.
  package func reading(
    _ scope: CatalogScope, bookkeepingIn schema: Text? = nil, explains: Bool = false
  ) throws -> LiveReading {
    let end = monotonicSeconds() + Double(lockMilliseconds) / 1000
    while true {
      let (snapshot, extra) = try snapshot(scope) { connection in
        (
          try horizon(connection), try BookkeepingReading(connection, scope, first: schema),
          try ServerIdentity.read(connection), explains ? try Unread(connection) : nil
        )
      }
      var reading = LiveReading(snapshot: snapshot, horizon: extra.0, bookkeeping: extra.1)
      reading.server = extra.2
      reading.unread = extra.3
      guard extra.1.atWork != nil, monotonicSeconds() < end else { return reading }
      repeat {
        usleep(100_000)
      } while try monotonicSeconds() < end
        && inTransaction { try BookkeepingReading.isAtWork(connection, scope, first: schema) }
    }
  }

  /// Known to a standby too; the older name is the one that 12 has.
  private func horizon(_ connection: Connection) throws -> Int64? {
    let (xmax, snapshot) =
      connection.majorVersion >= 13
      ? ("pg_snapshot_xmax", "pg_current_snapshot") : ("txid_snapshot_xmax", "txid_current_snapshot")
    return try connection.query("SELECT \(xmax)(\(snapshot)())::text").string(0, 0).flatMap { Int64($0) }
  }
}

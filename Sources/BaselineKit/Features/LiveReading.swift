import Schema

/// All that one look at a live database gives, read in one transaction.
package struct LiveReading: Sendable {
  /// Not filtered.
  package let snapshot: Snapshot
  /// The server's next transaction id when it was read (pg_snapshot_xmax), 64 bits: a catalog row whose xmin is not below it was
  /// written later.
  package var horizon: Int64?

  package init(snapshot: Snapshot, horizon: Int64? = nil) {
    self.snapshot = snapshot
    self.horizon = horizon
  }
}

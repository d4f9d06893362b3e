import Postgres
import Processes
import Schema

/// All that one look at a live database gives, read in one transaction.
package struct LiveReading: Sendable {
  /// Not filtered.
  package private(set) var snapshot: Snapshot
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
  /// When the schema was read, where nothing has changed it since; nil: now.
  package var unchangedSince: Timestamp?
  /// Keeps its snapshot for the next check, which need not be waited for before this one is judged; nil: it may not be kept.
  package var keep: (@Sendable (Snapshot) -> Void)?

  package init(snapshot: Snapshot, horizon: Int64? = nil, bookkeeping: BookkeepingReading? = nil) {
    self.snapshot = snapshot
    self.horizon = horizon
    self.bookkeeping = bookkeeping
  }

  /// The same, with a snapshot instead of its own where they are equal: whatever else is done with both sees that at once.
  func sharing(_ other: Snapshot) -> LiveReading {
    guard snapshot == other else { return self }
    var reading = self
    reading.snapshot = other
    return reading
  }
}

extension Catalog {
  /// The schema, the horizon and the bookkeeping of one moment. While a migration tool is at work the schema may be half of
  /// something: it is waited for as long as for a lock, and what is read after that says that it was still at work.
  /// - Parameters:
  ///   - schema: where the bookkeeping is looked for first: a tenant's own schema.
  ///   - explains: whether to ask how much is never read.
  ///   - store: where the last reading is kept, which is taken again where nothing has changed since; nil: nowhere.
  package func reading(
    _ scope: CatalogScope, bookkeepingIn schema: Text? = nil, explains: Bool = false, keptIn store: ReadingStore? = nil
  ) throws -> LiveReading {
    // An older server changes rows of pg_index in place.
    let store = connection.majorVersion >= 14 ? store : nil
    let end = monotonicSeconds() + Double(lockMilliseconds) / 1000
    while true {
      var wasKept = false
      if let store {
        switch try unchanged(scope, schema, store, explains: explains) {
        case .reading(let reading): return reading
        case .other: wasKept = true
        case .none: break
        }
      }
      let (snapshot, extra, state) = try snapshot(scope, readsFingerprint: wasKept) { connection in
        (
          try horizon(of: connection.query(horizonQuery)), try BookkeepingReading(connection, scope, first: schema),
          try ServerIdentity.read(connection), explains ? try Unread(connection) : nil
        )
      }
      var reading = LiveReading(snapshot: snapshot, horizon: extra.0, bookkeeping: extra.1)
      reading.server = extra.2
      reading.unread = extra.3
      if let store, let server = extra.2 {
        let version = connection.parameter("server_version") ?? ""
        if !store.believes {
          store.remove(server, version)
        } else if !state.started.isEmpty, !snapshot.database.hasSecrets {
          reading.keep = { store.keep($0, state, server, version) }
        }
      }
      guard extra.1.atWork != nil, monotonicSeconds() < end else { return reading }
      repeat {
        usleep(100_000)
      } while try monotonicSeconds() < end
        && inTransaction { try BookkeepingReading.isAtWork(connection, scope, first: schema) }
    }
  }

  /// What came of looking for a reading that was kept.
  private enum Unchanged {
    case none
    /// One of another state.
    case other
    case reading(LiveReading)
  }

  /// The reading that was kept, if the database has not changed since, and what else there is to read now.
  private func unchanged(
    _ scope: CatalogScope, _ schema: Text?, _ store: ReadingStore, explains: Bool
  ) throws -> Unchanged {
    guard store.believes else { return .none }
    return try inTransaction(asking: [ServerIdentity.permission]) { results in
      guard try results[0].bool(0, 0) == true else { return .none }
      let moment = try connection.queryAll([ServerIdentity.query, CatalogState.query], as: operation(connection))
      let state = try CatalogState(of: moment[1])
      guard let server = try moment[0].string(0, 0),
        let kept = store.kept(server, connection.parameter("server_version") ?? ""),
        state.started == kept.state.started, state.user == kept.state.user
      else { return .none }
      var questions = [horizonQuery, try BookkeepingReading.query(connection, first: schema)]
      let isSame = state.isSurely(kept.state)
      if !isSame {
        guard let fingerprint = kept.state.fingerprint else { return .other }
        questions.append(fingerprint.question(connection.majorVersion, next: try CatalogState.next(of: moment[1])))
      }
      var found: Snapshot?
      let answers = try connection.queryAll(
        questions, as: operation(connection), meanwhile: { found = kept.document()?.snapshot })
      if !isSame, try kept.state.fingerprint?.isThat(of: answers[2], connection) != true { return .other }
      let horizon = try horizon(of: answers[0])
      let bookkeeping = try BookkeepingReading(of: answers[1], connection, scope, first: schema)
      guard bookkeeping.atWork == nil, let snapshot = found else { return .none }
      var reading = LiveReading(snapshot: snapshot, horizon: horizon, bookkeeping: bookkeeping)
      reading.server = server
      reading.unchangedSince = kept.taken
      reading.unread = explains ? try Unread(connection) : nil
      return .reading(reading)
    }
  }

  /// Known to a standby too, and to 12 by no newer name.
  private var horizonQuery: String { "SELECT txid_snapshot_xmax(txid_current_snapshot())::text" }

  private func horizon(of result: QueryResult) throws(PostgresError) -> Int64? {
    try result.string(0, 0).flatMap { Int64($0) }
  }
}

extension Database {
  /// Whether it has what the catalog tells of only with secrets in it, a subscription's address and a user mapping's options: not even
  /// a hash of them is to lie in a file.
  fileprivate var hasSecrets: Bool {
    !subscriptions.isEmpty || servers.contains { !$0.userMappings.isEmpty }
  }
}

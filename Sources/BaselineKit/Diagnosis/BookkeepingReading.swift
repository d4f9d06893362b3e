import Postgres
import Schema

/// What the bookkeeping tables of a database say.
package struct BookkeepingReading: Equatable, Sendable {
  /// Reads them in the transaction that is open.
  init(_ connection: Connection, _ scope: CatalogScope, first schema: Text?) throws {}
}

import Postgres
import Schema

/// Who wrote the catalog rows of objects last: the newest transaction among an object's own rows. What does not exist any more
/// has none.
struct RowVersions {
  struct Version: Equatable, Sendable {
    /// 64 bits.
    let transaction: Int64
    /// nil: the server does not keep it (`track_commit_timestamp`).
    let committed: Timestamp?
  }

  private var versions: [ObjectID: Version] = [:]

  subscript(object: ObjectID) -> Version? { versions[object] }

  init() {}

  init(of objects: [ObjectID], on connection: Connection) throws {
    var catalog = Catalog(connection)
    catalog.lockMilliseconds = 1_000
    catalog.statementMilliseconds = 30_000
    versions = try catalog.inTransaction { try Self.read(objects, connection) }
  }

  private static func read(_ objects: [ObjectID], _ connection: Connection) throws -> [ObjectID: Version] {
    let operation = "dating what differs on \(connection.displayName)"
    var versions: [ObjectID: Version] = [:]
    // Older than pg_current_snapshot(), and still there.
    let horizon = try connection.query("SELECT txid_snapshot_xmax(txid_current_snapshot())::text", as: operation)
      .int(0, 0)
    guard let horizon = horizon.map(Int64.init) else { return versions }
    let rows = try connection.query(sql, parameters: [list(of: objects)], as: operation)
    for row in 0..<rows.rowCount {
      guard let position = try rows.int(row, 0), objects.indices.contains(position),
        let written = try rows.int(row, 1).flatMap({ transaction(Int64($0), before: horizon) })
      else { continue }
      let object = objects[position]
      if let known = versions[object], known.transaction >= written { continue }
      let committed = try rows.int(row, 2).map { Timestamp(seconds: Int64($0)) }
      versions[object] = Version(transaction: written, committed: committed)
    }
    return versions
  }

  /// The 32 bits that a row keeps, as the newest number below the horizon that ends in them. Rows of the server's own making
  /// have numbers below 3, which say nothing.
  static func transaction(_ xmin: Int64, before horizon: Int64) -> Int64? {
    guard (3..<(1 << 32)).contains(xmin) else { return nil }
    let sameEpoch = horizon & ~0xffff_ffff | xmin
    let transaction = sameEpoch < horizon ? sameEpoch : sameEpoch - 1 << 32
    return transaction > 0 ? transaction : nil
  }

  private static func list(of objects: [ObjectID]) -> String {
    var writer = JSONWriter()
    writer.array { writer in
      for (position, object) in objects.enumerated() {
        writer.element()
        writer.object { writer in
          writer.key("n")
          writer.value(Int64(position))
          writer.key("kind")
          writer.value(Text(object.kind.rawValue))
          for (key, part) in zip(["outer", "name", "member"] as [Text], object.path) {
            writer.key(key)
            writer.value(part)
          }
        }
      }
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static let sql = """
    WITH wanted AS (
      SELECT * FROM json_to_recordset($1::json) AS w (n integer, kind text, "outer" text, name text, member text)
    ), named AS (
      SELECT w.*, s.oid AS space, s.xmin AS version FROM wanted AS w JOIN pg_namespace AS s ON s.nspname = w."outer"
      WHERE w.kind <> 'extension'
    ), relation AS (
      SELECT w.n, w.kind, w.member, c.oid, c.xmin AS version
      FROM named AS w JOIN pg_class AS c ON c.relnamespace = w.space AND c.relname = w.name
    ), written AS (
      SELECT n, version FROM named WHERE kind = 'schema'
      UNION ALL
      SELECT w.n, x.xmin FROM wanted AS w JOIN pg_extension AS x ON x.extname = w."outer" WHERE w.kind = 'extension'
      UNION ALL
      SELECT n, version FROM relation WHERE kind IN ('table', 'view', 'materialized_view', 'sequence')
      UNION ALL
      SELECT w.n, x.xmin FROM relation AS w JOIN pg_rewrite AS x ON x.ev_class = w.oid
      WHERE w.kind IN ('view', 'materialized_view')
      UNION ALL
      SELECT w.n, x.xmin FROM relation AS w
      JOIN pg_attribute AS x ON x.attrelid = w.oid AND x.attname = w.member AND NOT x.attisdropped WHERE w.kind = 'column'
      UNION ALL
      SELECT w.n, d.xmin FROM relation AS w
      JOIN pg_attribute AS x ON x.attrelid = w.oid AND x.attname = w.member AND NOT x.attisdropped
      JOIN pg_attrdef AS d ON d.adrelid = x.attrelid AND d.adnum = x.attnum WHERE w.kind = 'column'
      UNION ALL
      SELECT w.n, x.xmin FROM relation AS w JOIN pg_constraint AS x ON x.conrelid = w.oid AND x.conname = w.member
      WHERE w.kind = 'constraint'
      UNION ALL
      SELECT w.n, x.xmin FROM relation AS w
      JOIN pg_index AS x ON x.indrelid = w.oid JOIN pg_class AS i ON i.oid = x.indexrelid AND i.relname = w.member
      WHERE w.kind = 'index'
      UNION ALL
      SELECT w.n, x.xmin FROM relation AS w JOIN pg_trigger AS x ON x.tgrelid = w.oid AND x.tgname = w.member
      WHERE w.kind = 'trigger'
      UNION ALL
      SELECT w.n, x.xmin FROM named AS w JOIN pg_type AS x ON x.typnamespace = w.space AND x.typname = w.name
      WHERE w.kind IN ('enum', 'domain')
      UNION ALL
      SELECT w.n, e.xmin FROM named AS w JOIN pg_type AS x ON x.typnamespace = w.space AND x.typname = w.name
      JOIN pg_enum AS e ON e.enumtypid = x.oid WHERE w.kind = 'enum'
      UNION ALL
      SELECT w.n, x.xmin FROM named AS w JOIN pg_proc AS x ON x.pronamespace = w.space
        AND quote_ident(x.proname) || '(' || oidvectortypes(x.proargtypes) || ')' = w.name
      WHERE w.kind = 'function'
    )
    SELECT n, version::text, CASE WHEN current_setting('track_commit_timestamp') = 'on'
      THEN floor(extract(epoch FROM pg_xact_commit_timestamp(version)))::bigint END
    FROM written
    """
}

import Schema

extension CatalogQuery<Index> {
  /// Indexes of tables and materialised views; those behind a constraint are told with it.
  static func indexes(_ context: QueryContext) -> Self {
    var query = Self(
      """
      SELECT i.indexrelid AS oid, i.indrelid AS parent, c.relname AS key, m.amname AS method, i.indisunique AS "unique",
        \(context.since(15, "i.indnullsnotdistinct")) AS nulls_not_distinct,
        pg_get_indexdef(i.indexrelid) AS _definition,
        \(includedColumns(of: "i")) AS include,
        pg_get_expr(i.indpred, i.indrelid) AS predicate,
        \(sortedList("c.reloptions")) AS storage_parameters, s.spcname AS tablespace,
        CASE WHEN i.indexprs IS NOT NULL THEN
          (SELECT json_agg(a.attnum || '=' || a.attstattarget ORDER BY a.attnum) FROM pg_attribute AS a
           WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0) END AS statistics,
        CASE WHEN c.relispartition THEN
          (SELECT h.inhparent::regclass::text FROM pg_inherits AS h WHERE h.inhrelid = c.oid) END AS partition_of,
        i.indisclustered AS clustered, NOT i.indisvalid AS invalid, d.description AS comment
        \(dependsOnExtensions(context, "pg_class", "i.indexrelid"))
      FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_am AS m ON m.oid = c.relam
        LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
        \(commentJoin("pg_class", "i.indexrelid"))
      WHERE \(context.watches("c.relnamespace", relation: "i.indrelid")) AND c.relpersistence <> 't'
        AND NOT EXISTS (SELECT FROM pg_constraint AS con
          WHERE con.conrelid = i.indrelid AND con.conindid = i.indexrelid AND con.contype IN ('p', 'u', 'x'))
      """)
    query.finish = { index, cell in
      guard let definition = try cell("_definition"), let keys = indexKeys(ofDefinition: definition) else {
        throw CatalogError.undecodable(.index, index.key, "pg_get_indexdef's text has no list of keys")
      }
      index.keys = keys
    }
    return query
  }
}

/// The keys in pg_get_indexdef's text, `CREATE INDEX i ON s.t USING btree (lower(name) text_pattern_ops, b DESC) …`, split at
/// the commas that separate them; nil when there is no such list.
///
/// Structured attributes would say the same, but whether an operator class or collation is the default for the key's type is
/// a question that only the server answers in all cases.
func indexKeys(ofDefinition definition: Text) -> [Text]? {
  let bytes = Array(definition.string.utf8)
  guard let start = startOfKeys(bytes) else { return nil }
  var keys: [Text] = []
  var keyStart = start
  var depth = 0
  var quote: UInt8?
  for position in start..<bytes.count {
    let byte = bytes[position]
    if let open = quote {
      // A doubled quote closes and opens again at once, which comes to the same.
      if byte == open { quote = nil }
      continue
    }
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
    case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "]"): depth -= 1
    case UInt8(ascii: ")") where depth > 0: depth -= 1
    case UInt8(ascii: ",") where depth > 0: break
    case UInt8(ascii: ")"), UInt8(ascii: ","):
      keys.append(Text(trimmed(bytes[keyStart..<position])))
      keyStart = position + 1
      if byte == UInt8(ascii: ")") { return keys }
    default: break
    }
  }
  return nil
}

/// Where the list after `USING method (` begins: names before it may hold anything, in quotes.
private func startOfKeys(_ bytes: [UInt8]) -> Int? {
  var quoted = false
  for position in bytes.indices {
    if bytes[position] == UInt8(ascii: "\"") { quoted.toggle() }
    if !quoted && bytes[position...].starts(with: " USING ".utf8) {
      return bytes[position...].firstIndex(of: UInt8(ascii: "(")).map { $0 + 1 }
    }
  }
  return nil
}

private func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
  String(decoding: bytes.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
}

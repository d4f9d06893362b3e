import Schema

extension CatalogQuery<Index> {
  /// Indexes of tables and materialised views; those behind a constraint are told with it.
  static func indexes(_ context: QueryContext, _ names: CatalogNumbers) -> Self {
    var query = Self(
      """
      SELECT i.indexrelid AS oid, i.indrelid AS parent, c.relname AS key,
        CASE WHEN c.relam <> 403 THEN (SELECT m.amname FROM pg_am AS m WHERE m.oid = c.relam) END AS method,
        CASE WHEN i.indisunique THEN true END AS "unique",
        \(context.since(15, "CASE WHEN i.indnullsnotdistinct THEN true END")) AS nulls_not_distinct,
        i.indkey AS _attributes, i.indnkeyatts AS _keys, i.indclass AS _classes, i.indcollation AS _collations,
        i.indoption AS _options,
        CASE WHEN c.relam <> 403 THEN EXISTS (SELECT FROM pg_attribute AS a
          WHERE a.attrelid = i.indexrelid AND a.attoptions IS NOT NULL) END AS _has_parameters,
        CASE WHEN i.indpred IS NOT NULL THEN pg_get_expr(i.indpred, i.indrelid) END AS predicate,
        \(sortedList("c.reloptions")) AS storage_parameters, \(tablespaceName("c.reltablespace")) AS tablespace,
        CASE WHEN i.indexprs IS NOT NULL THEN
          (SELECT json_agg(a.attnum || '=' || a.attstattarget ORDER BY a.attnum) FROM pg_attribute AS a
           WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0) END AS statistics,
        CASE WHEN c.relispartition THEN
          (SELECT h.inhparent::regclass::text FROM pg_inherits AS h WHERE h.inhrelid = c.oid) END AS partition_of,
        CASE WHEN i.indisclustered THEN true END AS clustered, CASE WHEN NOT i.indisvalid THEN true END AS invalid,
        d.description AS comment
        \(dependsOnExtensions(context, "pg_class", "i.indexrelid"))
      FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        \(commentJoin("pg_class", "i.indexrelid"))
      WHERE \(context.watches("c.relnamespace", relation: "i.indrelid")) AND c.relpersistence <> 't'
        AND NOT EXISTS (SELECT FROM pg_constraint AS con
          WHERE con.conindid = i.indexrelid AND con.conrelid = i.indrelid AND con.contype IN ('p', 'u', 'x'))
      """)
    query.finish = { index, cell in
      func value(_ name: String) throws -> Text { try cell(name) ?? "" }
      let isBtree = index.method == "btree"
      let raw = IndexKeys(
        attributes: catalogNumbers(try value("_attributes")), classes: try value("_classes"),
        collations: try value("_collations"), options: catalogNumbers(try value("_options")),
        mayHaveParameters: isBtree ? nil : try cell("_has_parameters") != "f", isOrdered: isBtree)
      let table = try value("parent")
      guard let keys = try raw.keys(of: table, names) ?? names.keys(ofIndex: value("oid")) else {
        throw CatalogError.undecodable(.index, index.key, "pg_get_indexdef's text has no list of keys")
      }
      index.keys = keys
      let included = raw.attributes.dropFirst(Int(try value("_keys").string) ?? 0)
      index.include = included.compactMap { names.column($0, of: table)?.name }
      guard index.include.count == included.count else {
        throw CatalogError.undecodable(.index, index.key, "it has a column that is not there")
      }
    }
    return query
  }
}

/// The keys of an index as pg_index has them.
struct IndexKeys {
  /// The numbers of the columns, 0 for an expression; those of INCLUDE come last.
  let attributes: [Int]
  /// As pg_index has them: `1978 3126`.
  let classes: Text
  let collations: Text
  /// For each key a bit for DESC and one for NULLS FIRST.
  let options: [Int]
  /// Whether a key's operator class may have parameters; nil: of PostgreSQL's own classes none takes any.
  let mayHaveParameters: Bool?
  /// Whether the access method orders (amcanorder).
  let isOrdered: Bool

  /// The keys as pg_get_indexdef prints them (ruleutils.c), where they are columns in their types' default operator classes and
  /// their own collations: the most by far.
  /// - Returns: nil where only the server can tell.
  func keys(of table: Text, _ names: CatalogNumbers) -> [Text]? {
    let classes = classes.string.split(separator: " ")
    let collations = collations.string.split(separator: " ")
    guard mayHaveParameters != true, classes.count <= attributes.count, collations.count == classes.count,
      options.count == classes.count
    else { return nil }
    var keys: [Text] = []
    for (place, number) in attributes.prefix(classes.count).enumerated() {
      guard number > 0, let column = names.column(number, of: table),
        names.isDefault(
          class: Text(String(classes[place])), collation: Text(String(collations[place])), for: column),
        // 16384 is the first oid that is not PostgreSQL's own.
        mayHaveParameters != nil || classes[place].utf8.count < 5 || Int(classes[place]).map({ $0 < 16384 }) == true,
        isOrdered || options[place] == 0, let name = quotedIdentifierOfEveryVersion(column.name)
      else { return nil }
      let order =
        switch options[place] {
        case 0: ""
        case 1: " DESC NULLS LAST"
        case 2: " NULLS FIRST"
        case 3: " DESC"
        default: nil as String?
        }
      guard let order else { return nil }
      keys.append(Text(name + order))
    }
    return keys
  }
}

/// The keys in pg_get_indexdef's text, `CREATE INDEX i ON s.t USING btree (lower(name) text_pattern_ops, b DESC) …`, split at
/// the commas that separate them; nil when there is no such list.
///
/// Structured attributes say the same of most indexes (`IndexKeys`), but whether an operator class or collation is the default
/// for the key's type is a question that only the server answers in all cases.
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

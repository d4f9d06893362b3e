/// An identifier as PostgreSQL's quote_ident would write it: bare where it can be, else in double quotes.
package func quotedIdentifier(_ name: Text) -> String {
  let plain = name.withBytes { bytes in
    guard let first = bytes.first, first == 0x5f || (0x61...0x7a).contains(first) else { return false }
    return bytes.allSatisfy { $0 == 0x5f || (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) }
  }
  if plain && !quotedKeywords.contains(name.string) { return name.string }
  var quoted = "\""
  for scalar in name.string.unicodeScalars {
    if scalar == "\"" { quoted.unicodeScalars.append("\"") }
    quoted.unicodeScalars.append(scalar)
  }
  return quoted + "\""
}

/// The same where every version of PostgreSQL writes it alike; nil for a keyword, since they differ in what is one.
package func quotedIdentifierOfEveryVersion(_ name: Text) -> String? {
  let quoted = quotedIdentifier(name)
  return quoted.utf8.first == UInt8(ascii: "\"") && quotedKeywords.contains(name.string) ? nil : quoted
}

/// Keywords that quote_ident quotes: all of PostgreSQL's kwlist.h (15 to 18) that are not "unreserved".
private let quotedKeywords: Set<String> = [
  "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between", "bigint",
  "binary", "bit", "boolean", "both", "case", "cast", "char", "character", "check", "coalesce", "collate", "collation",
  "column", "concurrently", "constraint", "create", "cross", "current_catalog", "current_date", "current_role",
  "current_schema", "current_time", "current_timestamp", "current_user", "dec", "decimal", "default", "deferrable",
  "desc", "distinct", "do", "else", "end", "except", "exists", "extract", "false", "fetch", "float", "for", "foreign",
  "freeze", "from", "full", "grant", "greatest", "group", "grouping", "having", "ilike", "in", "initially", "inner",
  "inout", "int", "integer", "intersect", "interval", "into", "is", "isnull", "join", "json", "json_array",
  "json_arrayagg", "json_exists", "json_object", "json_objectagg", "json_query", "json_scalar", "json_serialize",
  "json_table", "json_value", "lateral", "leading", "least", "left", "like", "limit", "localtime", "localtimestamp",
  "merge_action", "national", "natural", "nchar", "none", "normalize", "not", "notnull", "null", "nullif", "numeric",
  "offset", "on", "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing", "position", "precision",
  "primary", "real", "references", "returning", "right", "row", "select", "session_user", "setof", "similar",
  "smallint",
  "some", "substring", "symmetric", "system_user", "table", "tablesample", "then", "time", "timestamp", "to",
  "trailing",
  "treat", "trim", "true", "union", "unique", "user", "using", "values", "varchar", "variadic", "verbose", "when",
  "where", "window", "with", "xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces",
  "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
]

import Schema

extension CatalogQuery<TextSearchConfiguration> {
  /// Configurations. The parser itself says what its token types are called.
  static func configurations(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT c.oid, c.cfgnamespace AS parent, c.cfgname AS key, \(objectName("pg_ts_parser", "prs", "c.cfgparser")) AS parser,
        (SELECT json_agg(m.word ORDER BY m.word COLLATE "C") FROM (
          SELECT coalesce(k.alias, x.maptokentype::text) || ': '
            || string_agg(\(objectName("pg_ts_dict", "dict", "x.mapdict")), ', ' ORDER BY x.mapseqno) AS word
          FROM pg_ts_config_map AS x LEFT JOIN ts_token_type(c.cfgparser) AS k ON k.tokid = x.maptokentype
          WHERE x.mapcfg = c.oid GROUP BY x.maptokentype, k.alias) AS m) AS mappings,
        d.description AS comment\(context.owner("c.cfgowner"))
      FROM pg_ts_config AS c \(commentJoin("pg_ts_config", "c.oid"))
      WHERE \(context.watches(schema: "c.cfgnamespace")) AND \(notOfExtension("pg_ts_config", "c.oid"))
      """)
  }
}

extension CatalogQuery<TextSearchDictionary> {
  static func dictionaries(_ context: QueryContext) -> Self {
    var query = Self(
      """
      SELECT c.oid, c.dictnamespace AS parent, c.dictname AS key,
        \(objectName("pg_ts_template", "tmpl", "c.dicttemplate")) AS template, c.dictinitoption AS _options,
        d.description AS comment\(context.owner("c.dictowner"))
      FROM pg_ts_dict AS c \(commentJoin("pg_ts_dict", "c.oid"))
      WHERE \(context.watches(schema: "c.dictnamespace")) AND \(notOfExtension("pg_ts_dict", "c.oid"))
      """)
    query.finish = { dictionary, cell in
      guard let options = try cell("_options") else { return }
      guard let list = dictionaryOptions(options) else {
        throw CatalogError.undecodable(.textSearchDictionary, dictionary.key, "its options are no list of settings")
      }
      dictionary.options = list
    }
    return query
  }
}

extension CatalogQuery<TextSearchParser> {
  static func parsers(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT c.oid, c.prsnamespace AS parent, c.prsname AS key, \(functionName("c.prsstart")) AS start,
        \(functionName("c.prstoken")) AS next_token, \(functionName("c.prsend")) AS "end",
        \(functionName("c.prsheadline")) AS headline, \(functionName("c.prslextype")) AS token_types,
        d.description AS comment
      FROM pg_ts_parser AS c \(commentJoin("pg_ts_parser", "c.oid"))
      WHERE \(context.watches(schema: "c.prsnamespace")) AND \(notOfExtension("pg_ts_parser", "c.oid"))
      """)
  }
}

extension CatalogQuery<TextSearchTemplate> {
  static func templates(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT c.oid, c.tmplnamespace AS parent, c.tmplname AS key, \(functionName("c.tmplinit")) AS initialize,
        \(functionName("c.tmpllexize")) AS lexize, d.description AS comment
      FROM pg_ts_template AS c \(commentJoin("pg_ts_template", "c.oid"))
      WHERE \(context.watches(schema: "c.tmplnamespace")) AND \(notOfExtension("pg_ts_template", "c.oid"))
      """)
  }
}

/// `language = 'german', stopwords = E'a\\b', maxlen = 3` as settings, sorted: ALTER moves the one that it changes to the
/// end, and before PostgreSQL 13 numbers were quoted. nil when it is something else.
func dictionaryOptions(_ text: Text) -> [Text]? {
  var rest = text.string.unicodeScalars[...]
  var options: [Text] = []
  while !rest.isEmpty {
    guard let name = takeWord(&rest, until: " "), rest.starts(with: " = ".unicodeScalars) else { return nil }
    rest = rest.dropFirst(3)
    if rest.first == "E" { rest.removeFirst() }
    guard let value = takeWord(&rest, until: ",") else { return nil }
    options.append(Text("\(name)=\(value)"))
    if rest.isEmpty { break }
    guard rest.starts(with: ", ".unicodeScalars) else { return nil }
    rest = rest.dropFirst(2)
  }
  return options.sorted()
}

/// A word in single or double quotes, in which those and backslashes are doubled, or bare up to a character.
private func takeWord(_ rest: inout Substring.UnicodeScalarView, until end: Unicode.Scalar) -> String? {
  var word = String.UnicodeScalarView()
  guard let quote = rest.first, quote == "'" || quote == "\"" else {
    word.append(contentsOf: rest.prefix { $0 != end })
    rest = rest.dropFirst(word.count)
    return String(word)
  }
  rest.removeFirst()
  while let scalar = rest.popFirst() {
    if scalar == quote && rest.first != quote { return String(word) }
    if scalar == quote || (scalar == "\\" && quote == "'") { _ = rest.popFirst() }
    word.append(scalar)
  }
  return nil
}

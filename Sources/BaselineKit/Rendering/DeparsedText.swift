import Schema

/// A text that a server made of a parsed tree, with what has to be around it to be parsed again.
///
/// What a server prints of the tree that it reads from the text is its own rendering of it. An expression over the columns of a
/// relation is put back as the only column of a query: the parser makes the same of it everywhere, and no object of the
/// expression's own kind is needed.
struct DeparsedText: Hashable {
  /// As a snapshot has it; several of a list.
  let texts: [Text]
  let form: Form

  enum Form: Hashable {
    /// A SELECT, as of a view.
    case query
    /// The keys of an index on a relation.
    case indexKeys(method: Text, Relation)
    /// An exclusion constraint, from `EXCLUDE` on.
    case exclusion(Relation)
    /// The check of a domain over a type, in which VALUE stands for the value.
    case domainCheck(type: Text)
    /// What follows the name in CREATE TRIGGER.
    case trigger(isConstraint: Bool)
    /// What follows the name in CREATE RULE, of a relation.
    case rule(Relation)
    /// The arguments of a function, with their defaults.
    case arguments(Signature)
    /// The body of a function that is kept parsed: BEGIN ATOMIC and RETURN.
    case body(Signature)
    /// What follows PARTITION BY.
    case partitionKey(Relation)
    /// FOR VALUES …, of a partition of a table that is partitioned by the key.
    case partitionBound(of: Relation, key: Text)
    /// Words that no server parses, beside an expression: they are what they are.
    case words
  }

  /// A table, view or materialised view, as SQL names it.
  struct Relation: Hashable {
    let schema: Text
    let name: Text
    var sql: String { "\(quotedIdentifier(schema)).\(quotedIdentifier(name))" }
    /// A table with the same columns, and with the same name, which expressions over whole rows mention.
    fileprivate var copy: String { "\(scratch).\(quotedIdentifier(name))" }
    fileprivate var copying: String { "CREATE TABLE \(copy) (LIKE \(sql))" }
  }

  struct Signature: Hashable {
    let arguments: Text
    /// nil: of a procedure.
    let returns: Text?
  }

  /// A SELECT.
  static func query(_ text: Text) -> DeparsedText { DeparsedText(texts: [text], form: .query) }

  /// An expression over the columns of a relation, or over none.
  static func expression(_ text: Text, over relation: Relation?) -> DeparsedText {
    query(Text("SELECT (\(text)) AS expression" + (relation.map { " FROM \($0.sql)" } ?? "")))
  }

  /// The definition of a trigger of this name; nil when it is none.
  static func trigger(_ definition: Text, name: Text) -> DeparsedText? {
    for isConstraint in [false, true] {
      guard let rest = definition.rest(after: triggerStart(isConstraint, quotedIdentifier(name))) else { continue }
      return DeparsedText(texts: [rest], form: .trigger(isConstraint: isConstraint))
    }
    return nil
  }

  /// The definition of a rule of this name, of a relation; nil when it is none.
  static func rule(_ definition: Text, name: Text, of relation: Relation) -> DeparsedText? {
    definition.rest(after: "CREATE RULE \(quotedIdentifier(name)) AS").map {
      DeparsedText(texts: [$0], form: .rule(relation))
    }
  }

  /// A table of a publication: `public.orders (id, total) WHERE (total > 0)`.
  static func publishedTable(_ text: Text) -> [DeparsedText] {
    let parts = text.string.splitOnce(at: " WHERE ")
    let words = DeparsedText(texts: [Text(parts.before)], form: .words)
    guard let filter = parts.after, let names = splitQualifiedName(Text(parts.before.splitOnce(at: " (").before)),
      names.count == 2
    else { return [words] }
    return [words, .expression(Text(filter), over: Relation(schema: names[0], name: names[1]))]
  }
}

extension Text {
  /// What stands behind a beginning; nil when it begins with something else.
  fileprivate func rest(after start: String) -> Text? {
    guard string.utf8.starts(with: start.utf8) else { return nil }
    return Text(String(decoding: string.utf8.dropFirst(start.utf8.count), as: UTF8.self))
  }
}

extension String {
  /// At the first place outside quotes.
  fileprivate func splitOnce(at mark: String) -> (before: String, after: String?) {
    var isQuoted = false
    let bytes = Array(utf8)
    for position in bytes.indices {
      if bytes[position] == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard !isQuoted, bytes[position...].starts(with: mark.utf8) else { continue }
      return (
        String(decoding: bytes[..<position], as: UTF8.self),
        String(decoding: bytes[(position + mark.utf8.count)...], as: UTF8.self)
      )
    }
    return (self, nil)
  }
}

/// The schema in which everything is made, and the name of it.
private let scratch = RenderingDatabase.name
private let rendered = "\(scratch).rendered"

private func triggerStart(_ isConstraint: Bool, _ name: String) -> String {
  "CREATE \(isConstraint ? "CONSTRAINT " : "")TRIGGER \(name) "
}

extension DeparsedText {
  /// What makes an object of it: one statement each.
  var statements: [String] {
    let text = texts[0].string
    switch form {
    case .query: return ["CREATE VIEW \(rendered) AS \(text)"]
    case .indexKeys(let method, let relation):
      let keys = texts.map(\.string).joined(separator: ", ")
      return [
        relation.copying, "CREATE INDEX rendered ON \(relation.copy) USING \(quotedIdentifier(method)) (\(keys))",
      ]
    case .exclusion(let relation):
      return [relation.copying, "ALTER TABLE \(relation.copy) ADD CONSTRAINT rendered \(text)"]
    case .domainCheck(let type): return ["CREATE DOMAIN \(rendered) AS \(type) CONSTRAINT rendered CHECK (\(text))"]
    case .trigger(let isConstraint): return [triggerStart(isConstraint, scratch) + text]
    case .rule: return ["CREATE RULE \(scratch) AS\(text)"]
    case .words: return []
    case .arguments(let function): return [function.creation(arguments: texts[0]) + " LANGUAGE plpgsql AS ''"]
    case .body(let function): return [function.creation(arguments: function.arguments) + " LANGUAGE sql \(text)"]
    case .partitionKey(let relation): return ["\(relation.copying) PARTITION BY \(text)"]
    case .partitionBound(let relation, let key):
      return [
        "\(relation.copying) PARTITION BY \(key)", "CREATE TABLE \(rendered) PARTITION OF \(relation.copy) \(text)",
      ]
    }
  }

  /// Asks for the text of what was made.
  var question: String {
    switch form {
    case .query: "SELECT pg_get_viewdef('\(rendered)'::regclass)"
    case .indexKeys: "SELECT pg_get_indexdef('\(rendered)'::regclass)"
    case .exclusion:
      "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'rendered' AND conrelid <> 0"
    case .domainCheck: "SELECT pg_get_expr(conbin, 0) FROM pg_constraint WHERE contypid = '\(rendered)'::regtype"
    case .trigger: "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = '\(scratch)' AND tgparentid = 0"
    case .rule: "SELECT pg_get_ruledef(oid) FROM pg_rewrite WHERE rulename = '\(scratch)'"
    case .words: ""
    case .arguments: "SELECT pg_get_function_arguments('\(rendered)'::regproc)"
    case .body: "SELECT pg_get_function_sqlbody('\(rendered)'::regproc)"
    case .partitionKey(let relation): "SELECT pg_get_partkeydef(\(sqlLiteral(Text(relation.copy)))::regclass)"
    case .partitionBound: "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE oid = '\(rendered)'::regclass"
    }
  }

  /// The same with the server's own text; nil when the answer is none.
  func answered(_ answer: Text) -> DeparsedText? {
    switch form {
    case .indexKeys: indexKeys(ofDefinition: answer).map { DeparsedText(texts: $0, form: form) }
    case .trigger: Self.trigger(answer, name: Text(scratch))
    case .rule(let relation): Self.rule(answer, name: Text(scratch), of: relation)
    default: DeparsedText(texts: [answer], form: form)
    }
  }
}

extension DeparsedText.Signature {
  fileprivate func creation(arguments: Text) -> String {
    "CREATE \(returns == nil ? "PROCEDURE" : "FUNCTION") \(rendered)(\(arguments))"
      + (returns.map { " RETURNS \($0)" } ?? "")
  }
}

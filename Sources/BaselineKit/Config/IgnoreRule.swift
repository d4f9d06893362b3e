import Schema
import YAML

/// A rule that keeps objects out of comparisons. Critical tables win over every rule.
package struct IgnoreRule: Sendable, CustomStringConvertible {
  /// The key of the configuration under which the rule stands.
  package enum Source: String, Sendable { case ignoreTables = "ignore_tables", ignore }

  /// The kinds of objects that `kind:` can name.
  package static let kinds = Kind.allCases.filter { $0 != .database }.map(\.rawValue)

  package let source: Source
  /// Where the rule stands in the file, from 1.
  package let line: Int
  /// One of ``kinds``; nil: any. `table` for every rule under `ignore_tables`.
  package let kind: String?
  /// nil: any schema.
  package let schema: SchemaGlob?
  /// Searched in the object's own name; nil: any name.
  package let name: Pattern?
  /// Only these fields are not compared; empty: the whole object.
  package let fields: [String]

  /// Whether the rule is about the object. `schema` is nil for objects outside schemas, which a rule that names a schema never means.
  ///
  /// Throws when the pattern needs more work than it may.
  package func matches(kind: String, schema: String?, name: String) throws(PatternError) -> Bool {
    if let wanted = self.kind, wanted != kind { return false }
    if let glob = self.schema {
      guard let schema, glob.matches(schema) else { return false }
    }
    guard let pattern = self.name else { return true }
    return try pattern.matches(name)
  }

  /// As reports name it: `ignore_tables line 7: ^staging_.*`.
  package var description: String { "\(source.rawValue) line \(line): \(words)" }

  /// What it says, wherever it stands: `^staging_.*`, or `kind index, name _tmp$`.
  package var words: String {
    let parts =
      switch source {
      case .ignoreTables: [name?.text]
      case .ignore:
        [
          kind.map { "kind \($0)" }, schema.map { "schema \($0.text)" }, name.map { "name \($0.text)" },
          fields.isEmpty ? nil : "fields \(fields.joined(separator: " "))",
        ]
      }
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}

extension ConfigReader {
  /// `ignore_tables`: a list of patterns.
  func ignoredTables(_ node: YAMLNode, as key: String) -> [IgnoreRule]? {
    list(node, as: key)?.compactMap { item in
      pattern(item, as: key).map {
        IgnoreRule(source: .ignoreTables, line: item.start.line, kind: "table", schema: nil, name: $0, fields: [])
      }
    }
  }

  /// `ignore`: a list of rules in the general form.
  func ignoreRules(_ node: YAMLNode, as key: String) -> [IgnoreRule]? {
    list(node, as: key)?.compactMap { item in
      guard let section = section(item, as: key, keys: ["kind", "schema", "name", "fields"]) else { return nil }
      let rule = IgnoreRule(
        source: .ignore, line: item.start.line,
        kind: section.value("kind") { word($0, as: $1, from: IgnoreRule.kinds) },
        schema: section.value("schema", text).map(SchemaGlob.init),
        name: section.value("name", pattern),
        fields: section.value("fields", texts) ?? [])
      let known = rule.kind.flatMap(Kind.init)?.fieldNames ?? Kind.allCases.flatMap(\.fieldNames)
      for field in rule.fields where !known.contains(Text(field)) {
        mistake(
          at: section.node("fields")?.start ?? item.start,
          "\(key): no \(rule.kind ?? "object") has a field \(shown(field))",
          hint: suggestion(for: field, among: known.map(\.string), called: "its fields"))
      }
      if ["kind", "schema", "name"].allSatisfy({ section.node($0) == nil }) {
        mistake(at: item.start, "\(key): a rule without kind, schema and name", hint: "it would ignore everything")
      }
      return rule
    }
  }
}

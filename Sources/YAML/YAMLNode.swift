/// A place in a text: line and column, both from 1. A column counts characters (Unicode scalars), not bytes.
package struct YAMLMark: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (one: YAMLMark, other: YAMLMark) -> Bool {
    (one.line, one.column) < (other.line, other.column)
  }

  package var description: String { "\(line):\(column)" }
}

/// One value of a YAML text, with the place where it stands.
///
/// Nothing is typed here: a scalar keeps its text, so that `no`, `012` and `12:30` stay what was written until a key wants a type.
package struct YAMLNode: Sendable {
  package enum Content: Sendable {
    /// `plain` is false for every quoted and every block scalar.
    case scalar(String, plain: Bool)
    /// `flow` is true for `[a, b]`, false for lines that begin with `-`.
    case sequence([YAMLNode], flow: Bool)
    /// In file order; no key occurs twice. `flow` is true for `{a: b}`.
    case mapping([YAMLEntry], flow: Bool)
  }

  package let content: Content
  /// The first character; a block sequence's is its first `-`.
  package let start: YAMLMark
  /// Just behind the last character of a scalar or of a flow collection. libyaml knows no such place for block collections and block scalars: there it
  /// is the start of what follows.
  package let end: YAMLMark

  package init(content: Content, start: YAMLMark, end: YAMLMark) {
    self.content = content
    self.start = start
    self.end = end
  }

  /// Nothing, `~` or `null`, unquoted: the value was left open.
  package var isNull: Bool {
    guard case .scalar(let text, plain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// Whether both hold the same values in the same order; where they stand does not count.
  ///
  /// Text is compared by bytes: Swift's `==` says that é and e + ◌́ are equal.
  package func hasSameContent(as other: YAMLNode) -> Bool {
    switch (content, other.content) {
    case (.scalar(let one, let onePlain), .scalar(let two, let twoPlain)):
      onePlain == twoPlain && one.utf8.elementsEqual(two.utf8)
    case (.sequence(let one, _), .sequence(let two, _)):
      one.elementsEqual(two) { $0.hasSameContent(as: $1) }
    case (.mapping(let one, _), .mapping(let two, _)):
      one.elementsEqual(two) { $0.key.utf8.elementsEqual($1.key.utf8) && $0.value.hasSameContent(as: $1.value) }
    default:
      false
    }
  }
}

/// A key of a mapping and its value.
package struct YAMLEntry: Sendable {
  package let key: String
  /// Where the key stands; the value has its own marks.
  package let start: YAMLMark
  package let value: YAMLNode

  package init(key: String, start: YAMLMark, value: YAMLNode) {
    self.key = key
    self.start = start
    self.value = value
  }
}

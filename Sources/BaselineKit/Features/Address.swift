import Schema

/// An object as people name it: `[kind:][schema.]name[.member]`, quoted as PostgreSQL quotes.
package struct Address: Equatable, Sendable, CustomStringConvertible {
  package let text: String
  private let kind: Kind?
  private let parts: [Text]
  /// The text without the kind.
  private let rest: Text

  /// - Throws: Failure when the text is no address.
  package init(_ text: String) throws {
    self.text = text
    var rest = text
    if let colon = text.firstIndex(of: ":"), let kind = Kind(rawValue: String(text[..<colon])) {
      self.kind = kind
      rest = String(text[text.index(after: colon)...])
    } else {
      kind = nil
    }
    self.rest = Text(rest)
    if kind?.hasRenderedKey == true, kind != .function, kind != .aggregate {
      parts = []
      return
    }
    // A function's signature is one part: its types may hold dots.
    let (name, signature) = Self.splitSignature(rest)
    guard var parts = splitQualifiedName(Text(name)), parts.count <= 3 else {
      throw Failure(
        "reading the address \(text)", "it is not [kind:][schema.]name[.member]",
        hint:
          "for example: customers, public.customers.email, constraint:customers.email_key; quote odd names: '\"Odd Name\"'"
      )
    }
    if let signature, let last = parts.popLast() { parts.append(Text(quotedIdentifier(last) + signature)) }
    self.parts = parts
  }

  package var description: String { text }

  private static func splitSignature(_ text: String) -> (String, String?) {
    guard text.hasSuffix(")") else { return (text, nil) }
    var quoted = false
    for index in text.indices {
      if text[index] == "\"" { quoted.toggle() }
      if text[index] == "(" && !quoted { return (String(text[..<index]), String(text[index...])) }
    }
    return (text, nil)
  }

  /// Whether the address may mean this object: the last parts of its path are the address's, and the kind fits.
  package func means(_ id: ObjectID) -> Bool {
    if let kind {
      guard id.kind == kind else { return false }
    } else if id.kind == .schema || id.kind.isOfDatabase {
      guard parts.count == 1 else { return false }
    }
    if parts.isEmpty {
      // An operator may be named without its argument types, an operator class without its access method.
      let beginning = rest.string + (id.kind == .operator ? "(" : " USING ")
      return rest == id.plainName
        || [Text(id.name), id.key].contains { $0 == rest || $0.string.utf8.starts(with: beginning.utf8) }
    }
    guard id.path.count >= parts.count else { return false }
    // Without the schema a name is looked for in all of them, but a member always needs its table.
    let missing = id.path.count - parts.count
    let schemaParts = id.kind == .schema || id.kind.isOfDatabase ? 0 : 1
    guard missing <= schemaParts else { return false }
    return zip(id.path.suffix(parts.count), parts).allSatisfy { Self.matches(name: $0, part: $1, kind: id.kind) }
  }

  /// A function may be named without its argument types.
  private static func matches(name: Text, part: Text, kind: Kind) -> Bool {
    if name == part { return true }
    return (kind == .function || kind == .aggregate) && name.string.hasPrefix(quotedIdentifier(part) + "(")
  }

  /// The object that the address means in full, whether there is one or not: a schema's with two parts, a relation's member with
  /// three. nil: it does not say enough.
  package var literal: ObjectID? {
    let kind = kind ?? (parts.count == 3 ? .column : .table)
    let depth: Int =
      switch kind {
      case .database: 0
      case .userMapping: 2
      case _ where kind.isOfDatabase || kind == .schema: 1
      default: kind.isMember ? 3 : 2
      }
    if kind.isOfDatabase && parts.isEmpty { return ObjectID(kind, [rest]) }
    return parts.count == depth ? ObjectID(kind, parts) : nil
  }

  /// The object that is meant though it is none of those that are known: of two parts the first is a known table, and the second
  /// its member, or a known schema. nil: neither, or both.
  package func unknown(beside known: [ObjectID]) -> ObjectID? {
    let member = kind ?? .column
    guard parts.count == 2, member.isMember else { return literal }
    let tables = Set(known.filter { $0.kind == .table && $0.path.last == parts[0] })
    let isSchema = kind == nil && known.contains { !$0.kind.isOfDatabase && $0.path.first == parts[0] }
    if isSchema { return tables.isEmpty ? literal : nil }
    return tables.count == 1 ? tables.first.map { ObjectID(member, $0.path + [parts[1]]) } : nil
  }

  /// The one object that is meant among those given.
  /// - Parameter otherwise: what is taken where there is none.
  /// - Throws: Failure when there is none, or when there are several and the address does not decide; it lists them.
  package func resolve(
    among objects: some Swift.Sequence<ObjectID>, otherwise: (Address) throws -> ObjectID? = { _ in nil }
  ) throws -> ObjectID {
    let found = Set(objects.filter(means)).sorted()
    // A bare name that is a relation means the relation, also where a schema or an extension has the same name.
    let obvious = found.filter(\.kind.isObvious)
    let candidates = kind == nil && !obvious.isEmpty ? obvious : found
    if let only = candidates.first, candidates.count == 1 { return only }
    if candidates.isEmpty {
      if let object = try otherwise(self) { return object }
      throw Failure("looking for \(text)", "there is no such object", hint: "baseline show lists what there is")
    }
    let meanings = candidates.prefix(8).map { $0.kind.isObvious ? "\($0.kind.rawValue):\($0.name)" : "\($0)" }
    throw Failure(
      "looking for \(text)", "it could mean \(meanings.joined(separator: ", "))", hint: "name one of these in full")
  }
}

extension ObjectID {
  /// Whether this object lies in the other one, or is it.
  package func isInside(_ container: ObjectID) -> Bool {
    self == container || (path.count > container.path.count && path.starts(with: container.path))
  }
}

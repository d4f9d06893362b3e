/// Which object: its kind and the keys on the way to it, `[schema, table, column]`. Identity is by bytes.
package struct ObjectID: Hashable, Sendable {
  package let kind: Kind
  /// From the outermost container to the object's own key; empty for the database.
  package let path: [Text]

  package init(_ kind: Kind, _ path: [Text]) {
    self.kind = kind
    self.path = path
  }

  /// The database itself, in which schemas and extensions lie.
  package static let database = ObjectID(.database, [])

  /// The id of an object inside this one.
  package func member(_ kind: Kind, _ key: Text) -> ObjectID {
    ObjectID(kind, path + [key])
  }

  /// The object's own key: its name, or a function's signature.
  package var key: Text { path.last ?? "" }

  /// The schema it lies in; nil for the database and what lies beside the schemas.
  package var schema: Text? { kind.isOfDatabase ? nil : path.first }

  /// Its name alone: of a function without its argument types, of an operator class without its access method.
  package var plainName: Text {
    guard kind.hasRenderedKey else { return key }
    switch kind {
    case .function, .aggregate, .operatorClass, .operatorFamily: break
    case .operator: return Text(String(key.string.prefix { $0 != "(" }))
    default: return key
    }
    guard key.string.hasPrefix("\"") else { return Text(String(key.string.prefix { $0 != "(" && $0 != " " })) }
    var name = String.UnicodeScalarView()
    var scalars = key.string.unicodeScalars.dropFirst()
    while let scalar = scalars.popFirst() {
      if scalar == "\"" {
        guard scalars.first == "\"" else { break }
        scalars.removeFirst()
      }
      name.append(scalar)
    }
    return Text(String(name))
  }

  /// The relation, type or function that a report groups this object under: itself, or what it is a member of.
  package var container: ObjectID {
    if kind == .userMapping { return ObjectID(.server, Array(path.prefix(1))) }
    guard path.count > 2, let kind = containerKind else { return self }
    return ObjectID(kind, Array(path.prefix(2)))
  }

  /// Members lie in tables, save that only the reader of a document knows whether it is a table or another relation:
  /// two relations of one schema never share a name, so that grouping by the name is enough.
  private var containerKind: Kind? {
    if kind == .attribute { return .compositeType }
    return kind.isMember ? .table : nil
  }
}

extension ObjectID: Comparable {
  /// By schema and name first, so that what belongs to one table stands together; in it by kind, columns first.
  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    for (a, b) in zip(left.path.prefix(2), right.path.prefix(2)) where a != b { return a < b }
    if left.path.count != right.path.count { return left.path.count < right.path.count }
    return left.kind == right.kind ? left.key < right.key : left.kind < right.kind
  }
}

extension ObjectID: CustomStringConvertible {
  /// The address: `public.customers.email`, `constraint:public.customers.email_key`, quoted as PostgreSQL quotes.
  package var description: String {
    kind.isObvious ? name : "\(kind.rawValue):\(name)"
  }

  /// The address without its kind, for reports that name the kind beside it.
  package var name: String {
    if kind == .database { return "database" }
    if kind.hasRenderedKey, let signature = path.last {
      return (path.dropLast().map(quotedIdentifier) + [signature.string]).joined(separator: ".")
    }
    return path.map(quotedIdentifier).joined(separator: ".")
  }
}

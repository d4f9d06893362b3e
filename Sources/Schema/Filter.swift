/// What is done with an object.
package enum FilterDecision: Sendable {
  case keep
  /// It and what lies in it is left out; the text names the rule.
  case remove(rule: String)
  /// It stays, but these fields are as if they had their default value.
  case forget(fields: [Text], rule: String)
}

/// An object that a rule hid, wholly or in some fields.
package struct Silenced: Equatable, Sendable {
  package let object: ObjectID
  package let rule: String
  /// Empty: the whole object.
  package let fields: [Text]

  package init(object: ObjectID, rule: String, fields: [Text]) {
    self.object = object
    self.rule = rule
    self.fields = fields
  }
}

/// A snapshot without what rules hide, and what they hid.
package struct Filtered: Equatable, Sendable {
  package let snapshot: Snapshot
  package let silenced: [Silenced]
}

extension Snapshot {
  /// Applies rules to every object, containers first. In every comparison the same rules are applied to both sides.
  ///
  /// A sequence that belongs to a column goes with its table.
  /// - Parameter kinds: what the rules can be about; others are kept without being asked about, which saves a walk through
  ///   every column. nil: everything.
  package func filtered(
    kinds: Set<Kind>? = nil, _ decide: (ObjectContext) throws -> FilterDecision
  ) throws -> Filtered {
    var database = self.database
    let silenced = try withoutActuallyEscaping(decide) { decide in
      var pruning = Pruning(kinds: kinds.map { $0.union([.sequence]) }, decide: decide)
      for list in Database.members { try list.prune(&database, .database, &pruning) }
      return pruning.silenced
    }
    var snapshot = self
    snapshot.database = database
    return Filtered(snapshot: snapshot, silenced: silenced)
  }
}

/// What a rule may look at.
package struct ObjectContext: Sendable {
  package let id: ObjectID
  /// The table itself; nil for anything else.
  package let table: Table?
  /// The table whose column owns it: of an owned sequence.
  package let ownerTable: ObjectID?
}

/// The walk of `filtered`: the recursion is in `MemberList`, the deciding here.
package struct Pruning {
  /// nil: all.
  let kinds: Set<Kind>?
  fileprivate let decide: (ObjectContext) throws -> FilterDecision
  fileprivate var silenced: [Silenced] = []
  private var removedTables: [ObjectID: String] = [:]

  fileprivate init(kinds: Set<Kind>?, decide: @escaping (ObjectContext) throws -> FilterDecision) {
    self.kinds = kinds
    self.decide = decide
  }

  /// What is left of objects.
  /// - Returns: nil when it is all of them, as nearly always: a copy of each takes longer than to look at it.
  mutating func rest<Object: SchemaObject>(of objects: Keyed<Object>, in container: ObjectID) throws -> Keyed<Object>? {
    var rest: [Object]?
    for (position, object) in objects.enumerated() {
      let before = silenced.count
      let pruned = try prune(object, in: container)
      if silenced.count == before {
        rest?.append(object)
      } else {
        if rest == nil { rest = Array(objects.objects[..<position]) }
        if let pruned { rest?.append(pruned) }
      }
    }
    return rest.map { Keyed(inOrder: $0) }
  }

  /// - Returns: the object without what is hidden in it; nil when it is hidden itself.
  private mutating func prune<Object: SchemaObject>(_ object: Object, in container: ObjectID) throws -> Object? {
    let id = container.member(Object.kind, object.key)
    let ownerTable = (object as? SequenceGenerator).flatMap { owned in
      owned.ownedBy.flatMap { tableOfColumn(address: $0, in: container.key) }
    }
    if let ownerTable, let rule = removedTables[ownerTable] {
      silenced.append(Silenced(object: id, rule: rule, fields: []))
      return nil
    }
    let context = ObjectContext(id: id, table: object as? Table, ownerTable: ownerTable)
    var object = object
    switch try decide(context) {
    case .keep: break
    case .remove(let rule):
      silenced.append(Silenced(object: id, rule: rule, fields: []))
      if Object.kind == .table { removedTables[id] = rule }
      return nil
    case .forget(let names, let rule):
      for field in Object.fields where names.contains(field.name) { field.reset(&object) }
      silenced.append(Silenced(object: id, rule: rule, fields: names))
    }
    for list in Object.members where kinds.map(list.reaches) != false { try list.prune(&object, id, &self) }
    return object
  }
}

/// A table as the fields of other objects name it: `schema.table` quoted by quote_ident, or without the schema where it was
/// read relative to it.
/// - Parameter schema: the one that the other object lies in.
package func tableID(_ name: Text, in schema: Text) -> ObjectID? {
  guard let parts = splitQualifiedName(name), parts.count <= 2 else { return nil }
  return ObjectID(.table, parts.count == 1 ? [schema] + parts : parts)
}

/// The table of a column's address, `schema.table.column`, the schema left out as with `tableID`.
package func tableOfColumn(address: Text, in schema: Text) -> ObjectID? {
  guard let parts = splitQualifiedName(address), (2...3).contains(parts.count) else { return nil }
  return ObjectID(.table, parts.count == 2 ? [schema, parts[0]] : Array(parts.prefix(2)))
}

/// Splits `a."b.c".d` at the dots outside quotes and takes the quotes off; nil when a quote is not closed or a part is empty.
package func splitQualifiedName(_ name: Text) -> [Text]? {
  var parts: [Text] = []
  var part = String.UnicodeScalarView()
  var quoted = false
  var wasQuoted = false
  var scalars = Array(name.string.unicodeScalars)[...]
  while let scalar = scalars.popFirst() {
    if quoted {
      if scalar != "\"" {
        part.append(scalar)
      } else if scalars.first == "\"" {
        part.append("\"")
        scalars.removeFirst()
      } else {
        quoted = false
      }
    } else if scalar == "\"" && part.isEmpty && !wasQuoted {
      quoted = true
      wasQuoted = true
    } else if scalar == "." {
      if part.isEmpty { return nil }
      parts.append(Text(String(part)))
      part = .init()
      wasQuoted = false
    } else if wasQuoted {
      return nil
    } else {
      part.append(scalar)
    }
  }
  if quoted || part.isEmpty { return nil }
  return parts + [Text(String(part))]
}

/// What a snapshot says of each object by itself, to be looked up: for asking which of several states agree on something.
package struct Facts: Sendable {
  /// One object without what lies in it.
  package struct Object: Equatable, Sendable {
    /// The fields that have a value, as words.
    fileprivate(set) package var fields: [Text: Text] = [:]
    /// The keys of lists whose order means something, by the name that a change of it has.
    fileprivate(set) package var orders: [Text: [Text]] = [:]
  }

  fileprivate var objects: [ObjectID: Object] = [:]

  /// - Parameter limit: the oldest version among the documents that are asked about; what it cannot express is left out.
  package init(_ snapshot: Snapshot, limit: FormatVersion = .current) {
    let snapshot = limit == .legacy && snapshot.version != .legacy ? LegacyDocument.reduce(snapshot) : snapshot
    for list in Database.members { list.note(snapshot.database, .database, max(limit, .first), &self) }
  }

  /// nil: there is no such object.
  package subscript(id: ObjectID) -> Object? { objects[id] }

  /// Takes down an object, and the order of its members.
  mutating func note<Object: SchemaObject>(_ object: Object, _ id: ObjectID, _ limit: FormatVersion) {
    for field in Object.fields where field.since <= limit {
      objects[id, default: Facts.Object()].fields[field.name] = field.words(object)
    }
    if objects[id] == nil { objects[id] = Facts.Object() }
    for list in Object.members where list.since <= limit { list.note(object, id, limit, &self) }
  }

  mutating func note(order: [Text], of name: Text, in container: ObjectID) {
    objects[container, default: Facts.Object()].orders[name] = order
  }
}

extension Facts.Object {
  /// Whether two states of the object agree on a field, or on an order: of what both have.
  package func agrees(with other: Facts.Object, on name: Text) -> Bool {
    if let order = orders[name], let otherOrder = other.orders[name] {
      let (keys, otherKeys) = (Set(order), Set(otherOrder))
      return order.filter(otherKeys.contains) == otherOrder.filter(keys.contains)
    }
    return fields[name] == other.fields[name]
  }
}

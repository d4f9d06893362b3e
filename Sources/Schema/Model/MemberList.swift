/// A list of objects inside an object: a table's columns, a schema's tables. Type-erased over the members' kind, so that a
/// kind can list members of several kinds.
package final class MemberList<Parent: SchemaObject>: Sendable {
  /// The key in the document: `columns`.
  package let name: Text
  package let kind: Kind
  package let since: FormatVersion

  let isEmptyAt: @Sendable (UnsafePointer<Parent>) -> Bool
  let areEqualAt: @Sendable (UnsafePointer<Parent>, UnsafePointer<Parent>) -> Bool
  package let keys: @Sendable (Parent) -> [Text]
  let write: @Sendable (UnsafePointer<Parent>, DocumentScope, inout JSONWriter) -> Void
  package let writeMember: @Sendable (Parent, Int, DocumentScope, inout JSONWriter) -> Void
  package let read: @Sendable (DocumentScope, inout JSONReader, inout Parent) throws(DocumentError) -> Void
  /// Adds the members of other parents, all at once: sorting after each would take the square of their number.
  package let gather: @Sendable ([Parent], inout Parent) -> Void
  package let compare: @Sendable (Parent, Parent, ObjectID, inout Differ) -> FieldChange?
  /// Whether objects of one of the kinds can lie in the list, at any depth.
  let reaches: @Sendable (Set<Kind>) -> Bool
  package let prune: @Sendable (inout Parent, ObjectID, inout Pruning) throws -> Void
  package let visit: @Sendable (Parent, ObjectID, (ObjectID) -> Void) -> Void
  let note: @Sendable (Parent, ObjectID, FormatVersion, inout Facts) -> Void

  /// Ordered: the order is PostgreSQL's and means something, as for columns; otherwise sorted by key.
  package init<Child: SchemaObject>(
    _ name: Text, _ path: WritableKeyPath<Parent, Keyed<Child>> & Sendable, ordered: Bool = false,
    since: FormatVersion = .first
  ) {
    self.name = name
    self.kind = Child.kind
    self.since = since
    let list = StoredProperty(path)
    isEmptyAt = { list.value(at: $0).isEmpty }
    areEqualAt = { list.value(at: $0) == list.value(at: $1) }
    keys = { list.value(of: $0).map(\.key) }
    write = { parent, scope, writer in
      writer.object { writer in
        list.value(at: parent).objects.withUnsafeBufferPointer { children in
          for place in children.indices {
            writer.key(children[place].key)
            writeObject(at: children.baseAddress! + place, scope, to: &writer)
          }
        }
      }
    }
    writeMember = { parent, position, scope, writer in
      writeObject(list.value(of: parent)[position], scope, to: &writer)
    }
    read = { scope, reader, parent throws(DocumentError) in
      var children = list.value(of: parent).objects
      try reader.object { key, reader throws(DocumentError) in
        children.append(try readObject(Child(key: key), scope, from: &reader))
      }
      list.set(ordered ? Keyed(inOrder: children) : Keyed(sorting: children), of: &parent)
    }
    gather = { others, parent in
      let children = list.value(of: parent).objects + others.flatMap { list.value(of: $0).objects }
      list.set(ordered ? Keyed(inOrder: children) : Keyed(sorting: children), of: &parent)
    }
    compare = { old, new, container, differ in
      differ.compare(list.value(of: old), list.value(of: new), ordered: ordered, in: container)
    }
    reaches = { kinds in kinds.contains(Child.kind) || Child.members.contains { $0.reaches(kinds) } }
    prune = { parent, container, pruning in
      if let rest = try pruning.rest(of: list.value(of: parent), in: container) { list.set(rest, of: &parent) }
    }
    visit = { parent, container, body in
      for child in list.value(of: parent) {
        let id = container.member(Child.kind, child.key)
        body(id)
        for list in Child.members { list.visit(child, id, body) }
      }
    }
    note = { parent, container, limit, facts in
      if ordered {
        facts.note(order: list.value(of: parent).map(\.key), of: Differ.orderName(Child.kind), in: container)
      }
      for child in list.value(of: parent) { facts.note(child, container.member(Child.kind, child.key), limit) }
    }
  }

  package func isEmpty(_ parent: Parent) -> Bool { withUnsafePointer(to: parent, isEmptyAt) }
}

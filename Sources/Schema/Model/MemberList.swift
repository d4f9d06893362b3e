/// A list of objects inside an object: a table's columns, a schema's tables. Type-erased over the members' kind, so that a
/// kind can list members of several kinds.
package final class MemberList<Parent: SchemaObject>: Sendable {
  /// The key in the document: `columns`.
  package let name: Text
  package let kind: Kind
  package let since: FormatVersion

  package let isEmpty: @Sendable (Parent) -> Bool
  package let keys: @Sendable (Parent) -> [Text]
  package let write: @Sendable (Parent, DocumentScope, inout JSONWriter) -> Void
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
    isEmpty = { $0[keyPath: path].isEmpty }
    keys = { $0[keyPath: path].map(\.key) }
    write = { parent, scope, writer in
      writer.object { writer in
        for child in parent[keyPath: path] {
          writer.key(child.key)
          writeObject(child, scope, to: &writer)
        }
      }
    }
    writeMember = { parent, position, scope, writer in
      writeObject(parent[keyPath: path][position], scope, to: &writer)
    }
    read = { scope, reader, parent throws(DocumentError) in
      var children = parent[keyPath: path].objects
      try reader.object { key, reader throws(DocumentError) in
        children.append(try readObject(Child(key: key), scope, from: &reader))
      }
      parent[keyPath: path] = ordered ? Keyed(inOrder: children) : Keyed(sorting: children)
    }
    gather = { others, parent in
      let children = parent[keyPath: path].objects + others.flatMap { $0[keyPath: path].objects }
      parent[keyPath: path] = ordered ? Keyed(inOrder: children) : Keyed(sorting: children)
    }
    compare = { old, new, container, differ in
      differ.compare(old[keyPath: path], new[keyPath: path], ordered: ordered, in: container)
    }
    reaches = { kinds in kinds.contains(Child.kind) || Child.members.contains { $0.reaches(kinds) } }
    prune = { parent, container, pruning in
      if let kinds = pruning.kinds, !kinds.contains(Child.kind), !Child.members.contains(where: { $0.reaches(kinds) }) {
        return
      }
      try parent[keyPath: path].rewrite { child in try pruning.prune(child, in: container) }
    }
    visit = { parent, container, body in
      for child in parent[keyPath: path] {
        let id = container.member(Child.kind, child.key)
        body(id)
        for list in Child.members { list.visit(child, id, body) }
      }
    }
    note = { parent, container, limit, facts in
      if ordered {
        facts.note(order: parent[keyPath: path].map(\.key), of: Differ.orderName(Child.kind), in: container)
      }
      for child in parent[keyPath: path] { facts.note(child, container.member(Child.kind, child.key), limit) }
    }
  }
}

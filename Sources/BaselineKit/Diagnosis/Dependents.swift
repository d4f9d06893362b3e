import Schema

/// What depends on a table: what people must look at when the table changes. Named in reports, decides nothing.
package struct Dependents: Equatable, Sendable {
  /// Foreign keys of other tables that point here.
  package var foreignKeys: [ObjectID] = []
  package var partitions: [ObjectID] = []
  /// The sequences that its columns own.
  package var sequences: [ObjectID] = []
  /// Views and materialised views that read it, and those that read these.
  package var views: [ObjectID] = []
  /// What its triggers call.
  package var functions: [ObjectID] = []
  /// The enums and domains that its columns are of.
  package var types: [ObjectID] = []

  /// All of them, in the order in which reports name them.
  package var all: [ObjectID] { foreignKeys + partitions + sequences + views + functions + types }
}

extension Snapshot {
  /// What depends on a table. Texts of the server are searched for qualified names, which they always hold: the catalog is read
  /// with an empty search_path.
  package func dependents(of table: ObjectID) -> Dependents {
    var dependents = Dependents()
    guard let itself = self.table(table) else { return dependents }
    let name = Text(table.name)
    for schema in database.schemas {
      for other in schema.tables {
        let id = ObjectID(.table, [schema.key, other.key])
        if other.partitionOf == name || other.inherits.contains(name) { dependents.partitions.append(id) }
        guard id != table else { continue }
        // The foreign key of a partition is its parent's.
        dependents.foreignKeys += other.constraints.filter { $0.references == name && !$0.inherited }.map {
          id.member(.constraint, $0.key)
        }
      }
      dependents.sequences += schema.sequences.filter {
        $0.ownedBy.flatMap { tableOfColumn(address: $0, in: schema.key) } == table
      }.map {
        ObjectID(.sequence, [schema.key, $0.key])
      }
      dependents.functions += schema.functions.filter { function in
        let call = "\(quotedIdentifier(schema.key)).\(function.key.string.prefix { $0 != "(" })("
        return itself.triggers.contains { $0.definition.string.holds(name: call) }
      }.map { ObjectID(.function, [schema.key, $0.key]) }
      let types =
        schema.enums.map { ObjectID(.enum, [schema.key, $0.key]) }
        + schema.domains.map { ObjectID(.domain, [schema.key, $0.key]) }
      dependents.types += types.filter { type in
        itself.columns.contains { $0.type.string == type.name || $0.type.string == "\(type.name)[]" }
      }
    }
    dependents.views = readers(of: table)
    return dependents
  }

  private func readers(of table: ObjectID) -> [ObjectID] {
    let views = database.schemas.flatMap { schema in
      schema.views.map { (ObjectID(.view, [schema.key, $0.key]), $0.definition.string) }
        + schema.materializedViews.map { (ObjectID(.materializedView, [schema.key, $0.key]), $0.definition.string) }
    }
    var found: [ObjectID] = []
    var waiting = [table]
    while let relation = waiting.popLast() {
      for (view, definition) in views where !found.contains(view) && definition.holds(name: relation.name) {
        found.append(view)
        waiting.append(view)
      }
    }
    return found.sorted()
  }
}

extension String {
  /// Whether a qualified name stands in a text of the server as a whole, not as a part of a longer name. A string constant that holds
  /// it counts too: better named once too often than not at all.
  fileprivate func holds(name: String) -> Bool {
    let isPart = { (byte: UInt8?) in
      guard let byte else { return false }
      return byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    let text = Array(utf8)
    let wanted = Array(name.utf8)
    guard let first = wanted.first, let last = wanted.last, text.count >= wanted.count else { return false }
    return (0...(text.count - wanted.count)).contains { start in
      text[start] == first && text[start..<(start + wanted.count)].elementsEqual(wanted)
        && !(isPart(first) && isPart(start > 0 ? text[start - 1] : nil))
        && !(isPart(last) && isPart(start + wanted.count < text.count ? text[start + wanted.count] : nil))
    }
  }
}

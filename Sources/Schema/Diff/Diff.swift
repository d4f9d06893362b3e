/// The result of comparing two snapshots.
package struct Comparison: Equatable, Sendable {
  /// Sorted by object.
  package let changes: [Change]
  /// What could not be compared, because the older document does not have it; said once.
  package let notCompared: [String]

  package var isSame: Bool { changes.isEmpty }
}

/// What turned `old` into `new`. Pure, and deterministic down to the order.
///
/// Two documents of different versions are compared in what the older one can express, and those of servers of different
/// versions in what the older server has.
package func compare(_ old: Snapshot, _ new: Snapshot) -> Comparison {
  let limit = min(old.version, new.version)
  var notCompared: [String] = []
  var (old, new) = (old, new)
  if limit == .legacy && old.version != new.version {
    notCompared = [LegacyDocument.notCompared]
    old = LegacyDocument.reduce(old)
    new = LegacyDocument.reduce(new)
  } else if old.version != new.version {
    notCompared = [
      "what version \(limit) of the document does not have; baseline update writes \(FormatVersion.current)"
    ]
    (old, new) = (old.reducedToFirst, new.reducedToFirst)
  }
  var differ = Differ(limit: limit == .legacy ? .first : limit)
  if let one = old.postgres, let other = new.postgres, one != other { differ.server = min(one, other) }
  differ.compareMembers(old.database, new.database, .database)
  if !differ.beyond.isEmpty {
    notCompared.append(
      "what PostgreSQL \(differ.server) does not have: \(differ.beyond.sorted().joined(separator: ", "))")
  }
  return Comparison(changes: differ.changes.sorted { $0.object < $1.object }, notCompared: notCompared)
}

/// Collects changes on the way through two snapshots: the recursion is in `MemberList`, the comparing here.
package struct Differ {
  fileprivate let limit: FormatVersion
  /// The older server's major version where the two differ.
  fileprivate var server = Int.max
  fileprivate var changes: [Change] = []
  /// What differs and is not compared, since the older server does not have it: `column compression`.
  fileprivate var beyond: Set<String> = []
  /// How often that was met.
  fileprivate var beyondCount = 0

  /// Compares two lists of one kind, keyed by identity.
  /// - Returns: the change of order, where the order means something and only the order of what both have differs.
  package mutating func compare<Object: SchemaObject>(
    _ old: Keyed<Object>, _ new: Keyed<Object>, ordered: Bool, in container: ObjectID
  ) -> FieldChange? {
    if old == new { return nil }
    let oldByKey = Dictionary(old.map { ($0.key, $0) }) { first, _ in first }
    let newByKey = Dictionary(new.map { ($0.key, $0) }) { first, _ in first }
    let removed = comparable(old.filter { newByKey[$0.key] == nil })
    let added = comparable(new.filter { oldByKey[$0.key] == nil })
    var renames: [Text: Text] = [:]
    if !removed.isEmpty && !added.isEmpty {
      // Last first, so that the first one is taken first.
      var candidates: [[Text?]: [Text]] = [:]
      for after in added.reversed() {
        guard let resemblance = after.resemblance else { continue }
        let place = ordered ? place(of: after, in: new, common: oldByKey) : []
        candidates[resemblance + place, default: []].append(after.key)
      }
      for before in removed {
        guard let resemblance = before.resemblance else { continue }
        let place = ordered ? place(of: before, in: old, common: newByKey) : []
        guard let after = candidates[resemblance + place]?.popLast() else { continue }
        renames[before.key] = after
        renames[after] = before.key
      }
    }
    let rename = { (key: Text) in renames[key].map { container.member(Object.kind, $0) } }
    for object in removed { report(object, .removed, in: container, possibleRename: rename(object.key)) }
    for object in added { report(object, .added, in: container, possibleRename: rename(object.key)) }
    for after in new {
      if let before = oldByKey[after.key], before != after { alter(before, after, in: container) }
    }
    guard ordered else { return nil }
    let oldOrder = old.map(\.key).filter { newByKey[$0] != nil }
    let newOrder = new.map(\.key).filter { oldByKey[$0] != nil }
    if oldOrder == newOrder { return nil }
    return FieldChange(Self.orderName(Object.kind), old: oldOrder.words, new: newOrder.words, weight: .order)
  }

  /// What a change of the order of members of a kind is called.
  static func orderName(_ kind: Kind) -> Text { "\(kind.word) order" }

  /// - Returns: the changes of order in its lists.
  @discardableResult fileprivate mutating func compareMembers<Object: SchemaObject>(
    _ old: Object, _ new: Object, _ id: ObjectID
  ) -> [FieldChange] {
    var orders: [FieldChange] = []
    for list in Object.members where list.since <= limit {
      if let order = list.compare(old, new, id, &self) { orders.append(order) }
    }
    return orders
  }

  private mutating func alter<Object: SchemaObject>(_ old: Object, _ new: Object, in container: ObjectID) {
    let id = container.member(Object.kind, new.key)
    var fields: [FieldChange] = []
    let before = (changes: changes.count, beyond: beyondCount)
    for field in Object.fields where field.since <= limit && !field.areEqual(old, new) {
      if field.server > server {
        pass("\(Object.kind.word) \(field.name)")
        continue
      }
      fields.append(FieldChange(field.name, old: field.words(old), new: field.words(new), weight: field.weight))
    }
    fields += compareMembers(old, new, id)
    if !fields.isEmpty {
      changes.append(Change(object: id, action: .altered, fields: fields))
    } else if changes.count == before.changes && beyondCount == before.beyond && limit == .current {
      changes.append(Change(object: id, action: .altered))
    }
  }

  /// Without what the older server cannot have.
  private mutating func comparable<Object: SchemaObject>(_ objects: [Object]) -> [Object] {
    objects.filter { object in
      if object.server <= server { return true }
      pass(object.serverWord)
      return false
    }
  }

  private mutating func pass(_ what: String) {
    beyond.insert(what)
    beyondCount += 1
  }

  private mutating func report<Object: SchemaObject>(
    _ object: Object, _ action: Change.Action, in container: ObjectID, possibleRename: ObjectID?
  ) {
    let fields = Object.fields.filter { $0.since <= limit && !$0.isDefault(object) }.map { field in
      let words = field.words(object)
      return FieldChange(
        field.name, old: action == .removed ? words : nil, new: action == .added ? words : nil, weight: field.weight)
    }
    let contents = Object.members.filter { $0.since <= limit && !$0.isEmpty(object) }.map {
      Contents($0.name, $0.keys(object))
    }
    changes.append(
      Change(
        object: container.member(Object.kind, object.key), action: action, fields: fields, contents: contents,
        whole: contents.isEmpty ? nil : Whole(object, limit: limit), possibleRename: possibleRename))
  }
}

/// The place of a column: which column that both versions have stands before it.
private func place<Object: SchemaObject>(
  of object: Object, in list: Keyed<Object>, common: [Text: Object]
) -> [Text] {
  Array(list.prefix { $0.key != object.key }.map(\.key).filter { common[$0] != nil }.suffix(1))
}

import Postgres
import Schema

/// Finds out of texts that differ whether they mean the same: both are rendered by one server that holds the schema. A proof,
/// never a guess: what could not be rendered again counts as another definition, and says so.
package final class Rendering {
  private let open: () throws -> RenderingDatabase
  private var database: Result<RenderingDatabase, any Error>?
  private var known: [DeparsedText: Result<DeparsedText, any Error>] = [:]

  /// - Parameter open: called when the first text differs; what it throws is why nothing can be proved.
  package init(_ open: @escaping () throws -> RenderingDatabase) {
    self.open = open
  }

  /// What became of the differences of deparsed texts in a change; nil: it has none.
  func proof(of change: Change, _ old: Snapshot, _ new: Snapshot) -> RenderingProof? {
    guard change.action == .altered else { return nil }
    let deparsed = change.object.kind.deparsedFieldNames
    var proof = RenderingProof()
    for field in change.fields where deparsed.contains(field.name) {
      guard let before = old.deparsed(field.name, of: change.object),
        let after = new.deparsed(field.name, of: change.object)
      else { continue }
      do {
        if try rendered(before).texts == rendered(after).texts { proof.same.insert(field.name) }
      } catch {
        proof.unproved = Explanation(error).message
      }
    }
    return proof == RenderingProof() ? nil : proof
  }

  private func rendered(_ text: DeparsedText) throws -> DeparsedText {
    if let known = known[text] { return try known.get() }
    let database = self.database ?? Result { try open() }
    self.database = database
    let result = Result { try database.get().rendered(text) }
    known[text] = result
    return try result.get()
  }
}

/// What rendering again proved of one change.
package struct RenderingProof: Equatable, Sendable {
  /// Fields that only read differently.
  package internal(set) var same: Set<Text> = []
  /// Why another one may mean the same or not; nil: all could be rendered.
  package internal(set) var unproved: String?
}

extension Snapshot {
  /// A field of an object as a text that can be put back; nil: there is none, or it is none that a server deparsed.
  fileprivate func deparsed(_ field: Text, of id: ObjectID) -> DeparsedText? {
    guard id.path.count >= 2, let schema = database.schemas[key: id.path[0]] else { return nil }
    let name = id.path[1]
    let relation = DeparsedText.Relation(schema: id.path[0], name: name)
    let table = schema.tables[key: name]
    func expression(_ text: Text?) -> DeparsedText? { text.map { .expression($0, over: relation) } }
    switch (id.kind, field) {
    case (.view, _): return schema.views[key: name].map { .query($0.definition) }
    case (.materializedView, _): return schema.materializedViews[key: name].map { .query($0.definition) }
    case (.column, "default"):
      let column = table?.columns[key: id.key] ?? schema.views[key: name]?.columns[key: id.key]
      return column?.default.map { .expression($0, over: nil) }
    case (.column, _): return expression(table?.columns[key: id.key]?.generated)
    case (.constraint, "expression"):
      if let domain = schema.domains[key: name] {
        let text = domain.constraints[key: id.key]?.expression
        return text.map { DeparsedText(texts: [$0], form: .domainCheck(type: domain.type)) }
      }
      return expression(table?.constraints[key: id.key]?.expression)
    case (.constraint, _):
      let text = table?.constraints[key: id.key]?.exclusion
      return text.map { DeparsedText(texts: [$0], form: .exclusion(relation)) }
    case (.index, _):
      let indexes = table?.indexes ?? schema.materializedViews[key: name]?.indexes
      guard let index = indexes?[key: id.key] else { return nil }
      if field == "predicate" { return expression(index.predicate) }
      return index.keys.isEmpty
        ? nil : DeparsedText(texts: index.keys, form: .indexKeys(method: index.method, relation))
    case (.trigger, _):
      let trigger = table?.triggers[key: id.key] ?? schema.views[key: name]?.triggers[key: id.key]
      return trigger.flatMap { .trigger($0.definition, name: id.key) }
    case (.domain, _): return schema.domains[key: name]?.default.map { .expression($0, over: nil) }
    case (.function, _):
      guard let function = schema.functions[key: id.key] else { return nil }
      let signature = DeparsedText.Signature(arguments: function.arguments, returns: function.returns)
      if field == "arguments" { return DeparsedText(texts: [function.arguments], form: .arguments(signature)) }
      return function.isParsed ? DeparsedText(texts: [function.body], form: .body(signature)) : nil
    case (.table, "partition_key"):
      return table?.partitionKey.map { DeparsedText(texts: [$0], form: .partitionKey(relation)) }
    case (.table, _):
      guard let table, let bound = table.partitionBound,
        let parent = table.partitionOf.flatMap({ tableID($0, in: id.path[0]) }),
        let key = self.table(parent)?.partitionKey
      else { return nil }
      let whole = DeparsedText.Relation(schema: parent.path[0], name: parent.path[1])
      return DeparsedText(texts: [bound], form: .partitionBound(of: whole, key: key))
    default: return nil
    }
  }
}

extension Function {
  /// Whether its body is kept as a tree, and deparsed.
  fileprivate var isParsed: Bool {
    language == "sql" && ["BEGIN ATOMIC", "RETURN "].contains { body.string.utf8.starts(with: $0.utf8) }
  }
}

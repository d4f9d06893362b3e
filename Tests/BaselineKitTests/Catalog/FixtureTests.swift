import Schema
import Testing

@testable import TestSupport

/// What is reported of each fixture, and that the fixtures change everything that there is.
struct FixtureTests {
  @Test(arguments: Fixture.all)
  func reportsWhatWasChanged(fixture: Fixture) throws {
    guard try fixture.canRun() else { return }
    let run = try FixtureRun.of(fixture)
    for state in [run.before, run.after] {
      #expect(try Snapshot(document: state.canonicalBytes) == state)
      #expect(compare(state, state).isSame)
    }
    let back = compare(run.after, run.before).changes
    #expect(back.map(\.object) == run.changes.map(\.object))
    #expect(back.map { $0.action.reversed } == run.changes.map(\.action))
    #expect(back.map { $0.fields.map(\.name) } == run.changes.map { $0.fields.map(\.name) })
    #expect(!run.changes.contains { $0.isLeftover })
    try fixture.check(run.changes, major: run.before.postgres ?? 0)
  }

  /// Each field of each kind changes in some fixture while nothing else of the object does; of each kind something comes or
  /// goes, which is the same seen from the other side; columns change their places.
  ///
  /// Read from expected.json, so that what needs another server than this one counts, too.
  @Test func everyFieldIsChangedBySomeFixture() throws {
    var seen: Set<String> = []
    for fixture in Fixture.all {
      for change in try ReportedChange.all(of: fixture) {
        if change.action != "altered" {
          seen.insert(change.kind.rawValue)
        } else if change.fields.count == 1 {
          seen.insert("\(change.kind.rawValue).\(change.fields[0])")
        }
        seen.formUnion(change.contents.map { "list \($0.list)" })
      }
    }
    var missing: [String] = []
    for kind in Kind.allCases where kind != .database && kind != .properties {
      if seen.isDisjoint(with: [kind.rawValue] + Self.lists(of: kind).map { "list \($0)" }) {
        missing.append(kind.rawValue)
      }
    }
    missing += Self.fields.filter { Self.neverAlone[$0.description] == nil && !seen.contains($0.description) }
      .map(\.description)
    if !seen.contains("table.column order") { missing.append("table.column order") }
    #expect(missing == [])
  }

  /// None of the fields is decoration: without it some fixture would report less, and what it lost no other field tells.
  @Test func withoutAFieldSomethingGoesUnseen() throws {
    var alone: [String: [(Fixture, ObjectID)]] = [:]
    var unrun: Set<String> = []
    for fixture in Fixture.all {
      guard try fixture.canRun() else {
        for change in try ReportedChange.all(of: fixture) {
          for field in change.fields { unrun.insert("\(change.kind.rawValue).\(field)") }
        }
        continue
      }
      for change in try FixtureRun.of(fixture).changes where change.action == .altered && change.fields.count == 1 {
        alone["\(change.object.kind.rawValue).\(change.fields[0].name)", default: []].append((fixture, change.object))
      }
    }
    var decoration: [String] = []
    for field in Self.fields where Self.neverAlone[field.description] == nil {
      guard let (fixture, object) = alone[field.description]?.first else {
        if !unrun.contains(field.description) { decoration.append(field.description) }
        continue
      }
      let run = try FixtureRun.of(fixture)
      let left = compare(try field.forgotten(in: run.before), try field.forgotten(in: run.after)).changes
      if left.contains(where: { $0.object == object }) { decoration.append(field.description) }
      // Nothing but what the field tells is lost.
      let expected = run.changes.compactMap { change -> [Text]? in
        guard change.object.kind == field.kind else { return change.fields.map(\.name) }
        let names = change.fields.map(\.name).filter { $0 != field.name }
        return names.isEmpty && !change.fields.isEmpty && change.action == .altered ? nil : names
      }
      #expect(left.map { $0.fields.map(\.name) } == expected, "\(field) in \(fixture.name)")
    }
    #expect(decoration == [])
  }

  /// Fields that cannot change while nothing else of the object does, with the reason.
  static let neverAlone: [String: String] = [
    "access_method.type": "another type has another handler",
    "aggregate.final_function_extra": "the final function then has more arguments",
    "aggregate.moving_final_function_extra": "the final function then has more arguments",
    "collation.provider": "each provider keeps its locale in other fields, or writes it otherwise",
    "base_type.shell": "what is no shell has functions",
  ]

  private static let fields = Kind.allCases.flatMap { kind in kind.fieldNames.map { KindField(kind: kind, name: $0) } }

  /// What lists of the kind are called in a document.
  private static func lists(of kind: Kind) -> [String] {
    Kind.allCases.flatMap { $0.type.listNames(of: kind) }.map(\.string)
  }
}

private struct KindField: CustomStringConvertible {
  let kind: Kind
  let name: Text

  var description: String { "\(kind.rawValue).\(name)" }

  func forgotten(in snapshot: Snapshot) throws -> Snapshot {
    try snapshot.filtered(kinds: [kind]) { context in
      context.id.kind == kind ? .forget(fields: [name], rule: "") : .keep
    }.snapshot
  }
}

extension Change.Action {
  fileprivate var reversed: Self {
    switch self {
    case .added: .removed
    case .removed: .added
    case .altered: .altered
    }
  }
}

extension SchemaObject {
  fileprivate static func listNames(of kind: Kind) -> [Text] { members.filter { $0.kind == kind }.map(\.name) }
}

/// A change as expected.json has it.
struct ReportedChange {
  var kind = Kind.database
  var action = ""
  var fields: [Text] = []
  var contents: [(list: Text, keys: [Text])] = []

  static func all(of fixture: Fixture) throws -> [ReportedChange] {
    guard let text = try fixture.text("expected.json") else { return [] }
    var reader = try JSONReader(Array(text.utf8))
    var changes: [ReportedChange] = []
    try reader.array { (reader) throws(DocumentError) in changes.append(try ReportedChange(&reader)) }
    return changes
  }

  private init(_ reader: inout JSONReader) throws(DocumentError) {
    try reader.object { (key, reader) throws(DocumentError) in
      switch key {
      case "kind": kind = Kind(rawValue: try reader.text().string) ?? .database
      case "change": action = try reader.text().string
      case "fields":
        try reader.array { (reader) throws(DocumentError) in
          try reader.object { (key, reader) throws(DocumentError) in
            if key == "name" { fields.append(try reader.text()) } else { try reader.skip() }
          }
        }
      case "contents":
        try reader.object { (key, reader) throws(DocumentError) in contents.append((key, try [Text](from: &reader))) }
      default: try reader.skip()
      }
    }
  }
}

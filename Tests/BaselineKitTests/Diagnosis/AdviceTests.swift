import Schema
import Testing

@testable import BaselineKit

/// What is advised of very many differences.
struct AdviceTests {
  /// Both states are compared once, and not for each of the differences: that would take minutes here, where it takes a second.
  @Test func manyDifferences() {
    let expected = snapshot(type: "text")
    let live = snapshot(type: "integer")
    let advice = Advice(config: Config(), evidence: Evidence(), expected: expected, live: live)
    let changes = compare(expected, live).changes
    #expect(changes.count == 2_000)
    let repaired = changes.count { change in
      !advice.diagnosis(of: change, Reasoning.Conclusion(causes: [.byHand])).repair.isEmpty
    }
    #expect(repaired == changes.count)
  }

  private func snapshot(type: Text) -> Snapshot {
    var table = Table(key: "t")
    table.columns = Keyed(
      inOrder: (0..<2_000).map { number in
        var column = Column(key: Text("c\(number)"))
        column.type = type
        return column
      })
    var schema = Namespace(key: "public")
    schema.tables = [table]
    var snapshot = Snapshot(postgres: 17)
    snapshot.database.schemas = [schema]
    return snapshot
  }
}

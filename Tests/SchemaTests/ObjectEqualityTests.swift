import Testing

@testable import Schema

/// Objects are compared where they lie in memory.
struct ObjectEqualityTests {
  /// The same text may lie in two places, and other bits may say the same.
  @Test func valuesAreComparedAndNotTheirBits() {
    let name = { String(repeating: "a long name ", count: 3) + "x" }
    var (one, other) = (Column(key: Text(name())), Column(key: Text(name())))
    (one.type, other.type) = (Text(name()), Text(name()))
    (one.options, other.options) = (["a"], ["a"])
    var emptied: [Text] = ["a"]
    emptied.removeAll(keepingCapacity: true)
    one.foreignOptions = emptied
    (one.comment, other.comment) = ("", "")
    #expect(Keyed(inOrder: [one]) == Keyed(inOrder: [other]))
    var writer = JSONWriter()
    writeObject(one, DocumentScope(), to: &writer)
    var second = JSONWriter()
    writeObject(other, DocumentScope(), to: &second)
    #expect(writer.bytes == second.bytes && !String(decoding: writer.bytes, as: UTF8.self).contains("foreign_options"))
    other.comment = nil
    #expect(Keyed(inOrder: [one]) != Keyed(inOrder: [other]))
    #expect(Keyed(inOrder: [one]) != Keyed(inOrder: [one, one]))
    #expect(Keyed(inOrder: [Column(key: "a")]) != Keyed(inOrder: [Column(key: "b")]))
  }

  @Test func listsOfObjectsAreComparedAtAnyDepth() {
    func schema(_ type: Text) -> Namespace {
      var column = Column(key: "c")
      column.type = type
      var table = Table(key: "t")
      table.columns = [column]
      var schema = Namespace(key: "s")
      schema.tables = [table]
      return schema
    }
    #expect(Keyed(inOrder: [schema("a")]) == Keyed(inOrder: [schema("a")]))
    #expect(Keyed(inOrder: [schema("a")]) != Keyed(inOrder: [schema("b")]))
  }

  /// Sorting moves objects, and takes none for another.
  @Test func everyOrderIsPutRight() {
    func orders(of keys: [Text]) -> [[Text]] {
      if keys.isEmpty { return [[]] }
      return keys.flatMap { first in orders(of: keys.filter { $0 != first }).map { [first] + $0 } }
    }
    let keys: [Text] = ["a", "a name that lies on the heap", "b", "another such long name", "c"]
    for order in orders(of: keys) {
      let shared = order.map { Column(key: $0) }
      #expect(
        Keyed(sorting: shared).map(\.key) == ["a", "a name that lies on the heap", "another such long name", "b", "c"])
      #expect(shared.map(\.key) == order)
    }
  }
}

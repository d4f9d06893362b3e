import Schema
import TestSupport
import Testing

/// T18: names of any characters go through the document and come back as the same bytes.
struct HostileNameTests {
  private static let pieces: [String] = [
    "\"", "\\", "\n", "\r", "\t", "\u{1}", "\u{1b}]0;x\u{7}", "\u{7f}", "\u{9b}2J", "\u{202e}", "\u{200b}", "\u{feff}",
    "\u{e9}", "e\u{301}", "\u{301}", "😀", "👩‍👩‍👧", "한", "ㅎㅏㄴ", ";--", "$(id)", "`id`", "%s", "../", ".git", "CON", "A", "a",
    " ", ".", ",", ":", "{", "}", "[", "]", "'", "<<<<<<< ", "=======", "\u{10ffff}", "\u{fffd}", "null", "\\u0041",
    "/",
    "\u{2028}", "\u{1f}", "\u{80}", "\u{7ff}", "\u{800}", "\u{ffff}", "\u{10000}", "x", "y", "z",
  ]

  private func name(using generator: inout SeededGenerator) -> Text {
    var name = ""
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      if Bool.random(using: &generator) {
        name += Self.pieces.randomElement(using: &generator)!
      } else if let scalar = Unicode.Scalar(UInt32.random(in: 1...0x10ffff, using: &generator)) {
        name.unicodeScalars.append(scalar)
      }
    }
    return Text(name.isEmpty ? "n" : name)
  }

  @Test func tenThousandNamesComeBack() throws {
    var generator = SeededGenerator(seed: 20_26)
    for _ in 0..<100 {
      let names = Set((0..<100).map { _ in name(using: &generator) })
      let before = snapshot { schema in
        schema.tables = Keyed(
          sorting: names.map { name in
            table(name, [column(name, name) { $0.comment = name }]) { $0.storageParameters = [name, name] }
          })
      }
      let bytes = before.canonicalBytes
      let after = try Snapshot(document: bytes)
      #expect(after == before)
      #expect(after.database.schemas[0].tables.count == names.count)
      #expect(after.canonicalBytes == bytes)
      // What is shown on a terminal or in a review cannot move the cursor or turn a line round.
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.unicodeScalars.contains { $0.isInvisibleControl && $0 != "\n" })
    }
  }

  @Test func everyBasicScalarComesBackAlone() throws {
    let names = (1...0xffff).compactMap { Unicode.Scalar($0 as UInt32) }.map { Text(String(Character($0))) }
    let before = snapshot { $0.tables = [table("t", names.map { column($0) })] }
    #expect(try Snapshot(document: before.canonicalBytes) == before)
  }

  /// Two names for PostgreSQL and for git, although Swift's String says they are one.
  @Test func normalFormsStayTwoTables() throws {
    let both = snapshot { $0.tables = Keyed(sorting: [table("caf\u{e9}"), table("cafe\u{301}")]) }
    #expect(both.tableCount == 2)
    #expect(try Snapshot(document: both.canonicalBytes) == both)
    let one = snapshot { $0.tables = [table("caf\u{e9}")] }
    #expect(outline(compare(both, one).changes).map { Text($0) } == ["public.\"cafe\u{301}\" removed"])
    #expect(ObjectID(.table, ["public", "caf\u{e9}"]) != ObjectID(.table, ["public", "cafe\u{301}"]))
    #expect(Set([ObjectID(.table, ["caf\u{e9}"]), ObjectID(.table, ["cafe\u{301}"])]).count == 2)
  }

  @Test func aCommentInAnotherNormalFormIsAChange() {
    func with(_ comment: Text) -> Snapshot { snapshot { $0.tables = [table("t") { $0.comment = comment }] } }
    let changes = compare(with("caf\u{e9}"), with("cafe\u{301}")).changes
    #expect(changes.map(\.fields) == [[FieldChange("comment", old: "caf\u{e9}", new: "cafe\u{301}", weight: .comment)]])
  }
}

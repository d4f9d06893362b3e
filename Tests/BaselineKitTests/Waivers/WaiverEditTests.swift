import Schema
import Testing

@testable import BaselineKit

/// New entries in a file of waivers: what stood there stays, byte for byte.
struct WaiverEditTests {
  private static let old = "fingerprint: \(String(repeating: "a", count: 32)), owner: a, until: 2027-01-01"

  private func entry(_ object: ObjectID, reason: String = "why", reach: Waiver.Reach = .everyDatabase)
    -> WaiverEdit.Entry
  {
    WaiverEdit.Entry(
      change: Change(object: object, action: .removed), field: nil, reach: reach, owner: "Ada", reason: reason,
      until: Timestamp("2026-12-31")!)
  }

  private func edit(_ text: String, _ entries: [WaiverEdit.Entry]) throws -> String {
    String(decoding: try WaiverEdit.add(entries, to: Array(text.utf8), Config()), as: UTF8.self)
  }

  @Test(arguments: [
    // In front of the entry, behind it, and its margin.
    ("# remark", "", "  ", "\n"), ("waivers:", "", "  ", "\n"), ("waivers:   # list", "# end", "  ", "\n"),
    ("# a\r\nwaivers:\r\n", "\r\n# end\r\n", "  ", "\r\n"), ("  waivers:\n", "", "    ", "\n"),
    ("waivers:\n- {object: t, \(old), reason: 가} # one\n", "# between\n\n", "", "\n"),
    (
      "waivers:\n   -   object: t # one\n       reason: >-\n         long\n         text\n       \(old.replacing(", ", with: "\n       "))\n",
      "\n# end", "   ", "\n"
    ),
  ])
  func everyOtherByteStays(before: String, after: String, margin: String, newline: String) throws {
    let text = before.utf8.last == 0x0a || after.isEmpty ? before + after : before + "\n" + after
    let edited = try edit(text, [entry(ObjectID(.table, ["public", "t"]))])
    let added = "\(margin)- object: \"public.t\"\(newline)"
    #expect(edited.contains(added) && edited.contains("\(margin)# table public.t removed\(newline)"), "\(edited)")
    let lines = { (text: String) in
      text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    }
    var rest = lines(edited)[...]
    for line in lines(text) where !line.isEmpty {
      let found = try #require(rest.firstIndex(of: line), "\(line) is gone from\n\(edited)")
      rest = rest[(found + 1)...]
    }
    #expect(newline == "\n" || !edited.replacing("\r\n", with: "").contains("\n"))
    // Again: the second stands behind the first.
    let twice = try edit(edited, [entry(ObjectID(.table, ["public", "u"]))])
    #expect(
      try Waivers.parse(Array(twice.utf8), Config()).all.suffix(2).map(\.object.text) == ["public.t", "public.u"])
  }

  @Test(arguments: ["waivers: []\n", "waivers: [{object: t}]\n", "{waivers: []}\n", "waivers: x\n", "other: 1\n"])
  func anotherLayoutIsRefused(text: String) throws {
    #expect(throws: ConfigError.self) { try edit(text, [entry(ObjectID(.table, ["public", "t"]))]) }
  }

  @Test func readsBackWhatItWrote() throws {
    let names: [Text] = [
      "a.b", "\"", "line\nend", "# x", "é", "e\u{301}", "'", "\u{202e}", ": ", "- ", "고객", "password=x",
    ]
    let ids =
      names.map { ObjectID(.index, ["Odd Schema", "t", $0]) } + [
        ObjectID(.function, ["public", "f(integer, \"x.y\")"])
      ]
    let text = try edit("", ids.map { entry($0, reason: "it's \"so\": # \u{1b}[2J \\ é", reach: .migrations) })
    let waivers = try Waivers.parse(Array(text.utf8), Config()).all
    #expect(waivers.count == ids.count)
    for (waiver, id) in zip(waivers, ids) {
      #expect(ids.filter(waiver.names) == [id], "\(id)")
      #expect(waiver.reason.utf8.elementsEqual("it's \"so\": # [2J \\ é".utf8) && waiver.reach == .migrations)
    }
    // A thousand, as a database that is adopted may need, and no terminal is harmed by the file.
    let many = try edit(text, (0..<1_500).map { entry(ObjectID(.table, ["public", "table_\($0)"])) })
    #expect(try Waivers.parse(Array(many.utf8), Config()).all.count == 1_500 + ids.count)
    #expect(!many.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
  }
}

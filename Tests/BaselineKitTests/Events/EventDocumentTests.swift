import BaselineKit
import Schema
import TestSupport
import Testing

struct EventDocumentTests {
  /// A valid event, to be made invalid.
  private static let line =
    #"{"v":1,"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","at":"2016-07-30T23:54:10Z","kind":"check","project":"c.yml","#
    + #""actor":"Ada","details":{"n":-5,"list":[true,"x",{}]}}"# + "\n"

  @Test func readsWhatItWrites() throws {
    let event = try Event(parsing: Array(Self.line.utf8))
    #expect(event.details["n"]?.number == -5 && event.details["list"]?.list?[0].truth == true)
    #expect(event.database == nil && event.commit == nil && !event.isClockSet)
    #expect(event.path == "2016/07/check-01ARZ3NDEKTSV4RRFFQ69G5FAV.json")
    #expect(String(decoding: try event.encoded(), as: UTF8.self) == Self.line)
    // All there is, with every character that has to be escaped.
    let odd =
      String(String.UnicodeScalarView((1...0xfff).compactMap { Unicode.Scalar($0) })) + "\u{2028}\u{1F600}\u{FEFF}"
    let fixture = try EventFixture()
    let whole = try fixture.maker(at: "1999-12-31T23:59:59Z").event(
      "odd_kind", database: "db",
      [.init(String(odd.prefix(40)), .text(odd)), .init("min", .number(.min)), .init("none", .list([]))])
    let bytes = try whole.encoded()
    #expect(try Event(parsing: bytes) == whole)
    #expect(bytes.filter { $0 == UInt8(ascii: "\n") }.count == 1 && bytes.last == UInt8(ascii: "\n"))
    #expect(!bytes.contains(0x1b))
    #expect(whole.isClockSet)
  }

  @Test(
    arguments: [
      (#""v":1,"#, "", #"it has no "v""#),
      (#""v":1,"#, #""v":2,"#, "version 2 of the format"),
      (#""v":1,"#, #""v":1,"v":1,"#, "duplicate key"),
      (#""v":1,"#, #""v":1,"why":"x","#, "unknown key"),
      (#""v":1,"#, #""v":"1","#, "expected a whole number"),
      ("FAV", "FAU", "its id is no ULID"),
      ("23:54:10", "23:54:11", "its time is not its id's"),
      ("T23:54:10Z", "", "its time is none"),
      (#""check""#, #""Check""#, "its kind is no word"),
      (#""check""#, #""a-b""#, "its kind is no word"),
      (#""check""#, #""""#, #"it has no "kind""#),
      (#""check""#, "5", "expected a string"),
      (#""actor":"Ada","#, "", #"it has no "actor""#),
      (#""actor":"Ada","#, #""actor":"Ada","commit":"main","#, "its commit is no object id"),
      (#""actor":"Ada","#, #""actor":"Ada","clock":"slow","#, "its clock is not"),
      (#""actor":"Ada","#, #""actor":"\#(String(repeating: "a", count: 1025))","#, "more than 1024 bytes"),
      ("-5", "null", "expected a whole number"),
      ("-5", "1.5", "expected a whole number"),
      ("-5", "9223372036854775808", "does not fit in 64 bits"),
      ("-5", #""\#(String(repeating: "a", count: 20_000))""#, "more than 16384 bytes"),
      ("-5", String(repeating: "[", count: 15) + String(repeating: "]", count: 15), "nested deeper than 16"),
      ("-5", String(repeating: "[", count: 60_000), "nested deeper than 16"),
      (#"{"n""#, #"{"list":1,"n""#, "duplicate key"),
      (#"{"n":-5,"list":[true,"x",{}]}"#, "[]", #"it has no "details""#),
      ("}}", "},}", "a comma before the closing bracket"),
      ("}}\n", "}} {}", "text after the end"),
      ("{\"v\"", "\u{FEFF}{\"v\"", "byte order mark"),
      ("Ada", "\\u0000", "NUL"),
      ("Ada", "\\ud800", "lone surrogate"),
      ("Ada", "\u{1b}[2J", "control character"),
      ("-5", String(repeating: " ", count: 70_000) + "5", "at most 65536"),
    ] as [(String, String, String)])
  func refuses(_ old: String, _ new: String, _ reason: String) throws {
    let text = Self.line.replacing(old, with: new, maxReplacements: 1)
    let error = #expect(throws: DocumentError.self) { try Event(parsing: Array(text.utf8)) }
    #expect(
      error.map { "\($0)".contains(reason) } == true, "\(error.map { "\($0)" } ?? "none") for \(text.prefix(200))")
  }

  @Test func refusesBrokenBytes() throws {
    let error = #expect(throws: DocumentError.self) {
      try Event(parsing: Array(Self.line.utf8).map { $0 == UInt8(ascii: "A") ? 0xff : $0 })
    }
    #expect(error?.reason == "is not UTF-8")
    for length in 0..<Self.line.utf8.count - 1 {
      #expect(throws: DocumentError.self) { try Event(parsing: Array(Self.line.utf8.prefix(length))) }
    }
  }

  /// docs/events.md lists the keys in the order in which they are written, and gives the limits.
  @Test func documentDescribesTheFormat() throws {
    let top = #filePath.dropLast("/Tests/BaselineKitTests/Events/EventDocumentTests.swift".count)
    let document = String(decoding: try readFile("\(top)/docs/events.md", limit: 1 << 20), as: UTF8.self)
    let rows = document.split(separator: "\n").drop { !$0.hasPrefix("| `v`") }.prefix { $0.hasPrefix("|") }
    let documented = rows.map { $0.dropFirst(3).prefix { $0 != "`" } }
    let test = try TestRepository()
    try test.commit("first")
    let event = try EventFixture(test).maker().event("check", database: "production", [])
    let written = String(decoding: try event.encoded(), as: UTF8.self).split(separator: ",")
      .compactMap { $0.split(separator: "\"").dropFirst($0.hasPrefix("{") ? 1 : 0).first }
    #expect(documented == written)
    #expect(Event.sizeLimit == 64 << 10)
    #expect(document.contains("\(event.path.prefix(8))") && document.contains("At most 200,000 files and 256 MiB"))
  }

  @Test func whatCouldNotBeReadIsNotRecorded() throws {
    let fixture = try EventFixture()
    let maker = try fixture.maker()
    let text = EventValue.text(String(repeating: "x", count: 16 << 10))
    for event in [
      maker.event("check", [.init("a", .text(String(repeating: "x", count: 17 << 10)))]),
      maker.event("check", (0..<5).map { .init("key\($0)", text) }),
      maker.event("check", [.init("a", .number(1)), .init("a", .number(2))]),
      maker.event("Bad Kind", []), maker.event("check", database: String(repeating: "x", count: 2000), []),
    ] {
      let error = #expect(throws: Failure.self) { try fixture.log.append([maker.event("stage", []), event]) }
      #expect(error?.operation.hasPrefix("recording the event ") == true)
    }
    #expect(try fixture.log.read().events.isEmpty)
  }
}

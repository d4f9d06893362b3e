import Testing
import YAML

/// A tree as one line: `"quoted"`, plain, [sequence], {key: value}.
private func outline(_ node: YAMLNode) -> String {
  switch node.content {
  case .scalar(let text, let plain): plain ? text : "\"\(text)\""
  case .sequence(let items, _): "[" + items.map(outline).joined(separator: ", ") + "]"
  case .mapping(let entries, _): "{" + entries.map { "\($0.key): \(outline($0.value))" }.joined(separator: ", ") + "}"
  }
}

private func parse(_ text: String) throws(YAMLError) -> YAMLNode? {
  try YAMLNode.parse(Array(text.utf8), file: "c.yml")
}

struct YAMLParserTests {
  @Test(arguments: [
    ("a: 1", "{a: 1}"),
    ("a: no\nb: 012\nc: 12:30:45\nd: ~\ne: 1e3\nf: y", "{a: no, b: 012, c: 12:30:45, d: ~, e: 1e3, f: y}"),
    ("a: 'no'\nb: \"012\"\nc: |\n  x\n  y\n", "{a: \"no\", b: \"012\", c: \"x\ny\n\"}"),
    ("a:\nb: []\nc: {}\n", "{a: , b: [], c: {}}"),
    ("- [a, {b: c}]\n- d", "[[a, {b: c}], d]"),
    ("---\na: 1 # comment\n...\n", "{a: 1}"),
    ("a: 1\r\nb: 2\r\n", "{a: 1, b: 2}"),
    ("no: yes\n1: 2\n'<<': x", "{no: yes, 1: 2, <<: x}"),
    ("표: [가, \"\\u00e9\"]", "{표: [가, \"é\"]}"),
    ("just text", "just text"),
    // Two keys, for their bytes differ.
    ("e\u{301}: 1\n\u{e9}: 2", "{e\u{301}: 1, \u{e9}: 2}"),
  ])
  func readsWhatIsWritten(text: String, expected: String) throws {
    #expect(try parse(text).map(outline) == expected)
  }

  @Test(arguments: ["", "\n\n", "# only a comment\n", "  # one"])
  func noDocumentIsNil(text: String) throws {
    #expect(try parse(text) == nil)
  }

  @Test func marksCountCharactersFromOne() throws {
    let node = try #require(try parse("표: [가나, 'b c']\r\nx:\r\n  - 1\r\n"))
    guard case .mapping(let entries, flow: false) = node.content,
      case .sequence(let flow, flow: true) = entries[0].value.content,
      case .sequence(let block, flow: false) = entries[1].value.content
    else { return #expect(Bool(false), "unexpected shape") }
    #expect(entries.map(\.start) == [YAMLMark(line: 1, column: 1), YAMLMark(line: 2, column: 1)])
    #expect(flow.map(\.start) == [YAMLMark(line: 1, column: 5), YAMLMark(line: 1, column: 9)])
    #expect(flow.map(\.end) == [YAMLMark(line: 1, column: 7), YAMLMark(line: 1, column: 14)])
    #expect(entries[0].value.end == YAMLMark(line: 1, column: 15))
    #expect(entries[1].value.start == YAMLMark(line: 3, column: 3))
    #expect(block[0].start == YAMLMark(line: 3, column: 5))
  }

  @Test(arguments: [
    ("a:", true), ("a: ~", true), ("a: null", true), ("a: 'null'", false), ("a: \"\"", false), ("a: no", false),
  ])
  func nullIsOnlyWhatIsUnquoted(text: String, expected: Bool) throws {
    guard case .mapping(let entries, _)? = try parse(text)?.content else { return #expect(Bool(false), "no mapping") }
    #expect(entries[0].value.isNull == expected)
  }

  @Test(arguments: [
    ("[a, {b: 'c'}]", "- a\n- b: \"c\"", true),
    ("[a]", "['a']", false),
    ("[a, b]", "[b, a]", false),
    ("{a: 1}", "{b: 1}", false),
    ("[e\u{301}]", "[\u{e9}]", false),
    ("[a]", "{a: 1}", false),
  ])
  func contentIsComparedByBytes(one: String, two: String, expected: Bool) throws {
    let one = try #require(try parse(one))
    let two = try #require(try parse(two))
    #expect(one.hasSameContent(as: two) == expected)
  }
}

struct YAMLRefusalTests {
  @Test(arguments: [
    ("a: 1\na: 2", "2:1: the key 'a' stands in line 1 already"),
    ("x: {b: 1, 'b': 2}", "1:11: the key 'b' stands in line 1 already"),
    ("a: &x 1", "1:4: an anchor (&)"),
    ("a: &x [1]", "1:4: an anchor (&)"),
    ("a: *x", "1:4: an alias (*)"),
    ("a: !!str 1", "1:4: a tag (!)"),
    ("a: ! 1", "1:4: a tag (!)"),
    ("a: !x {}", "1:4: a tag (!)"),
    ("<<: {a: 1}", "1:1: a merge key (<<)"),
    ("%YAML 1.1\n---\na: 1", "1:1: a % directive"),
    ("%TAG ! x:\n---\na: 1", "1:1: a % directive"),
    ("a: 1\n---\nb: 2", "2:1: a second document in one file"),
    ("? [a]\n: b", "1:3: a key that is no text"),
    ("~: b", "1:1: a key that is no text"),
    ("a: [1, 2\n", "2:1: did not find expected ',' or ']' while parsing a flow sequence"),
    ("a: 1\n b: 2", "2:3: mapping values are not allowed in this context"),
    ("a:\n\t- b", "2:1: found character that cannot start any token while scanning for the next token"),
    ("a: *.x", "1:5: did not find expected alphabetic or numeric character while scanning an alias"),
    ("a: \"\\.x\"", "1:5: found unknown escape character while parsing a quoted scalar"),
    ("a: \"\\bx\"", "1:4: the control character U+0008 in a text"),
    ("a: \"x\\0\"", "1:4: the control character U+0000 in a text"),
    ("\"a\\0\": x", "1:1: the control character U+0000 in a text"),
    ("\u{FEFF}a: 1", "1:1: a byte order mark"),
    ("a: 1\n가\u{0}", "2:2: the control character U+0000"),
    ("a: \u{1b}[2J", "1:4: the control character U+001B"),
    ("a: \u{7f}", "1:4: the control character U+007F"),
    ("# x\u{85}b: 1", "1:4: the control character U+0085"),
    ("# x\u{2028}b: 1", "1:4: the control character U+2028"),
    ("# x\u{202e}b: 1", "1:4: the control character U+202E"),
    ("# x\rb: 1", "1:5: a carriage return without a line feed"),
    ("a: 1\r", "1:6: a carriage return without a line feed"),
  ])
  func namesThePlace(text: String, expected: String) {
    let error = #expect(throws: YAMLError.self) { try parse(text) }
    #expect(error?.description == "c.yml:\(expected)")
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x61, 0x00], "1:1: the file is UTF-16"),
      ([0xFE, 0xFF, 0x00, 0x61], "1:1: the file is UTF-16"),
      ([0x61, 0x00, 0x3A, 0x00], "1:2: the control character U+0000"),
      ([0x61, 0x3A, 0x0A, 0x20, 0xC3], "2:2: a byte that is not UTF-8"),
      ([0xED, 0xA0, 0x80], "1:1: a byte that is not UTF-8"),
      ([0xC0, 0xAF], "1:1: a byte that is not UTF-8"),
    ] as [([UInt8], String)])
  func bytesThatAreNoText(bytes: [UInt8], expected: String) {
    let error = #expect(throws: YAMLError.self) { try YAMLNode.parse(bytes, file: "c.yml") }
    #expect(error?.description == "c.yml:\(expected)")
  }

  @Test func tellsWhatToDoAboutCommonSlips() {
    #expect(
      #expect(throws: YAMLError.self) { try parse("a: *_x$") }?.hint == "text that begins with * or & needs quotes")
    #expect(
      #expect(throws: YAMLError.self) { try parse("a: \"\\d\"") }?.hint
        == "in double quotes a backslash begins an escape: use single quotes")
  }

  @Test func billionLaughsStopAtTheFirstAnchor() {
    var bomb = "a0: &a0 [lol, lol]\n"
    for level in 1...30 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    let error = #expect(throws: YAMLError.self) { try parse(bomb) }
    #expect(error?.description == "c.yml:1:5: an anchor (&)")
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "])
  func deepNestingIsRefusedWhereItBegins(opening: String) {
    let error = #expect(throws: YAMLError.self) { try parse(String(repeating: opening, count: 20_000)) }
    #expect(error?.reason == "nested deeper than 32 levels")
    #expect(error?.column == 32 * opening.count + 1)
  }

  @Test func nestingUpToTheLimitIsRead() throws {
    #expect(try parse(String(repeating: "[", count: 32) + String(repeating: "]", count: 32)) != nil)
  }

  @Test func largestFileIsReadAndOneByteMoreIsNot() throws {
    let comment = [UInt8](repeating: UInt8(ascii: "#"), count: YAMLNode.largestFile)
    #expect(try YAMLNode.parse(comment, file: "c.yml") == nil)
    let error = #expect(throws: YAMLError.self) { try YAMLNode.parse(comment + [10], file: "c.yml") }
    #expect(error?.description == "c.yml:1:1: the file has 262145 bytes, more than 262144")
  }

  /// Whatever the bytes, reading ends in a tree or an error.
  @Test func anyBytesEnd() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "a", ": ", "- ", "\n", "  ", "[", "]", "{", "}", ",", "'", "\"", "\\", "|", ">", "#", "?", "&x", "*x", "!", "%",
      "---\n", "é",
    ]
    var refused = 0
    for _ in 0..<5_000 {
      let text = (0..<Int.random(in: 0..<40, using: &random)).map { _ in pieces.randomElement(using: &random)! }
        .joined()
      do { _ = try parse(text) } catch { refused += 1 }
    }
    #expect(refused > 0 && refused < 5_000)
  }
}

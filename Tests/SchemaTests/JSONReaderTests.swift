import Schema
import TestSupport
import Testing

/// T19: the strict reader. Two parsers that forgive differently read two schemas out of one document.
struct JSONReaderTests {
  @Test(
    arguments: [
      ("", "1:1 the document ends where an object was expected"),
      ("[]", "1:1 expected an object"),
      ("{}", "1:2 a document begins with \"version\""),
      ("\u{feff}{}", "1:1 begins with a byte order mark"),
      (#"{"postgres": 15, "version": "3.0"}"#, "1:2 a document begins with \"version\""),
      (#"{"version": 3}"#, "1:13 expected a string"),
      (#"{"version": "3"}"#, "1:13 \"3\" is no version"),
      (#"{"version": "03.0"}"#, "1:13 \"03.0\" is no version"),
      (#"{"version": "3.2"}"#, "1:13 version 3.2 is newer than this tool, which knows 3.1 (upgrade baseline)"),
      (#"{"version": "10.0"}"#, "1:13 version 10.0 is newer than this tool, which knows 3.1 (upgrade baseline)"),
      (#"{"version": "1.0"}"#, "1:13 unknown version 1.0"),
      (#"{"version": "2.1"}"#, "1:13 unknown version 2.1"),
      ("{\"version\": \"3.0\",\n \"tables\": {}}", "2:2 a document has no \"tables\" in version 3.0"),
      (#"{"version": "3.0", "postgres": 0}"#, "1:32 no major version of PostgreSQL"),
      (#"{"version": "3.0", "postgres": "15"}"#, "1:32 expected a whole number"),
      (#"{"version": "3.0", "postgres": null}"#, "1:32 expected a whole number"),
      (#"{"version": "3.0", "schemas": []}"#, "1:31 expected an object"),
      ("{\"version\": \"3.0\"}\n{}", "2:1 text after the end of the document"),
      (#"{"version": "3.0",}"#, "1:19 a comma before the closing bracket"),
      (#"{"version": "3.0" "postgres": 15}"#, "1:19 expected ','"),
      (#"{"version" "3.0"}"#, "1:12 expected ':'"),
      (#"{'version': '3.0'}"#, "1:2 a document begins with \"version\""),
      (#"{"version": "3.0"} // comment"#, "1:20 text after the end of the document"),
      ("{\"version\": \"3.0\"\u{a0}}", "1:18 expected ','"),
    ])
  func documents(text: String, expected: String) {
    #expect(failure(of: text) == expected)
  }

  @Test(
    arguments: [
      (#""type": "a", "type": "b""#, "2:14 duplicate key \"type\""),
      (#""type": "a", "\u0074ype": "b""#, "2:14 duplicate key \"type\""),
      (#""typo": "a""#, "2:1 a column has no \"typo\" in version 3.1"),
      (#""type": null"#, "2:9 expected a string"),
      (#""type": 5"#, "2:9 expected a string"),
      (#""type": "a\u0000""#, "2:11 NUL, which PostgreSQL's text cannot hold"),
      ("\"type\": \"a\0\"", "2:11 a control character in a string must be escaped"),
      ("\"type\": \"a\n\"", "2:11 a control character in a string must be escaped"),
      (#""type": "\ud800""#, "2:10 a lone surrogate"),
      (#""type": "\udc00""#, "2:10 a lone surrogate"),
      (#""type": "\ud800x""#, "2:10 a lone surrogate"),
      (#""type": "\ud800\u0041""#, "2:10 a lone surrogate"),
      (#""type": "\u12g4""#, "2:10 \\u wants four hexadecimal digits"),
      (#""type": "\x""#, "2:10 an unknown escape"),
      (#""nullable": 1"#, "2:13 expected true or false"),
      (#""nullable": True"#, "2:13 expected true or false"),
      (#""nullable": trueish"#, "2:17 expected ','"),
      (#""statistics": 01"#, "2:15 a number that has leading zeros or does not fit in 64 bits"),
      (#""statistics": -01"#, "2:15 a number that has leading zeros or does not fit in 64 bits"),
      (#""statistics": 9223372036854775808"#, "2:15 a number that has leading zeros or does not fit in 64 bits"),
      (#""statistics": -9223372036854775809"#, "2:15 a number that has leading zeros or does not fit in 64 bits"),
      (#""statistics": 1.0"#, "2:15 expected a whole number"),
      (#""statistics": 1e3"#, "2:15 expected a whole number"),
      (#""statistics": +1"#, "2:15 expected a whole number"),
      (#""statistics": -"#, "2:15 expected a whole number"),
      (#""statistics": NaN"#, "2:15 expected a whole number"),
      (#""options": ["a",]"#, "2:17 a comma before the closing bracket"),
      (#""options": ["a" "b"]"#, "2:17 expected ','"),
      (#""options": [1]"#, "2:13 expected a string"),
      (#""options": "a""#, "2:12 expected an array"),
      ("\"type\": \"a\",\n<<<<<<< HEAD\n\"x\"", "3:1 has a conflict marker of an unfinished merge"),
      ("\"type\": \"a\",\n=======\n\"x\"", "3:1 has a conflict marker of an unfinished merge"),
      ("\"type\": \"a\",\n>>>>>>> other\n\"x\"", "3:1 has a conflict marker of an unfinished merge"),
      ("\"type\": \"a\",\n||||||| base\n\"x\"", "3:1 has a conflict marker of an unfinished merge"),
    ])
  func columns(text: String, expected: String) {
    let failure = failure(of: KindSample.all.first { $0.kind == .column }!.before + "{\n\(text)\n}}}}}}}}")
    #expect(
      failure?.replacing(" (settle the merge of the migrations, then: baseline update --staged)", with: "") == expected)
  }

  @Test(
    arguments: [
      ([0xff], 13), ([0xc0, 0x80], 13), ([0xe9], 13), ([0xed, 0xa0, 0x80], 13), ([0xf4, 0x90, 0x80, 0x80], 13),
      ([0xf0, 0x9f, 0x98], 13), ([0x41, 0xc3, 0xa9, 0x80], 16),
    ] as [([UInt8], Int)])
  func bytesThatAreNotUTF8(bytes: [UInt8], column: Int) {
    let document = Array("{\n\"comment\": \"".utf8.dropLast()) + bytes + Array("\"}".utf8)
    #expect(failure(of: document) == "2:\(column - 1) is not UTF-8")
  }

  @Test func nesting() throws {
    func list(_ depth: Int) -> [UInt8] {
      let open = String(repeating: "[", count: depth)
      return Array("{\"version\": \"2.0\", \"indexes\": \(open)\(String(repeating: "]", count: depth))}".utf8)
    }
    _ = try Snapshot(document: list(63))
    #expect(failure(of: list(64)) == "1:94 nested deeper than 64")
    #expect(failure(of: list(1_000_000)) == "1:94 nested deeper than 64")
  }

  @Test func size() {
    var document = Array(#"{"version": "3.0"}"#.utf8)
    document += [UInt8](repeating: 0x20, count: JSONReader.sizeLimit - document.count)
    #expect(failure(of: document) == nil)
    #expect(failure(of: document + [0x20]) == "the document has 67108865 bytes; at most 67108864 are read")
  }

  /// A document that stops anywhere is an error, and so is one with any single byte missing or doubled that is not white
  /// space or part of a text.
  @Test func truncatedAnywhere() throws {
    let whole = snapshot { $0.tables = [table("é😀", [column("a\"b", "text") { $0.options = ["x=\u{1}"] }])] }
      .canonicalBytes
    #expect(throws: Never.self) { try Snapshot(document: whole.dropLast()) }
    for count in 0..<whole.count - 1 {
      #expect(throws: DocumentError.self) { try Snapshot(document: Array(whole.prefix(count))) }
    }
  }

  @Test func noInputCrashes() {
    var generator = SeededGenerator(seed: 7)
    let whole = Array(
      #"{"version": "3.0", "postgres": 15, "schemas": {"é": {"tables": {"t": {"columns": {"c": {"type": "\u00e9\ud83d\ude00", "nullable": false, "statistics": -1, "options": ["a", "b"]}}}}}}}"#
        .utf8)
    var accepted = 0
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = bytes.indices.randomElement(using: &generator)!
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(whole.randomElement(using: &generator)!, at: place)
        case 2: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        default: bytes.swapAt(place, bytes.indices.randomElement(using: &generator)!)
        }
      }
      if let read = try? Snapshot(document: bytes) {
        accepted += 1
        // What is accepted is a schema: written, it reads as itself.
        #expect((try? Snapshot(document: read.canonicalBytes)) == read)
      }
    }
    #expect(accepted > 0 && accepted < 20_000)
  }

  @Test(arguments: [
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\u0065\u0301""#, "\u{e9}e\u{301}"),
    (#""\uD83D\uDE00\udbff\udfff""#, "\u{1f600}\u{10ffff}"), ("\"\u{7f}\u{85}\u{2028}\"", "\u{7f}\u{85}\u{2028}"),
    ("\"\"", ""),
  ])
  func escapes(json: String, text: String) throws {
    var reader = try JSONReader(Array(json.utf8))
    let read = try reader.text()
    try reader.end()
    #expect(read == Text(text))
  }

  @Test(
    arguments: [("0", 0), ("-0", 0), ("-9223372036854775808", .min), ("9223372036854775807", .max)] as [(String, Int64)]
  )
  func integers(json: String, number: Int64) throws {
    var reader = try JSONReader(Array(json.utf8))
    #expect(try reader.integer() == number)
  }

  private func failure(of text: String) -> String? { failure(of: Array(text.utf8)) }

  /// `line:column reason (hint)`; nil when the document was read.
  private func failure(of bytes: [UInt8]) -> String? {
    do {
      _ = try Snapshot(document: bytes)
      return nil
    } catch {
      let place = error.line.map { "\($0):\(error.column ?? 0) " } ?? ""
      return place + error.reason + (error.hint.map { " (\($0))" } ?? "")
    }
  }
}

extension Commit {
  /// The first paragraph in one line, as `git log --format=%s`.
  package var subject: String {
    paragraphLines.prefix { !$0.isEmpty }.joined(separator: " ")
  }

  /// All that comes after the first paragraph, without the blank lines between; `git log --format=%b`.
  package var body: String {
    let rest = paragraphLines.drop { !$0.isEmpty }.drop { $0.isEmpty }
    return rest.joined(separator: "\n")
  }

  /// The values of the trailers of one name, in the message's order, as `git interpret-trailers --parse` finds them:
  /// in the last paragraph (never the subject), when all its lines are trailers, or a quarter of them with one that
  /// git itself writes. Names compare without regard to ASCII case; continuation lines are joined by one blank.
  package func trailers(named name: String) -> [String] {
    trailers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }

  /// All trailers in order.
  package var trailers: [(name: String, value: String)] {
    let lines = Array(paragraphLines)
    guard let end = lines.lastIndex(where: { !$0.isEmpty }),
      let blank = lines[..<end].lastIndex(where: { $0.isEmpty }),
      lines[..<blank].contains(where: { !$0.isEmpty })
    else { return [] }

    var found: [(name: String, value: String)] = []
    var trailerLines = 0
    var otherLines = 0
    var isGits = false
    var continues = false
    for line in lines[(blank + 1)...end] {
      if line.first == " " || line.first == "\t" {
        // The continuation of a trailer counts for nothing, that of other text is other text.
        if continues, let last = found.popLast() {
          found.append((last.name, "\(last.value) \(String(line).trimmingSpaces)".trimmingSpaces))
        } else {
          otherLines += 1
        }
      } else if let trailer = Self.trailer(line) {
        found.append(trailer)
        trailerLines += 1
        isGits = isGits || trailer.name == "Signed-off-by"
        continues = true
      } else if line.hasPrefix("(cherry picked from commit ") {
        trailerLines += 1
        isGits = true
        continues = false
      } else {
        otherLines += 1
        continues = false
      }
    }
    let isTrailers = otherLines == 0 || (isGits && trailerLines * 3 >= otherLines)
    return isTrailers ? found : []
  }

  private static func trailer(_ line: Substring) -> (name: String, value: String)? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let name = String(line[..<colon]).trimmingSpaces
    let isToken = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isToken, !name.isEmpty else { return nil }
    return (name, String(line[line.index(after: colon)...]).trimmingSpaces)
  }

  /// The message's lines from the first that is not blank; lines of blanks are empty.
  private var paragraphLines: ArraySlice<Substring> {
    // By bytes: to Swift, CR LF is one character that is not LF.
    message.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
      .map { line in line.allSatisfy { $0 == " " || $0 == "\t" || $0 == "\r" } ? "" : line }
      .drop { $0.isEmpty }
  }
}

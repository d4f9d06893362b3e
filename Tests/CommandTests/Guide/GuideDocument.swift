import TestSupport

/// A guide in docs/, as far as tests look at it.
struct GuideDocument {
  /// The level and the text.
  private(set) var headings: [(level: Int, text: String)] = []
  /// Fenced code, by its language.
  private(set) var blocks: [(language: String, lines: [String])] = []
  /// How many cells the rows of the tables have.
  private(set) var rows: [Int] = []
  /// How many items the lists have, one after the other.
  private(set) var items = 0
  /// Where links lead.
  private(set) var links: [String] = []
  /// What stands between backticks outside of code.
  private(set) var spans: [String] = []

  init(_ path: String) throws {
    var prose = ""
    var isCode = false
    for line in try projectFile(path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") {
        isCode.toggle()
        if isCode { blocks.append((String(line.dropFirst(3)), [])) }
      } else if isCode {
        blocks[blocks.count - 1].lines.append(line)
      } else {
        if line.hasPrefix("#") {
          headings.append((line.prefix { $0 == "#" }.count, String(line.drop { "# ".contains($0) })))
        }
        if line.hasPrefix("|") { rows.append(line.count { $0 == "|" }) }
        if line.hasPrefix("* ") || line.drop(while: \.isNumber).hasPrefix(". ") { items += 1 }
        prose += line + "\n"
      }
    }
    // Every second part stands between two.
    for (index, part) in prose.split(separator: "`", omittingEmptySubsequences: false).enumerated() where index % 2 == 1
    {
      spans.append(String(part).replacing("\n", with: " "))
    }
    for part in prose.split(separator: "](", omittingEmptySubsequences: false).dropFirst() {
      links.append(String(part.prefix { $0 != ")" }))
    }
  }

  /// The lines that a reader types, without comments.
  var commands: [String] {
    blocks.filter { $0.language == "sh" }.flatMap(\.lines).map { line in
      String((line.split(separator: " #", maxSplits: 1, omittingEmptySubsequences: false).first ?? "").trimmed)
    }.filter { !$0.isEmpty }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var rest = self
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}

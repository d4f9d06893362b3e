/// A text as Markdown that shows it as it is, on one line: no emphasis, link, table cell, mention, reference to an issue or HTML
/// comes of it, and no command of a CI service.
package func markdownText(_ text: String) -> String {
  var escaped = ""
  for (place, scalar) in safeLine(text).unicodeScalars.enumerated() {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    // As numbers: services look for mentions and issues in what a backslash has escaped, too.
    case "@", "#", "!": escaped += "&#\(scalar.value);"
    // At the beginning these would make a list of it.
    case "-" where place > 0, "+" where place > 0: escaped.unicodeScalars.append(scalar)
    case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "-", "+":
      escaped += "\\"
      escaped.unicodeScalars.append(scalar)
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped.replacing("://", with: ":&#47;&#47;").replacing("www.", with: "www&#46;")
}

/// A text as code in a line of Markdown: the fence is longer than any run of back-ticks in it.
package func markdownCode(_ text: String) -> String {
  let text = safeLine(text)
  let longest = text.split(omittingEmptySubsequences: true) { $0 != "`" }.map(\.count).max() ?? 0
  let fence = String(repeating: "`", count: longest + 1)
  let needsSpace = text.hasPrefix("`") || text.hasSuffix("`") || text.isEmpty
  return needsSpace ? "\(fence) \(text) \(fence)" : "\(fence)\(text)\(fence)"
}

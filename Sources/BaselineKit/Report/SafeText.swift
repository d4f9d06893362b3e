import Schema

/// Text that may come from a database, a repository or an event, as it may be shown on a terminal: what could move the cursor,
/// change colours or turn the direction of a line becomes visible, `\x1b` or `\u{202e}`. Line ends and tabs stay. Also
/// visible becomes what would begin a command of a CI service that reads along: `##[`, `##vso[` and the like anywhere, `::` at
/// the beginning of a line.
package func safeText(_ text: String) -> String {
  let scalars = Array(text.unicodeScalars)
  var safe = ""
  var isLineEmpty = true
  for (position, scalar) in scalars.enumerated() {
    let rest = scalars[position...]
    let isCommand =
      scalar == "#" && rest.dropFirst().first == "#" && rest.dropFirst(2).drop(while: \.isLetter).first == "["
      || scalar == ":" && isLineEmpty && rest.dropFirst().first == ":"
    if isCommand || scalar.isInvisibleControl && scalar != "\n" && scalar != "\t" {
      let hex = String(scalar.value, radix: 16)
      safe += scalar.value < 0x100 ? "\\x\(hex.count == 1 ? "0" : "")\(hex)" : "\\u{\(hex)}"
    } else {
      safe.unicodeScalars.append(scalar)
    }
    isLineEmpty = scalar == "\n" || isLineEmpty && scalar.properties.isWhitespace
  }
  return safe
}

/// The same on one line: a line end in a name must not begin a line of ours.
package func safeLine(_ text: String) -> String {
  safeText(text).replacing("\n", with: "\\n").replacing("\t", with: "\\t")
}

extension Unicode.Scalar {
  fileprivate var isLetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}

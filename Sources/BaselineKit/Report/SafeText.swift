import Schema

/// Text that may come from a database, a repository or an event, as it may be shown on a terminal: what could move the cursor,
/// change colours or turn the direction of a line becomes visible, `\x1b` or `\u{202e}`. Line ends and tabs stay.
package func safeText(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { $0.isInvisibleControl && $0 != "\n" && $0 != "\t" }) else { return text }
  var safe = ""
  for scalar in text.unicodeScalars {
    if scalar.isInvisibleControl && scalar != "\n" && scalar != "\t" {
      let hex = String(scalar.value, radix: 16)
      safe += scalar.value < 0x100 ? "\\x\(hex.count == 1 ? "0" : "")\(hex)" : "\\u{\(hex)}"
    } else {
      safe.unicodeScalars.append(scalar)
    }
  }
  return safe
}

/// The same on one line: a line end in a name must not begin a line of ours.
package func safeLine(_ text: String) -> String {
  safeText(text).replacing("\n", with: "\\n").replacing("\t", with: "\\t")
}

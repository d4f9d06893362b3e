// What somebody or some program wrote stays in an event for ever, and goes wherever the repository goes.

/// A text as an event keeps it: with `***` in place of passwords, in connection URLs (`scheme://user:…@host`, a token before the
/// `@` too) and after `password=`. It is masked rather than refused: in an emergency nobody shall have to say it again.
package func keptText(_ text: String) -> String {
  // Every secret below has one of these before it, and most texts have none: to make the expressions takes a millisecond.
  guard text.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }) else { return text }
  // People forget to encode what ends a password in a well-formed URL, as `/` and `@`.
  let postgres = /(postgres[a-z0-9+]*:\/\/[^\s@:\/?#]*:)\S*@/.ignoresCase().matchingSemantics(.unicodeScalar)
  let url = /(:\/\/[^\s@:\/?#]*:)[^\s\/?#]*@/.matchingSemantics(.unicodeScalar)
  let token = /(https?:\/\/)[^\s@:\/?#]+@/.ignoresCase().matchingSemantics(.unicodeScalar)
  // In quotes as conninfo strings have it, else up to a blank or, in a URL, `&`.
  let pair = /(passw(?:or)?d\s*=\s*)(?:'(?:\\.|[^'\\])*'?|"[^"]*"?|[^\s&]+)/.ignoresCase()
    .matchingSemantics(.unicodeScalar)
  return text.replacing(postgres) { "\($0.1)***@" }.replacing(url) { "\($0.1)***@" }
    .replacing(token) { "\($0.1)***@" }.replacing(pair) { "\($0.1)***" }
}

/// The same on one line, and not a book.
package func keptLine(_ text: String) -> String { String(keptText(singleLine(text)).prefix(1_000)) }

/// Refuses bytes that are no plain UTF-8 text, before libyaml sees them.
///
/// libyaml alone would take UTF-16 and a byte order mark, and would count NEL, U+2028, U+2029 and a lone CR as line ends: what an editor or a review
/// shows as one comment would then be read as further lines.
func checkText(_ bytes: [UInt8], file: String) throws(YAMLError) {
  if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
    throw YAMLError(
      file: file, mark: YAMLMark(line: 1, column: 1), reason: "the file is UTF-16", hint: "save it as UTF-8")
  }
  var line = 1
  var column = 1
  var input = bytes.makeIterator()
  var decoder = UTF8()
  var previous: Unicode.Scalar = " "
  func refuse(_ reason: String, hint: String? = nil) -> YAMLError {
    YAMLError(file: file, mark: YAMLMark(line: line, column: column), reason: reason, hint: hint)
  }
  while true {
    let scalar: Unicode.Scalar?
    switch decoder.decode(&input) {
    case .emptyInput: scalar = nil
    case .error: throw refuse("a byte that is not UTF-8", hint: "save the file as UTF-8")
    case .scalarValue(let next): scalar = next
    }
    if previous == "\r" && scalar != "\n" { throw refuse("a carriage return without a line feed") }
    guard let scalar else { return }
    if scalar == "\u{FEFF}" { throw refuse("a byte order mark", hint: "save the file as UTF-8 without BOM") }
    if isControl(scalar) || isDisguise(scalar) { throw refuse("the control character \(codePoint(scalar))") }
    if scalar == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
    previous = scalar
  }
}

/// The control characters of ASCII and Latin-1, except tab, LF and CR.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09, 0x0A, 0x0D: false
  case 0..<0x20, 0x7F..<0xA0: true
  default: false
  }
}

/// Characters that make a text look like another one: line and paragraph separators, bidirectional overrides and isolates, and non-characters.
private func isDisguise(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x2028...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: true
  default: false
  }
}

/// `U+` and at least four digits, as Unicode writes it.
func codePoint(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

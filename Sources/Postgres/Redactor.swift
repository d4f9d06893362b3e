/// Hides passwords in any text, as `***`. A password is found as it is, percent-encoded in whole or in part, and with
/// backslashes before its characters.
package struct Redactor: Sendable {
  private let secrets: [[UInt8]]

  /// - Parameter secrets: decoded passwords. Shorter ones than three bytes are left out: hiding every `a` of a text
  ///   would hide the text and show the password.
  package init(secrets: [String]) {
    self.init(bytes: secrets.map { Array($0.utf8) })
  }

  /// The passwords in connection URLs and conninfo strings, also in malformed ones, and in `PGPASSWORD`.
  package init(urls: [String], environment: [String: String] = [:]) {
    self.init(bytes: urls.flatMap(passwords(in:)) + [Array((environment["PGPASSWORD"] ?? "").utf8)])
  }

  private init(bytes: [[UInt8]]) {
    secrets = Set(bytes).filter { $0.count >= 3 }.sorted { $0.count > $1.count }
  }

  package func merging(_ other: Redactor) -> Redactor { Redactor(bytes: secrets + other.secrets) }

  package func redact(_ text: String) -> String {
    if secrets.isEmpty { return text }
    let bytes = Array(text.utf8)
    var clean: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if let end = secrets.lazy.compactMap({ matchEnd(bytes[...], index, $0[...]) }).first {
        clean += Array("***".utf8)
        index = end
      } else {
        clean.append(bytes[index])
        index += 1
      }
    }
    return clean.count == bytes.count && clean == bytes ? text : String(decoding: clean, as: UTF8.self)
  }

  /// Applies to each part of an error that can hold text of the server or of libpq.
  package func redact(_ error: PostgresError) -> PostgresError {
    var error = error
    error.operation = redact(error.operation)
    error.reason = redact(error.reason)
    error.detail = error.detail.map(redact)
    error.hint = error.hint.map(redact)
    error.context = error.context.map(redact)
    return error
  }
}

/// Where the secret ends in the text when it begins at `start`; nil when it does not.
private func matchEnd(_ text: ArraySlice<UInt8>, _ start: Int, _ secret: ArraySlice<UInt8>) -> Int? {
  guard let wanted = secret.first else { return start }
  guard start < text.endIndex else { return nil }
  let found = text[start]
  let rest = secret.dropFirst()
  if found == wanted, let end = matchEnd(text, start + 1, rest) { return end }
  if found == UInt8(ascii: "%"), percentDecoded(text, at: start) == wanted { return matchEnd(text, start + 3, rest) }
  if found == UInt8(ascii: "+"), wanted == UInt8(ascii: " ") { return matchEnd(text, start + 1, rest) }
  if found == UInt8(ascii: "\\"), start + 1 < text.endIndex, text[start + 1] == wanted {
    return matchEnd(text, start + 2, rest)
  }
  return nil
}

/// The byte that `%XY` at this place stands for; nil when there is no such escape.
private func percentDecoded(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt8? {
  guard index + 2 < bytes.endIndex, bytes[index] == UInt8(ascii: "%") else { return nil }
  let digits = String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self)
  return digits.allSatisfy(\.isHexDigit) ? UInt8(digits, radix: 16) : nil
}

private func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
  var decoded: [UInt8] = []
  var index = bytes.startIndex
  while index < bytes.endIndex {
    let byte = percentDecoded(bytes, at: index)
    decoded.append(byte ?? bytes[index])
    index += byte == nil ? 1 : 3
  }
  return decoded
}

/// All that could be meant as a password, read more greedily than libpq does: a URL whose password holds an unencoded
/// `@` or `/` is not one for libpq, but its text must be hidden all the same. A password that is the user's name is none.
private func passwords(in url: String) -> [[UInt8]] {
  let bytes = Array(url.utf8)
  let colon = UInt8(ascii: ":")
  let at = UInt8(ascii: "@")
  var found: [[UInt8]] = []
  let scheme = url.range(ofASCII: "://")
  if let scheme {
    let rest = bytes[scheme.upperBound...]
    for end in [rest.firstIndex(of: at), rest.lastIndex(of: at)] {
      guard let end, let start = rest[..<end].firstIndex(of: colon) else { continue }
      let raw = rest[(start + 1)..<end]
      if percentDecoded(raw) != percentDecoded(rest[..<start]) { found += [Array(raw), percentDecoded(raw)] }
    }
  }
  // `password=` of a URL's query ends at `&`, that of a conninfo string at a space unless it is quoted.
  var place = bytes[...]
  while let key = place.firstRange(ofASCII: "password") {
    place = place[key.upperBound...]
    let value = place.drop { $0 == UInt8(ascii: " ") }
    guard value.first == UInt8(ascii: "=") else { continue }
    let raw = value.dropFirst().drop { $0 == UInt8(ascii: " ") }
    found.append(scheme != nil ? percentDecoded(raw.prefix { $0 != UInt8(ascii: "&") }) : conninfoValue(raw))
  }
  return found
}

/// A value as conninfo strings write it: in single quotes or up to a space, a backslash before any character.
private func conninfoValue(_ text: ArraySlice<UInt8>) -> [UInt8] {
  let quote = UInt8(ascii: "'")
  let isQuoted = text.first == quote
  var value: [UInt8] = []
  var rest = isQuoted ? text.dropFirst() : text
  while let byte = rest.popFirst() {
    if byte == (isQuoted ? quote : UInt8(ascii: " ")) { break }
    if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
      value.append(escaped)
    } else {
      value.append(byte)
    }
  }
  return value
}

extension String {
  fileprivate func range(ofASCII needle: String) -> Range<Int>? { Array(utf8)[...].firstRange(ofASCII: needle) }
}

extension ArraySlice<UInt8> {
  fileprivate func firstRange(ofASCII needle: String) -> Range<Int>? { firstRange(of: Array(needle.utf8)) }
}

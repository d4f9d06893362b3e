/// A key of the schema as a file name: safe and distinct on every disk, case-insensitive ones included.
///
/// Lower-case ASCII letters, digits, `_` and `-` stand for themselves; every other byte is `%` and two hexadecimal digits, so
/// that `A` and `a` never meet. A name that would be too long keeps its beginning and ends in a digest; the file itself holds
/// the key. Names that Windows gives to devices have their first letter encoded.
package func fileName(for key: String) -> String {
  var encoded = ""
  for byte in key.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    default: encoded += percentEncoded(byte)
    }
  }
  if deviceNames.contains(encoded) || encoded.hasPrefix("-") {
    encoded = percentEncoded(key.utf8.first ?? 0) + encoded.dropFirst()
  }
  guard encoded.utf8.count > 200 else { return encoded }
  return encoded.prefix(160) + "-" + SHA256.hex(Array(key.utf8)).prefix(32)
}

private func percentEncoded(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16)
  return "%" + (digits.utf8.count == 1 ? "0\(digits)" : digits)
}

private let deviceNames: Set<String> = Set(
  ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

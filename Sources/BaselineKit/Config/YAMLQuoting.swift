/// Texts as YAML scalars, for the configurations that we write.
enum YAMLQuoting {
  /// Without quotes where no reader could take it for anything but this text, else quoted.
  static func word(_ text: String) -> String {
    let isWordByte = { (byte: UInt8) in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
      default: false
      }
    }
    let isInnerByte = { (byte: UInt8) in
      isWordByte(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "./-".utf8.contains(byte)
    }
    // What YAML 1.1 takes for null or for a boolean; a lone y is a column name that a reader would stumble over.
    let taken = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    guard let first = text.utf8.first, isWordByte(first), text.utf8.allSatisfy(isInnerByte),
      !taken.contains(text.lowercased())
    else { return quoted(text) }
    return text
  }

  /// In double quotes; in single ones where that spares backslashes.
  static func quoted(_ text: String) -> String {
    let needsEscapes = text.unicodeScalars.contains(where: needsEscape)
    if !needsEscapes && text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }) {
      return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
    return "\"" + text.unicodeScalars.map(escape).joined() + "\""
  }

  /// `[a, b]`.
  static func list(_ texts: [String], _ write: (String) -> String) -> String {
    "[" + texts.map(write).joined(separator: ", ") + "]"
  }

  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
    guard needsEscape(scalar) else { return String(scalar) }
    let digits = String(scalar.value, radix: 16)
    return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}

extension [UInt8] {
  /// JSON in which no CI service that reads along finds a command: `##[`, `##vso[` and the like count anywhere in a line. Their
  /// second number sign is written as an escape, which means the same; outside of strings there are none. That `::` begins a
  /// line cannot happen: a string is on one line, behind its quote.
  var withoutCommands: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for (place, byte) in enumerated() {
      if byte == UInt8(ascii: "#"), place > 0, self[place - 1] == byte, isCommand(behind: place) {
        bytes += "\\u0023".utf8
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  /// Whether letters and a bracket follow.
  private func isCommand(behind place: Int) -> Bool {
    let isLetter = { (byte: UInt8) in (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
    return self[(place + 1)...].drop(while: isLetter).first == UInt8(ascii: "[")
  }
}

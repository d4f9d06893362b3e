extension SHA256 {
  /// HMAC (RFC 2104) of a message, as 64 lower-case hexadecimal digits.
  package static func hmac(_ message: [UInt8], key: [UInt8]) -> String {
    var block = key.count > 64 ? digest(key) : key
    block += [UInt8](repeating: 0, count: 64 - block.count)
    return hex(block.map { $0 ^ 0x5c } + digest(block.map { $0 ^ 0x36 } + message))
  }
}

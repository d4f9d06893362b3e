import CGit2

/// The SHA-1 id of a git object: 20 bytes, in this order compared and sorted.
package struct OID: Hashable, Comparable, Sendable, CustomStringConvertible {
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  /// The id of no object: in a pre-push line and in a reflog it stands for "there is none".
  package static let zero = OID(gitID: git_oid())
  /// The tree that holds nothing; git knows it without its being stored.
  package static let emptyTree = OID(high: 0x4b82_5dc6_42cb_6eb9, middle: 0xa060_e54b_f8d6_9288, low: 0xfbee_4904)

  private init(high: UInt64, middle: UInt64, low: UInt32) {
    self.high = high
    self.middle = middle
    self.low = low
  }

  /// - Parameter raw: at least 20 readable bytes.
  init(raw: UnsafeRawPointer) {
    high = UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self))
    middle = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    low = UInt32(bigEndian: raw.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
  }

  init(gitID: git_oid) {
    self = withUnsafeBytes(of: gitID) { bytes in bytes.baseAddress.map { OID(raw: $0) } ?? .zero }
  }

  /// - Parameter hex: 40 hexadecimal digits of either case; nil for anything else, an abbreviation too.
  package init?(hex: some StringProtocol) {
    self.init(hexBytes: Array(hex.utf8)[...])
  }

  init?(hexBytes: ArraySlice<UInt8>) {
    guard hexBytes.count == 40 else { return nil }
    var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
    for (index, byte) in hexBytes.enumerated() {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      switch index {
      case 0..<16: words.0 = words.0 << 4 | UInt64(digit)
      case 16..<32: words.1 = words.1 << 4 | UInt64(digit)
      default: words.2 = words.2 << 4 | UInt32(digit)
      }
    }
    (high, middle, low) = words
  }

  var gitID: git_oid {
    var id = git_oid()
    withUnsafeMutableBytes(of: &id) { $0.copyBytes(from: bytes) }
    return id
  }

  /// The 20 bytes.
  package var bytes: [UInt8] {
    (0..<20).map { index in
      switch index {
      case 0..<8: UInt8(truncatingIfNeeded: high >> (56 - 8 * index))
      case 8..<16: UInt8(truncatingIfNeeded: middle >> (56 - 8 * (index - 8)))
      default: UInt8(truncatingIfNeeded: low >> (24 - 8 * (index - 16)))
      }
    }
  }

  /// Whether it is `zero`.
  package var isZero: Bool { self == .zero }

  /// 40 lower-case hexadecimal digits.
  package var description: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The first seven digits: for people, never to find an object again.
  package var short: String { String(description.prefix(7)) }

  package static func < (left: OID, right: OID) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }
}

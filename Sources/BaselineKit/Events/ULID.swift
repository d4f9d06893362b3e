import Synchronization

/// A name for an event that is unique without asking anybody: 48 bits of time in milliseconds, 80 random bits, written as 26
/// characters of Crockford's base 32, so that sorting by bytes sorts by time.
package struct ULID: Hashable, Sendable {
  /// 26 characters, upper case.
  package let text: String
  /// Since 1970.
  package let milliseconds: Int64

  private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
  /// The largest time that its 48 bits hold; some year above 10000.
  static let largest: Int64 = (1 << 48) - 1

  /// Reads 26 characters, strictly: upper case, no letters that Crockford forgives.
  /// - Returns: nil for anything else.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 26, bytes[0] <= UInt8(ascii: "7") else { return nil }
    var time: Int64 = 0
    for (position, byte) in bytes.enumerated() {
      guard let digit = Self.digits.firstIndex(of: byte) else { return nil }
      if position < 10 { time = time << 5 | Int64(digit) }
    }
    self.text = String(text)
    milliseconds = time
  }

  /// - Parameters:
  ///   - milliseconds: from 0 to `largest`.
  ///   - random: of which the lower 80 bits are taken.
  init(milliseconds: Int64, random: UInt128) {
    self.milliseconds = milliseconds
    let value = UInt128(milliseconds) << 80 | random & (1 << 80 - 1)
    let bytes = (0..<26).map { Self.digits[Int(truncatingIfNeeded: value >> (125 - 5 * $0)) & 31] }
    text = String(decoding: bytes, as: UTF8.self)
  }
}

/// Makes new ids: each is greater than all that it made before, even where the clock stood still or went back.
final class ULIDSource: Sendable {
  private let last = Mutex<(time: Int64, random: UInt128)?>(nil)

  func next(milliseconds: Int64) -> ULID {
    last.withLock { last in
      var (time, random) = (milliseconds, UInt128.random(in: 0..<1 << 80))
      if let last, last.time >= time {
        // A step at random too: the next one is not to be guessed.
        (time, random) = (last.time, last.random + UInt128.random(in: 1...1 << 32))
        if random >> 80 != 0 { (time, random) = (time + 1, 0) }
      }
      last = (time, random)
      return ULID(milliseconds: time, random: random)
    }
  }
}

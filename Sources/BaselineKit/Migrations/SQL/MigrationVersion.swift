/// A version made of numbers of any length, compared number by number: `1.2` before `1.10`, `2` before `10`.
struct MigrationVersion: Comparable {
  /// Decimal digits without leading zeros; a zero is empty. Zeros at the end are left off: 1.0 is 1.
  private let parts: [[UInt8]]

  init(_ numbers: [Substring]) {
    var parts = numbers.map { Array($0.utf8.drop { $0 == UInt8(ascii: "0") }) }
    while parts.last?.isEmpty == true { parts.removeLast() }
    self.parts = parts
  }

  init(_ number: Substring) { self.init([number]) }

  static func < (one: MigrationVersion, other: MigrationVersion) -> Bool {
    for (left, right) in zip(one.parts, other.parts) where left != right {
      return left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }
    return one.parts.count < other.parts.count
  }

  /// The version as one number that fits; nil for versions of several parts.
  var number: Int? {
    parts.isEmpty ? 0 : parts.count == 1 ? Int(String(decoding: parts[0], as: UTF8.self)) : nil
  }

  /// Without leading zeros, parts joined by dots.
  var description: String {
    parts.isEmpty
      ? "0" : parts.map { $0.isEmpty ? "0" : String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
  }
}

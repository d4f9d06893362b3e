#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Text that is equal, hashed and sorted by its UTF-8 bytes.
///
/// Swift's `String` says that é and e + ◌́ are equal; PostgreSQL and git say they are two names. Everything that comes from
/// the catalog or a document (identifiers, expressions, comments) is a `Text`, so that two tables never become one.
package struct Text: Sendable {
  package let string: String

  package init(_ string: String) {
    self.string = string
  }
}

extension Text: Hashable {
  package static func == (left: Text, right: Text) -> Bool {
    let count = left.string.utf8.count
    if count != right.string.utf8.count { return false }
    return left.withBytes { left in
      right.withBytes { right in count == 0 || memcmp(left.baseAddress!, right.baseAddress!, count) == 0 }
    }
  }

  package func hash(into hasher: inout Hasher) {
    withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// The UTF-8 bytes, for the length of the call.
  package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    if let result = try string.utf8.withContiguousStorageIfAvailable(body) { return result }
    return try ContiguousArray(string.utf8).withUnsafeBufferPointer(body)
  }
}

extension Text: Comparable {
  package static func < (left: Text, right: Text) -> Bool {
    left.withBytes { left in right.withBytes { right in left.lexicographicallyPrecedes(right) } }
  }
}

extension Text: ExpressibleByStringInterpolation, CustomStringConvertible {
  package init(stringLiteral value: String) {
    self.init(value)
  }

  package var description: String { string }
}

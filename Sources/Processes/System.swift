#if canImport(Glibc)
  @_exported import Glibc
#elseif canImport(Darwin)
  @_exported import Darwin
#endif

/// strerror's text for an errno value, in the C locale's words.
package func systemMessage(_ code: Int32) -> String {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
    guard let base = buffer.baseAddress else { return "error \(code)" }
    buffer.initialize(repeating: 0)
    _ = strerror_r(code, base, buffer.count - 1)
    return String(cString: base)
  }
}

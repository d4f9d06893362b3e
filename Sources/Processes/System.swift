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

/// All variables of our own environment; of a name that is there twice the first, as getenv has it.
package func currentEnvironment() -> [String: String] {
  var variables: [String: String] = [:]
  var entry = environ
  while let variable = entry.pointee {
    let text = String(cString: variable)
    if let equals = text.firstIndex(of: "="), equals > text.startIndex {
      let name = String(text[..<equals])
      if variables[name] == nil { variables[name] = String(text[text.index(after: equals)...]) }
    }
    entry += 1
  }
  return variables
}

extension stat {
  #if canImport(Glibc)
    package var modified: timespec { st_mtim }
    package var changed: timespec { st_ctim }
  #else
    package var modified: timespec { st_mtimespec }
    package var changed: timespec { st_ctimespec }
  #endif
}

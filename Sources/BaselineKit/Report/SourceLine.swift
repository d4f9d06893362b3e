/// A line of a file of the repository, as CI services and code scanners point at one.
package struct SourceLine: Hashable, Sendable {
  /// From the repository's top.
  package let path: String
  /// From 1.
  package let line: Int

  package init(_ path: String, _ line: Int = 1) {
    self.path = path
    self.line = line
  }
}

/// The version of the document's format, `"version": "3.0"` on its first line. Each field is declared with the version that
/// brought it; two documents are compared in what the older one can express.
package struct FormatVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let major: Int
  package let minor: Int

  package init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// The document of the tool's predecessor: tables and columns only (`LegacyDocument`).
  package static let legacy = FormatVersion(2, 0)
  /// The first version of the canonical form.
  package static let first = FormatVersion(3, 0)
  /// The version that brought the rest of the catalog: types, operators, policies, foreign servers and so on.
  package static let wholeCatalog = FormatVersion(3, 1)
  /// What this tool writes.
  package static let current = wholeCatalog

  /// Parses `3.0`; nil for anything else.
  package init?(_ text: Text) {
    let parts = text.string.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]) else { return nil }
    self.init(major, minor)
    guard Text(description) == text else { return nil }
  }

  package static func < (left: FormatVersion, right: FormatVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }

  package var description: String { "\(major).\(minor)" }
}

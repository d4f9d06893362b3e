/// Why a path must not be written, in a tree or on disk; nil: it may. Stricter than libgit2, which takes `/etc/x`,
/// `a//b` and `x\..\y`.
package func pathRefusal(_ path: String) -> String? {
  if path.isEmpty { return "it is empty" }
  if path.hasPrefix("/") { return "it is absolute" }
  for byte in path.utf8 {
    if byte < 0x20 || byte == 0x7f { return "it holds a control character" }
    if byte == UInt8(ascii: "\\") { return "it holds a backslash" }
  }
  for part in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
    switch Substring(part).lowercased() {
    case "": return "it has an empty part"
    case ".", "..": return "it has the part \(Substring(part))"
    // What HFS+ ignores in names, and the short name on Windows, both of which mean .git there.
    case let name where folded(name) == ".git" || name == "git~1" || name.hasPrefix(".git:"):
      return "it leads into .git"
    default: continue
    }
  }
  if path.utf8.dropFirst().first == UInt8(ascii: ":") { return "it begins with a drive" }
  return nil
}

/// Without the invisible characters that HFS+ drops, and the dots and blanks that Windows drops at the end.
private func folded(_ name: String) -> String {
  var scalars = name.unicodeScalars.filter { scalar in
    switch scalar.value {
    case 0x200c...0x200f, 0x202a...0x202e, 0x206a...0x206f, 0xfeff: false
    default: true
    }
  }
  while let last = scalars.last, last == "." || last == " ", scalars.count > 1 { scalars.removeLast() }
  return String(scalars)
}

/// - Throws: when the path must not be written.
func requireSafe(_ path: String, _ operation: String) throws(GitError) {
  if let refusal = pathRefusal(path) {
    throw GitError(operation: operation, reason: "the path is refused: \(refusal)")
  }
}

/// What a path is to become.
package struct FileUpdate: Sendable, Hashable {
  /// From the repository's top.
  package let path: String
  /// nil: removed.
  package let contents: [UInt8]?

  package init(path: String, contents: [UInt8]?) {
    self.path = path
    self.contents = contents
  }
}

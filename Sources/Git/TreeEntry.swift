/// What an entry of a tree or of the index is; git knows no other modes.
package enum FileMode: Sendable, Hashable {
  case regular, executable, symlink, submodule, tree

  /// As git's canon_mode does: odd permission bits of old tools count as their kind.
  init(raw: UInt32) {
    self =
      switch raw & 0o170000 {
      case 0o040000: .tree
      case 0o120000: .symlink
      case 0o160000: .submodule
      default: raw & 0o100 != 0 ? .executable : .regular
      }
  }

  /// As git writes it, `100644`.
  package var octal: String { String(raw, radix: 8) }

  var raw: UInt32 {
    switch self {
    case .regular: 0o100644
    case .executable: 0o100755
    case .symlink: 0o120000
    case .submodule: 0o160000
    case .tree: 0o040000
    }
  }
}

/// One path of a tree or of the index. Paths are bytes to git, and are compared as such here.
package struct TreeEntry: Sendable, Hashable {
  /// The path from the repository's top, `/` between its parts, as git stores it.
  package let pathBytes: [UInt8]
  package let oid: OID
  package let mode: FileMode

  package init(pathBytes: [UInt8], oid: OID, mode: FileMode) {
    self.pathBytes = pathBytes
    self.oid = oid
    self.mode = mode
  }

  /// The path as text. Where it is no UTF-8 each odd byte is written as `\377`: good to show, not to look up;
  /// `isUTF8` tells.
  package var path: String { String(validating: pathBytes, as: UTF8.self) ?? escaped(pathBytes) }

  /// Whether `path` is the path itself.
  package var isUTF8: Bool { String(validating: pathBytes, as: UTF8.self) != nil }
}

/// Bytes that are no UTF-8, made readable as git's quoting does: what is not ASCII becomes three octal digits.
private func escaped(_ bytes: [UInt8]) -> String {
  bytes.map { byte in
    if byte < 0x80 { return String(UnicodeScalar(byte)) }
    let digits = String(byte, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
  }.joined()
}

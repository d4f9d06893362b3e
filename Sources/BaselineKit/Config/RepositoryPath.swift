/// The rules for a path that a configuration names: relative to the repository's top, and safe to write to on every system.
enum RepositoryPath {
  /// Why the path is refused; nil when it is good. A folder's final slash is no part of it.
  static func mistake(in path: String) -> String? {
    if path.isEmpty { return "an empty path" }
    if path.utf8.first == UInt8(ascii: "/") { return "an absolute path" }
    if path.utf8.count > 1024 { return "a path of more than 1024 bytes" }
    if path.utf8.contains(UInt8(ascii: "\\")) { return "a backslash in a path" }
    // Format characters show as nothing, and some file systems ignore them in names.
    let isHidden = { (scalar: Unicode.Scalar) in
      [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
    if path.unicodeScalars.contains(where: isHidden) { return "a control character in a path" }
    for component in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if let mistake = mistake(inComponent: String(Substring(component))) { return mistake }
    }
    return nil
  }

  private static func mistake(inComponent name: String) -> String? {
    if name.isEmpty { return "an empty part in a path" }
    if name == ".." { return "'..' in a path" }
    if name == "." { return "'.' in a path" }
    if name.utf8.count > 255 { return "a part of more than 255 bytes in a path" }
    if name.hasPrefix(" ") || name.hasSuffix(" ") || name.hasSuffix(".") {
      return "a part that begins or ends with a space, or ends with a dot, in a path"
    }
    if name.hasPrefix("~") { return "'~' at the beginning of a part of a path" }
    // git's own folder, also as case-insensitive disks and NTFS (short names, streams) spell it.
    let folded = name.lowercased()
    if folded == ".git" || folded.hasPrefix(".git:") || folded.hasPrefix("git~") { return "git's own folder in a path" }
    return nil
  }

  /// Whether `path` is `folder` or lies in it, by bytes.
  static func isInside(_ path: String, _ folder: String) -> Bool {
    path.utf8.elementsEqual(folder.utf8) || path.utf8.starts(with: (folder + "/").utf8)
  }
}

import CGit2

extension Repository {
  /// Stores the tree that another one becomes by a few changes; all else in it stays as it is, byte for byte.
  /// - Parameters:
  ///   - updates: files become ordinary ones (100644); a folder that loses its last file goes too.
  ///   - base: nil: the empty tree.
  /// - Returns: its id.
  /// - Throws: when a path is refused, or a file and a folder would have the same name.
  package func tree(applying updates: [FileUpdate], to base: OID?) throws(GitError) -> OID {
    var changes: [(path: ArraySlice<[UInt8]>, blob: OID?)] = []
    for update in updates {
      try requireSafe(update.path, "writing \(update.path) into a tree")
      var blob: OID?
      if let contents = update.contents { blob = try writeBlob(contents) }
      changes.append((update.path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)[...], blob))
    }
    if let tree = try tree(applying: changes, to: base, at: []) { return tree }
    return try write([], GIT_OBJECT_TREE, "the empty tree")
  }

  /// - Returns: nil: nothing is left.
  private func tree(
    applying changes: [(path: ArraySlice<[UInt8]>, blob: OID?)], to base: OID?, at folder: [[UInt8]]
  ) throws(GitError) -> OID? {
    let byName = Dictionary(grouping: changes) { $0.path.first ?? [] }
    // In order but for the few that are changed, which makes the sorting of a large folder cheap.
    var tree = Tree()
    var touched: [[UInt8]: Tree.Item] = [:]
    if let base {
      for item in try readTree(base).items {
        if byName[item.name] == nil { tree.items.append(item) } else { touched[item.name] = item }
      }
    }
    for (name, group) in byName {
      let path = (folder + [name]).map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
      let old = touched[name]
      let item: Tree.Item?
      if group.contains(where: { $0.path.count == 1 }) {
        guard group.count == 1, let change = group.first else {
          throw Self.clash(path, "it is changed twice")
        }
        if let old, old.mode == .tree || old.mode == .submodule {
          throw Self.clash(path, "a \(old.mode == .tree ? "folder" : "submodule") is there")
        }
        item = change.blob.map { Tree.Item(name: name, rawMode: FileMode.regular.raw, oid: $0) }
      } else {
        let below = group.map { (path: $0.path.dropFirst(), blob: $0.blob) }
        if let old, old.mode != .tree {
          if below.allSatisfy({ $0.blob == nil }) {
            tree.items.append(old)
            continue
          }
          throw Self.clash(path, "it is no folder")
        }
        let oid = try self.tree(applying: below, to: old?.oid, at: folder + [name])
        item = oid.map { Tree.Item(name: name, rawMode: FileMode.tree.raw, oid: $0) }
      }
      if let item { tree.items.append(item) }
    }
    return tree.items.isEmpty ? nil : try write(tree.bytes, GIT_OBJECT_TREE, "a tree")
  }

  private static func clash(_ path: String, _ reason: String) -> GitError {
    GitError(operation: "writing \(path) into a tree", reason: reason)
  }
}

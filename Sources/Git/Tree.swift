import CGit2

/// One folder as git stores it. Modes are kept as they are, so that writing changes what was asked for alone.
struct Tree {
  struct Item {
    let name: [UInt8]
    let rawMode: UInt32
    let oid: OID

    var mode: FileMode { FileMode(raw: rawMode) }
    /// Trees sort as if their names ended in a slash.
    var sortKey: [UInt8] { mode == .tree ? name + [UInt8(ascii: "/")] : name }
  }

  var items: [Item] = []

  /// - Returns: nil when the bytes are no tree.
  init?(parsing bytes: UnsafeRawBufferPointer) {
    var items: [Item] = []
    let isWhole = Self.scan(bytes) { name, mode, oid in
      items.append(Item(name: Array(name), rawMode: mode, oid: oid))
      return true
    }
    guard isWhole else { return nil }
    self.items = items
  }

  init(_ items: [Item] = []) {
    self.items = items
  }

  /// Calls for each entry in stored order until told to stop.
  /// - Returns: false when the bytes are no tree.
  static func scan(
    _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer, UInt32, OID) -> Bool
  ) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    var position = 0
    while position < bytes.count {
      var mode: UInt32 = 0
      while position < bytes.count, bytes[position] != UInt8(ascii: " ") {
        guard bytes[position] & 0xf8 == UInt8(ascii: "0") else { return false }
        mode = mode << 3 | UInt32(bytes[position] & 7)
        position += 1
      }
      let start = position + 1
      position = start
      while position < bytes.count, bytes[position] != 0 { position += 1 }
      guard position + 20 < bytes.count else { return false }
      let name = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
      if !body(name, mode, OID(raw: base + position + 1)) { return true }
      position += 21
    }
    return true
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    let inOrder = items.map { (key: $0.sortKey, item: $0) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    for item in inOrder.map(\.item) {
      bytes += Array(String(item.rawMode, radix: 8).utf8) + [UInt8(ascii: " ")] + item.name + [0] + item.oid.bytes
    }
    return bytes
  }
}

extension Repository {
  func readTree(_ oid: OID) throws(GitError) -> Tree {
    if oid == .emptyTree { return Tree() }
    guard let tree = try object(oid, GIT_OBJECT_TREE, "tree").withBytes({ Tree(parsing: $0) }) else {
      throw GitError(operation: "reading tree \(oid)", reason: "its format is broken", hint: "git fsck")
    }
    return tree
  }

  /// What a tree has at a path, a folder too; nil: nothing. The empty path is the tree itself.
  package func entry(at path: String, in tree: OID) throws(GitError) -> TreeEntry? {
    var entry = TreeEntry(pathBytes: Array(path.utf8), oid: tree, mode: .tree)
    for part in path.utf8.split(separator: UInt8(ascii: "/")) {
      guard entry.mode == .tree else { return nil }
      let items = try readTree(entry.oid).items
      guard let item = items.first(where: { $0.name.elementsEqual(part) }) else { return nil }
      entry = TreeEntry(pathBytes: entry.pathBytes, oid: item.oid, mode: item.mode)
    }
    return entry
  }

  /// What lies directly in a tree, folders too, in stored order; each path is the entry's own name.
  package func entries(in tree: OID) throws(GitError) -> [TreeEntry] {
    try readTree(tree).items.map { TreeEntry(pathBytes: $0.name, oid: $0.oid, mode: $0.mode) }
  }

  /// All files, links and submodules at or below a path, sorted by the bytes of their paths. The
  /// path is a folder, a file (which gives that file), or empty for all.
  package func entries(under path: String, in tree: OID) throws(GitError) -> [TreeEntry] {
    guard let top = try entry(at: path, in: tree) else { return [] }
    guard top.mode == .tree else { return [top] }
    var entries: [TreeEntry] = []
    var waiting = [(path: top.pathBytes, oid: top.oid)]
    while let folder = waiting.popLast() {
      for item in try readTree(folder.oid).items {
        let path = folder.path.isEmpty ? item.name : folder.path + [UInt8(ascii: "/")] + item.name
        if item.mode == .tree {
          waiting.append((path, item.oid))
        } else {
          entries.append(TreeEntry(pathBytes: path, oid: item.oid, mode: item.mode))
        }
      }
    }
    return entries.sorted { $0.pathBytes.lexicographicallyPrecedes($1.pathBytes) }
  }
}

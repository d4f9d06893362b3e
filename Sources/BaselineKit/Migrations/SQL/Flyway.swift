/// Flyway's files: `V1_10__name.sql` by version, then `R__name.sql` by name; `U…` are undo files.
enum Flyway {
  /// What a file's name says.
  struct Name {
    let prefix: Character
    /// Empty for repeatable files.
    let numbers: [Substring]
    let name: String

    init?(_ fileName: String) {
      guard let stem = fileName.droppingSuffix(".sql"), let prefix = stem.first, "VRUB".contains(prefix) else {
        return nil
      }
      let rest = stem.dropFirst()
      var separator = rest.startIndex
      while !rest[separator...].hasPrefix("__") {
        guard separator < rest.endIndex else { return nil }
        separator = rest.index(after: separator)
      }
      let version = rest[..<separator]
      let numbers = version.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "_" }
      let isNumbered = numbers.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }
      guard prefix == "R" ? version.isEmpty : isNumbered else { return nil }
      self.prefix = prefix
      self.numbers = prefix == "R" ? [] : numbers
      name = String(rest[separator...].dropFirst(2))
    }
  }

  /// Java and Kotlin classes are named like the files: `V3__Fill.java`.
  static func isJavaMigration(_ file: String) -> Bool {
    let stem = file.fileName.split(separator: ".").first.map(String.init) ?? ""
    return file.isCode && Name(stem + ".sql") != nil
  }

  static func layout(
    of folder: MigrationFolder, bytes: MigrationLayout.Bytes
  ) throws(MigrationError) -> MigrationLayout {
    try MigrationLayout.refuseVersionedCode(folder.files.filter(isJavaMigration))
    var layout = MigrationLayout(convention: .flyway, scripts: [])
    var versioned: [MigrationScript] = []
    var baselines: [MigrationScript] = []
    var repeatable: [MigrationScript] = []
    var undo: [String: MigrationScript.Back] = [:]
    for file in folder.sqlFiles {
      guard let name = Name(file.fileName) else {
        if isCallback(file.fileName) {
          layout.notes.append("\(file) is not run: it is a Flyway callback")
        } else {
          layout.unexplained.append(file)
        }
        continue
      }
      let order = MigrationVersion(name.numbers)
      var script = MigrationScript(
        path: file, version: name.numbers.isEmpty ? "" : order.description, name: name.name, order: order)
      script.outsideTransaction = try refusesTransaction(file, in: folder, bytes: bytes)
      switch name.prefix {
      case "V": versioned.append(script)
      case "B": baselines.append(script)
      case "R": repeatable.append(script)
      case "U": undo[script.version] = .init(path: file, outsideTransaction: script.outsideTransaction)
      default: continue
      }
    }
    for (index, script) in versioned.enumerated() { versioned[index].back = undo[script.version] }
    versioned = try MigrationLayout.ordered(versioned)
    layout.notes += MigrationLayout.gaps(in: versioned, of: folder)
    if let baseline = try MigrationLayout.ordered(baselines).last, let start = baseline.order {
      layout.notes.append(
        "\(baseline.path) is a baseline migration: as Flyway does on an empty database, it runs instead of all versions "
          + "up to \(baseline.version)")
      versioned = [baseline] + versioned.filter { $0.order.map { start < $0 } ?? true }
    }
    layout.scripts = versioned + repeatable.sorted { precedesByBytes($0.name, $1.name) }
    return layout
  }

  /// `executeInTransaction=false` in `V1__a.sql.conf` beside the file.
  private static func refusesTransaction(
    _ file: String, in folder: MigrationFolder, bytes: MigrationLayout.Bytes
  ) throws(MigrationError) -> Bool {
    guard folder.files.contains(file + ".conf") else { return false }
    let text = String(decoding: try bytes(file + ".conf"), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).contains {
      $0.filter { !$0.isWhitespace }.lowercased() == "executeintransaction=false"
    }
  }

  /// `beforeMigrate.sql`, `afterEachMigrate__name.sql` and the like.
  private static func isCallback(_ fileName: String) -> Bool {
    let verbs = ["Migrate", "Clean", "Info", "Validate", "Baseline", "Repair", "Undo", "Connect", "CreateSchema"]
    let stem = fileName.split(separator: "_").first?.split(separator: ".").first ?? ""
    for prefix in ["before", "after", "create"] where stem.hasPrefix(prefix) {
      let event = stem.dropFirst(prefix.count)
      return verbs.contains { event.hasPrefix($0) || event.hasPrefix("Each" + $0) } || event == "Schema"
        || event == "Versioned" || event == "Repeatables"
    }
    return false
  }
}

/// One entry of `migrations.paths`: a folder or a file, and all files at or below it, from the repository's root.
package struct MigrationSource: Sendable {
  package let path: String
  package let files: [String]

  package init(path: String, files: [String]) {
    self.path = path
    self.files = files
  }
}

/// All migrations in the order in which their tool runs them. Migrating to a version is running a prefix.
package struct MigrationPlan: Equatable, Sendable {
  package let migrations: [Migration]
  /// What a reader should know though it is no error: files that were not read, versions that are missing.
  package let notes: [String]

  /// Reads the migrations below the configured paths; the entries run one after the other, except that Flyway orders
  /// the files of all its locations together. Entries without migrations (a configuration file, for example) are passed
  /// over; a plan may be empty.
  /// - Parameters:
  ///   - sources: the entries of `migrations.paths` in their order.
  ///   - convention: what the configuration names; nil to find it from names and contents.
  ///   - bytes: the content of one of the files.
  /// - Throws: files whose order is not known, two files with one version, and every fault of `SQLScript`.
  package init(
    sources: [MigrationSource], convention: MigrationConvention? = nil,
    bytes: (String) throws(MigrationError) -> [UInt8]
  ) throws(MigrationError) {
    var migrations: [Migration] = []
    var notes: [String] = []
    for layout in try Self.layouts(of: sources, convention: convention, bytes: bytes) {
      notes += layout.notes
      notes += layout.unexplained.map { "\($0) is not read: it is no \(layout.convention.rawValue) migration" }
      for script in layout.scripts {
        let migration = try script.read(layout.convention, bytes: bytes)
        notes += migration.notes
        migrations.append(migration)
      }
    }
    self.migrations = migrations
    self.notes = notes
  }

  /// Which files are migrations, and in what order: what the plan is made of, without reading what no name decides.
  static func layouts(
    of sources: [MigrationSource], convention: MigrationConvention?, bytes: MigrationLayout.Bytes
  ) throws(MigrationError) -> [MigrationLayout] {
    var layouts: [(folder: MigrationFolder, layout: MigrationLayout)] = []
    let folders = sources.map(MigrationFolder.init)
    for folder in folders {
      if let layout = try MigrationLayout.find(in: folder, convention: convention, bytes: bytes) {
        layouts.append((folder, layout))
      }
    }
    if layouts.isEmpty {
      for folder in folders { try MigrationLayout.refuseCode(in: folder) }
    }
    let locations = layouts.filter { $0.layout.convention == .flyway }
    if locations.count > 1 {
      let together = MigrationFolder.joining(locations.map(\.folder))
      let layout = try Flyway.layout(of: together, bytes: bytes)
      let first = layouts.firstIndex { $0.layout.convention == .flyway } ?? 0
      layouts.removeAll { $0.layout.convention == .flyway }
      layouts.insert((together, layout), at: min(first, layouts.count))
    }
    return layouts.map(\.layout)
  }
}

extension Migration {
  fileprivate var notes: [String] {
    if transaction == .none, statements.count > 1, let statement = statements.first(where: \.refusesTransaction) {
      let kind = statement.words.prefix(3).joined(separator: " ").uppercased()
      return ["\(path):\(statement.place.line): \(kind) refuses a transaction: the file runs statement by statement"]
    }
    return []
  }
}

import Schema

/// Adds a rule to `ignore_tables`, after showing what it would hide.
package struct Ignoring {
  let project: Project

  package init(_ project: Project) {
    self.project = project
  }

  /// What a new rule would do.
  package struct Preview: Sendable {
    /// Tables of the baseline, and of the live database if one was read, that only this rule hides.
    package let hidden: [ObjectID]
    package let newConfiguration: [UInt8]
  }

  /// - Parameters:
  ///   - reason: becomes a comment on the rule's line.
  ///   - snapshots: where tables are looked for, not filtered.
  /// - Throws: Failure when the rule would hide a critical table, PatternError when it is no pattern.
  package func preview(_ text: String, reason: String, in snapshots: [Snapshot]) throws -> Preview {
    let pattern = try Pattern(text)
    let config = try project.config()
    let watch = Watch(config)
    var hidden: Set<ObjectID> = []
    for snapshot in snapshots {
      let watched = try watch.filtered(snapshot).snapshot
      let critical = watch.criticalTables(of: watched)
      for id in watched.objects where id.kind == .table {
        guard try pattern.matches(id.key.string) else { continue }
        guard !critical.contains(id) else { throw hidesCritical(text, id.name, config) }
        hidden.insert(id)
      }
    }
    for table in config.criticalTables where try pattern.matches(table.name) {
      throw hidesCritical(text, table.description, config)
    }
    let source = try FileSource(project.repository, .workTree)
    guard let old = try source.read(at: project.configFile) else {
      throw Failure("adding a rule", "there is no \(project.configFile)", hint: "baseline init")
    }
    let new = try ConfigEdit.addIgnoredTable(pattern, reason: reason, to: old, file: project.configFile)
    return Preview(hidden: hidden.sorted(), newConfiguration: new)
  }

  /// Writes the configuration.
  package func write(_ preview: Preview) throws {
    try project.repository.writeWorkTree([.init(path: project.configFile, contents: preview.newConfiguration)])
  }

  private func hidesCritical(_ pattern: String, _ table: String, _ config: Config) -> Failure {
    Failure(
      "adding the rule \(pattern)", "it would hide the critical table \(table)",
      hint: "make the pattern narrower: critical tables are never hidden, and a rule that names one misleads")
  }
}

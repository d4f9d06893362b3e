import BaselineKit

extension CIReport {
  /// A step shows no more of each level than this; the rest would be dropped without a word.
  private static let mostOfALevel = 10

  /// Workflow commands, one a line. What waivers accept is not told.
  var workflowCommands: [String] {
    let told = annotations.filter { $0.accepted == nil }
    return [(Annotation.Level.error, "error"), (.warning, "warning"), (.note, "notice")].flatMap { level, name in
      let these = told.filter { $0.level == level }
      let shown = these.count > Self.mostOfALevel ? these.prefix(Self.mostOfALevel - 1) : these[...]
      var commands = shown.map { annotation in
        WorkflowCommand(
          name,
          [
            ("file", annotation.line.path), ("line", "\(annotation.line.line)"),
            ("title", "schema: \(annotation.isCritical ? "critical, " : "")\(annotation.rule.rawValue)"),
          ], ([annotation.message] + annotation.details).joined(separator: "\n"))
      }
      if shown.count < these.count {
        commands.append(
          WorkflowCommand(
            name, [("title", "schema")], "and \(these.count - shown.count) more: the summary of this run lists all"))
      }
      return commands.map(\.line)
    }
  }
}

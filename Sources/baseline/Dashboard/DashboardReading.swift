import BaselineKit

extension DashboardPage {
  /// Reads the events and the history of a project.
  init(_ project: Project, _ config: Config, _ context: RunContext, _ selection: Measures.Selection) throws {
    measures = try Measures(project, config, context, selection)
    links = try CommitLinks(project.repository, remote: config.events.remote)
    name = Self.name(project)
  }

  /// `shop`, and in a repository of several projects `shop/billing`.
  private static func name(_ project: Project) -> String {
    var parts = project.repository.commonDirectory.split(separator: "/").map(String.init)
    if parts.last == ".git" { parts.removeLast() }
    let last = parts.last ?? "repository"
    let repository = last.hasSuffix(".git") ? String(last.dropLast(4)) : last
    return project.folder.isEmpty ? repository : "\(repository)/\(project.folder)"
  }
}

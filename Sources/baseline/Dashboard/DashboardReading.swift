import BaselineKit
import Git

extension DashboardPage {
  /// Reads the events and the history of a project.
  /// - Parameter since: what was before counts for nothing; nil: a year, or less where nothing was before.
  init(_ project: Project, _ config: Config, _ context: RunContext, since: Timestamp?) throws {
    let operations = try Operations(project, config, context)
    let changes = try Self.changes(project)
    let calendar = ReviewCalendar(operations, config.reviews)
    let begin = (changes.map(\.at) + operations.history.checks.map(\.event.at)).min() ?? operations.now
    let year = Period(.week, containing: operations.now + -52 * 7 * Period.daySeconds).start
    measures = Measures(operations, calendar, changes, config, from: since ?? max(begin, year))
    links = try CommitLinks(project.repository, remote: config.events.remote)
    name = Self.name(project)
    remarks = operations.remarks
  }

  /// `shop`, and in a repository of several projects `shop/billing`.
  private static func name(_ project: Project) -> String {
    var parts = project.repository.commonDirectory.split(separator: "/").map(String.init)
    if parts.last == ".git" { parts.removeLast() }
    let last = parts.last ?? "repository"
    let repository = last.hasSuffix(".git") ? String(last.dropLast(4)) : last
    return project.folder.isEmpty ? repository : "\(repository)/\(project.folder)"
  }

  private static func changes(_ project: Project) throws -> [TableChange] {
    guard try project.repository.head().commit != nil else { return [] }
    return TableChange.all(try History(project).history(of: nil, from: "HEAD", limit: nil))
  }
}

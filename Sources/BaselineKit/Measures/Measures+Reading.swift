import Git
import Schema

extension Measures {
  /// Which of them.
  package struct Selection: Sendable {
    /// nil: for a year, or for as long as anything is known.
    package var from: Timestamp?
    /// As it stood then; nil: now.
    package var until: Timestamp?
    /// Only what is about this database, which no review is; nil: everything.
    package var database: String?
    /// Of the tables only this one, changed or not; nil: all that there is anything to say of.
    package var table: Address?

    package init() {}
  }

  /// Reads what they are of: the events, which are fetched first in a run that shares them, and the baseline's history.
  package init(_ project: Project, _ config: Config, _ context: RunContext, _ selection: Selection = Selection()) throws
  {
    var config = config
    if let name = selection.database { config.databases = [try config.database(named: name)] }
    let operations = try Operations(
      project, config, context, until: selection.until, database: selection.database)
    let reviews = selection.database == nil ? config.reviews : []
    let hasCommit = try project.repository.head().commit != nil
    let history = hasCommit ? try History(project).history(of: nil, from: "HEAD", limit: nil) : nil
    let changes = history.map(TableChange.all) ?? []
    let baseline = try Store(config.baseline).read(from: project.source())
    self.init(
      operations, ReviewCalendar(operations, reviews), changes,
      critical: baseline.map { Watch(config).criticalTables(of: $0) } ?? [], config,
      from: selection.from ?? Self.begin(operations, changes))
    isShallow = history?.isShallow ?? false
    if let table = selection.table { try choose(table, among: baseline?.objects ?? [], config) }
  }

  private mutating func choose(_ address: Address, among objects: [ObjectID], _ config: Config) throws {
    let known = objects.filter { $0.kind == .table } + tables.map(\.table)
    let table = try address.resolve(among: known)
    tables.removeAll { $0.table != table }
    if tables.isEmpty { tables = [TableMeasures(table: table, isCritical: config.isCritical(table))] }
  }

  /// The Monday 52 weeks ago, or that of the week in which the first thing happened.
  private static func begin(_ operations: Operations, _ changes: [TableChange]) -> Timestamp {
    let first = [
      operations.history.checks.map(\.event.at).min(), operations.refreshes.map(\.begin).min(), changes.map(\.at).min(),
    ].compactMap(\.self).min()
    let longest = Period(.week, containing: operations.now).start + -52 * 7 * Period.daySeconds
    return max(longest, Period(.week, containing: min(first ?? operations.now, operations.now)).start)
  }
}

/// What `incidents` answers: read from the events alone.
package struct Incidents: Sendable {
  package let now: Timestamp
  /// Open ones first.
  package private(set) var incidents: [Incident]
  /// The newest first.
  package private(set) var missed: [MissedFinding]
  package let debts: [BypassDebt]
  /// Answers to incidents, in the order of time.
  package let acknowledgements: [Acknowledgement]
  /// Events that could not be used, and why.
  package let refused: [(id: String, reason: String)]
  /// What could not be done about the events.
  package let remarks: [String]

  /// Which of them.
  package struct Selection: Sendable {
    /// nil: every one.
    package var database: String?
    /// Resolved ones too.
    package var all = false
    /// Only those that were there then or later.
    package var since: Timestamp?
    /// Only this one, by the beginning or the end of its id.
    package var id: String?

    package init() {}
  }

  /// Fetches the events first in a run that shares them.
  package init(_ project: Project, _ config: Config, _ context: RunContext, _ selection: Selection) throws {
    let operations = try Operations(project, config, context)
    now = operations.now
    incidents = operations.incidents
    missed = operations.missed.reversed()
    debts = operations.debts.filter { $0.closed == nil }
    acknowledgements = operations.acknowledgements
    refused = operations.refused
    remarks = operations.remarks
    try choose(selection, config)
  }

  /// The first answer to an incident; nil: there is none.
  package func answer(to incident: Incident) -> Acknowledgement? {
    acknowledgements.first { $0.incident == incident.id }
  }

  private mutating func choose(_ selection: Selection, _ config: Config) throws {
    if let id = selection.id {
      let chosen = try chosenID(id, among: incidents.map(\.id), "incident", hint: "baseline incidents --all lists them")
      incidents.removeAll { $0.id != chosen }
      missed = []
      return
    }
    if let database = selection.database {
      // "None" would be no answer about a database that nobody knows. One that is configured no more may have a past.
      let isOf = { (other: String) in other.utf8.elementsEqual(database.utf8) }
      if !incidents.contains(where: { isOf($0.database) }) && !missed.contains(where: { isOf($0.database) }) {
        _ = try config.database(named: database)
      }
      incidents.removeAll { !$0.database.utf8.elementsEqual(database.utf8) }
      missed.removeAll { !$0.database.utf8.elementsEqual(database.utf8) }
    }
    // An incident of last year that is still open belongs to every list.
    if let since = selection.since {
      incidents.removeAll { $0.resolved.map { $0 < since } ?? false }
      missed.removeAll { $0.event.at < since }
    } else if !selection.all {
      incidents.removeAll { $0.state == .resolved }
      missed = []
    }
  }
}

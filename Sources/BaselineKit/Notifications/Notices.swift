import Schema

/// What there is to tell now, whoever was told already: a pure function of what is known.
package struct Notices: Sendable {
  /// The most urgent first.
  package let all: [Notice]

  /// A waiver that ends within so many days is told of.
  private static let waiverDays: Int64 = 7
  /// A bypass whose clock ends within so many seconds is told of again.
  private static let bypassSeconds: Int64 = 4 * 3_600

  /// - Parameters:
  ///   - tables: new ones, that neither a rule nor `critical_tables` names.
  package init(_ operations: Operations, _ config: Config, waivers: [Waiver] = [], tables: [NewTable] = []) {
    let open = operations.incidents.filter { $0.state == .open }
    var notices = open.compactMap { operations.escalated($0, config.notifications) }
    let bypasses = operations.openings.map { operations.notice(of: $0, dueWithin: Self.bypassSeconds) }
    notices += bypasses.filter { $0.occasion == .bypassOverdue }
    notices += open.map { operations.opened($0) }
    notices += open.compactMap { operations.changed($0) }
    notices += bypasses.filter { $0.occasion == .bypassDue }
    notices += bypasses.filter { $0.occasion == .bypassOpened }
    notices += operations.incidents.compactMap { operations.resolved($0) }
    notices += Self.notices(of: tables, open)
    notices += waivers.filter { waiver in
      !waiver.hasEnded(operations.now) && waiver.until - operations.now < Self.waiverDays * Period.daySeconds
    }.map(\.notice)
    // Only the last one: what was not held long ago stands in `stats`.
    let calendar = ReviewCalendar(operations, config.reviews)
    notices += Cadence.allCases.compactMap { cadence in
      calendar.periods(of: cadence).last { $0.state != .open }.flatMap { $0.isSigned ? nil : $0.notice }
    }
    all = notices
  }

  /// Those that came with a commit, then those that somebody made on a live database.
  private static func notices(of tables: [NewTable], _ open: [Incident]) -> [Notice] {
    let committed = tables.map { table in
      Notice(.newTable, table.name, "New table \(table.name)", [table.words, Self.advice])
    }
    let live = open.flatMap { incident in
      incident.findings.filter {
        $0.state == .open && $0.object.kind == .table && $0.last.change == .added && !$0.isCritical
      }.map { finding in
        var notice = Notice(
          .newTable, finding.object.name, "New table \(finding.object.name) on \(incident.database)",
          ["no migration of the baseline makes it", Self.advice])
        notice.database = incident.database
        notice.incident = incident.id
        return notice
      }
    }
    return committed + live.filter { one in !committed.contains { $0.subject.utf8.elementsEqual(one.subject.utf8) } }
  }

  private static let advice = "neither an ignore rule nor critical_tables names it: is it critical, or to be left out?"
}

extension ReviewCalendar.Turn {
  fileprivate var notice: Notice {
    Notice(
      .reviewDue, "\(cadence.rawValue) \(period.name)", "The \(cadence.rawValue) review of \(period.name) is due",
      ["baseline review \(cadence.rawValue) --period \(period.name)"])
  }
}

extension Waiver {
  fileprivate var notice: Notice {
    let place =
      switch reach {
      case .everyDatabase: ""
      case .database(let name): " on \(name)"
      case .migrations: " of the migrations"
      }
    let field = field.map { " (\($0))" } ?? ""
    // The whole of what it accepts is in its fingerprint; a name may be long.
    var notice = Notice(
      .waiverEnding, "\(fingerprint)\(self.field.map { " \($0)" } ?? "")\(place) \(until.day)",
      "The waiver of \(object)\(field)\(place) ends on \(until.day)",
      ["owner: \(owner)", "reason: \(reason)", "from then on the difference counts again"])
    if case .database(let name) = reach { notice.database = name }
    return notice
  }
}

import Schema

/// What has become of the schema and of those who look after it, in figures (docs/measures.md): a pure function of what the events
/// and git say, of the configuration and of now.
package struct Measures: Sendable {
  /// The first second that counts.
  package let from: Timestamp
  package let now: Timestamp
  package let operations: Operations
  package let calendar: ReviewCalendar
  package let whole: Figures
  /// Whether false positives met their target, in each month that is over and has any to measure.
  package let falsePositiveMonths: [Bool]
  /// The oldest first, without gaps. The first one counts only what is not before `from`, the last one is not over.
  package let weeks: [Part]
  package let months: [Part]
  /// Critical ones first, changed or not; then the others that changed or had findings, those that changed most first.
  package internal(set) var tables: [TableMeasures]
  /// In the order of the configuration.
  package let databases: [DatabaseState]

  /// Whether the history of the tables ends where a shallow clone does.
  package internal(set) var isShallow = false

  /// The figures of one week or month.
  package struct Part: Sendable {
    package let period: Period
    /// What of it counts: the first one begins with `from`, and the last one has no end, for clocks may differ a little.
    package let stretch: Range<Timestamp>
    package let figures: Figures
  }

  /// - Parameters:
  ///   - changes: of all tables, of whatever time.
  ///   - critical: the critical tables of the current baseline.
  ///   - from: what was before counts for nothing.
  package init(
    _ operations: Operations, _ calendar: ReviewCalendar, _ changes: [TableChange], critical: Set<ObjectID> = [],
    _ config: Config, from: Timestamp
  ) {
    let source = FigureSource(operations, calendar, config)
    let from = min(from, operations.now)
    let always = from..<Timestamp(seconds: .max)
    func parts(_ length: Period.Length) -> [Part] {
      let periods = Period.all(length, from: from, through: operations.now)
      return periods.enumerated().map { place, period in
        let end = place == periods.count - 1 ? always.upperBound : period.end
        let stretch = max(period.start, from)..<end
        return Part(period: period, stretch: stretch, figures: source.figures(in: stretch))
      }
    }
    self.from = from
    now = operations.now
    self.operations = operations
    self.calendar = calendar
    weeks = parts(.week)
    let months = parts(.month)
    self.months = months
    falsePositiveMonths = months.filter { $0.period.end <= operations.now }.compactMap(\.figures.falsePositives.isMet)
    var whole = source.figures(in: always)
    whole.falsePositives = whole.falsePositives.judged(by: falsePositiveMonths)
    self.whole = whole
    // Of a commit whose clock was ahead nobody knows when it was made.
    let past = from..<operations.now + (FindingHistory.skew + 1)
    tables = TableMeasures.all(changes, operations.incidents, critical: critical, config, in: past)
    databases = config.databases.map { DatabaseState($0, operations) }
  }
}

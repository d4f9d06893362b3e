/// Which reviews the team owes and which it held: a pure function of what the events say, of the configuration and of now.
package struct ReviewCalendar: Sendable {
  package enum State: String, CaseIterable, Sendable {
    /// Its period is not over yet.
    case open
    /// Its period is over, and it can be signed in time.
    case due
    /// Nobody signed it, and its time has passed.
    case overdue
    /// Signed in time.
    case signed
    /// Signed, after its time had passed.
    case late
  }

  /// The review of one period.
  package struct Turn: Equatable, Sendable {
    package let cadence: Cadence
    package let period: Period
    /// Its first signature; nil: there is none.
    package let record: ReviewRecord?
    package let state: State

    /// The first second after what it looks back on: from here on it can be signed.
    package var end: Timestamp { cadence.end(of: period) }
    /// Until here it is in time.
    package var deadline: Timestamp { end + cadence.grace }
    /// Whether it was held.
    package var isSigned: Bool { record != nil }

    /// - Parameter records: signatures of any reviews, in the order of time.
    package init(_ cadence: Cadence, _ period: Period, _ records: [ReviewRecord], now: Timestamp) {
      let end = cadence.end(of: period)
      let deadline = end + cadence.grace
      self.cadence = cadence
      self.period = period
      // Nobody can have looked back on what was still to come; clocks may differ a little.
      record = records.first { $0.cadence == cadence && $0.period == period && $0.at >= end + -FindingHistory.skew }
      if let record {
        state = record.at < deadline ? .signed : .late
      } else {
        state = now < end ? .open : now < deadline ? .due : .overdue
      }
    }
  }

  /// Each cadence's in the order of time, from the first check on to now: the last one of each is not over.
  package let periods: [Turn]

  package init(_ operations: Operations, _ reviews: [Config.Review]) {
    let now = operations.now
    guard let first = operations.history.checks.map(\.event.at).min(), first <= now else {
      periods = []
      return
    }
    let records = Dictionary(grouping: operations.reviews) { $0.period }
    periods = reviews.flatMap { review in
      review.cadence.periods(from: max(first, review.since ?? first), through: now).map {
        Turn(review.cadence, $0, records[$0] ?? [], now: now)
      }
    }
  }

  package func periods(of cadence: Cadence) -> [Turn] { periods.filter { $0.cadence == cadence } }

  /// Those that are over and that nobody signed.
  package var waiting: [Turn] { periods.filter { $0.state == .due || $0.state == .overdue } }
}

extension Cadence {
  /// The period of the review that looks back on a moment. Days are Monday to Friday: Friday's review reaches to Monday, for
  /// nobody signs on a Sunday.
  package func period(of moment: Timestamp) -> Period {
    let period = Period(length, containing: moment)
    guard self == .daily else { return period }
    return min(period, Period(.day, containing: Self.friday(of: moment)))
  }

  /// The first second after what the review of a period looks back on.
  package func end(of period: Period) -> Timestamp {
    guard self == .daily else { return period.end }
    return period.start < Self.friday(of: period.start) ? period.end : Period(.week, containing: period.start).end
  }

  /// Whether a review is held for it: none is for a Sunday.
  package func holds(_ period: Period) -> Bool { period.length == length && self.period(of: period.start) == period }

  /// Those that a stretch of time touches, the oldest first.
  package func periods(from first: Timestamp, through last: Timestamp) -> [Period] {
    Period.all(length, from: period(of: first).start, through: last).filter(holds)
  }

  /// The first second of the Friday of a moment's week.
  private static func friday(of moment: Timestamp) -> Timestamp {
    Period(.week, containing: moment).start + 4 * Period.daySeconds
  }
}

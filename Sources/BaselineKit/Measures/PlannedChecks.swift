/// The checks of a database that were to run, from the first one on: the next is planned `every` after the last.
///
/// It is missed when half of that time more has passed without one, and the next is planned `every` after the missed one. A check
/// sooner than half of `every` after the one before is an extra, and counts for nothing. One whose verdict is unknown did not run.
struct PlannedChecks {
  private let every: Int64
  /// When those that count ran.
  private var ran: [Timestamp] = []
  /// After the one that ran then so many were missed.
  private var missed: [(after: Timestamp, count: Int64)] = []

  init(of database: Config.Database, _ checks: [CheckEvent], now: Timestamp) {
    every = database.every
    let times = checks.filter {
      $0.record.verdict != .unknown && $0.database.utf8.elementsEqual(database.name.utf8)
    }.map(\.event.at).sorted()
    guard var last = times.first else { return }
    ran.append(last)
    for time in times.dropFirst() {
      let turn = turn(of: time, after: last)
      guard turn > 0 else { continue }
      if turn > 1 { missed.append((last, turn - 1)) }
      ran.append(time)
      last = time
    }
    // What is planned for now may still come.
    let turn = turn(of: now, after: last)
    if turn > 1 { missed.append((last, turn - 1)) }
  }

  /// Which of the checks that are planned from the last one on a moment belongs to; 0: to the last one itself.
  private func turn(of time: Timestamp, after last: Timestamp) -> Int64 {
    max(0, (time - last) * 2 + every) / (every * 2)
  }

  /// How many ran, of those that were planned for a stretch of time.
  func ratio(in stretch: Range<Timestamp>) -> (ran: Int, planned: Int) {
    let ran = self.ran.count { stretch.contains($0) }
    let missed = self.missed.reduce(0) { sum, gap in
      // The planned ones up to a moment.
      func count(before end: Timestamp) -> Int64 {
        end <= gap.after ? 0 : min(gap.count, (end - gap.after - 1) / every)
      }
      return sum + Int(count(before: stretch.upperBound) - count(before: stretch.lowerBound))
    }
    return (ran, ran + missed)
  }
}

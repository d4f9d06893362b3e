/// One run of `refresh`, from its two events.
package struct RefreshRun: Equatable, Sendable {
  /// Of the start; nil: only the end could be recorded.
  package let started: Timestamp?
  package private(set) var ended: Timestamp?
  /// nil: it has not ended, as far as is known.
  package private(set) var end: RefreshRecord?
  package let actor: String
  package let database: String?
  private let id: String?

  package enum State: String, Sendable { case succeeded, failed, running, killed }

  /// After so many seconds without an end it was killed.
  static let patience: Int64 = 3_600

  /// Counted from the start event: a run that never said how it ended has failed.
  package func state(at now: Timestamp) -> State {
    if let end { return end.result == .failed ? .failed : .succeeded }
    return now - begin > Self.patience ? .killed : .running
  }

  /// When it counts.
  package var begin: Timestamp { started ?? ended ?? Timestamp(seconds: 0) }

  init(_ start: Event) {
    started = start.at
    id = start.id
    actor = start.actor
    database = start.database
  }

  private init(end event: Event, _ record: RefreshRecord) {
    started = nil
    id = nil
    ended = event.at
    end = record
    actor = event.actor
    database = event.database
  }

  /// Gives each start its end, the first that names it, in the order of time. What ended without a start began then.
  static func joined(_ starts: [RefreshRun], _ ends: [(event: Event, record: RefreshRecord)]) -> [RefreshRun] {
    var runs = starts
    var places: [String: Int] = [:]
    for (place, run) in runs.enumerated() { if let id = run.id { places[id] = place } }
    for (event, record) in ends {
      if let place = record.start.flatMap({ places[$0] }) {
        guard runs[place].end == nil else { continue }
        runs[place].ended = event.at
        runs[place].end = record
      } else {
        runs.append(RefreshRun(end: event, record))
      }
    }
    return runs.enumerated().sorted { ($0.element.begin, $0.offset) < ($1.element.begin, $1.offset) }.map(\.element)
  }
}

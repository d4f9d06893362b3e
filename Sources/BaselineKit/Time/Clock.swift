import Processes

/// What time it is. Deadlines are counted by it, and events carry it.
package struct Clock: Sendable {
  private let fixed: Timestamp?

  /// Whether somebody set it: events say so, for such a time proves nothing.
  package var isSet: Bool { fixed != nil }

  /// The variable that sets the clock of a run: for tests and rehearsals.
  package static let variable = "BASELINE_CLOCK"

  /// The system's clock, or the one that `BASELINE_CLOCK` sets (`2026-11-22T16:28:37Z`).
  /// - Throws: Failure for a text that is no time.
  package init(_ environment: [String: String]) throws {
    guard let text = environment[Self.variable], !text.isEmpty else {
      fixed = nil
      return
    }
    guard let time = Timestamp(text) else {
      throw Failure(
        "setting the clock", "\(Self.variable) is no time in UTC: \(text)",
        hint: "as in \(Self.variable)=2026-11-22T16:28:37Z")
    }
    fixed = time
  }

  /// A clock that stands still.
  package init(at time: Timestamp) {
    fixed = time
  }

  package var now: Timestamp { fixed ?? Timestamp(seconds: Int64(wallSeconds())) }

  /// The same since 1970, finer: so that events of one second keep their order.
  package var milliseconds: Int64 { fixed.map { $0.seconds * 1000 } ?? Int64(wallSeconds() * 1000) }
}

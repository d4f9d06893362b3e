/// A refresh in the events: its start, and how it ended. A start without an end is a run that was killed.
package struct RefreshRecord: Equatable, Sendable {
  package static let started = "refresh_started"
  package static let ended = "refresh_ended"

  package enum Result: String, Sendable { case committed, unchanged, written, failed }

  /// The start event's id; nil: it could not be written.
  package let start: String?
  package let result: Result
  package let commit: String?
  package let problem: String?

  init(start: String?, result: Result, commit: String? = nil, problem: String? = nil) {
    self.start = start
    self.result = result
    self.commit = commit
    self.problem = problem
  }

  /// Reads an end.
  package init(_ event: Event) throws(BrokenEvent) {
    let details = try EventDetails(event.details)
    self.init(
      start: try details.optionalText("start", limit: 32), result: try details.word("result", Result.self),
      commit: try details.optionalText("commit", limit: 64), problem: try details.optionalText("problem"))
  }

  var details: [EventValue.EventMember] {
    var members: [EventValue.EventMember] = []
    members.add("start", start.map { .text($0) })
    members.add("result", .text(result.rawValue))
    members.add("commit", commit.map { .text($0) })
    members.add("problem", problem.map { .text($0) })
    return members
  }
}

extension Recording {
  /// Records at once that a refresh begins, so that one that is killed is known of: in projects whose databases have names, as
  /// findings are.
  /// - Returns: the event's id.
  func begin(refreshOf database: String?) -> String? {
    guard namesDatabases else { return nil }
    return writeNow("the beginning of the refresh is not recorded") {
      try queue(RefreshRecord.started, database, []).id
    }
  }

  /// Records how it ended.
  func end(_ start: String?, _ result: Result<RefreshReport, any Error>, _ database: String?) {
    guard namesDatabases else { return }
    let record =
      switch result {
      case .success(let report):
        RefreshRecord(
          start: start, result: report.isUnchanged ? .unchanged : report.commit == nil ? .written : .committed,
          commit: report.commit.map { "\($0)" })
      case .failure(let error):
        RefreshRecord(
          start: start, result: .failed, problem: keptLine(Explanation(error).message))
      }
    _ = writeNow("the end of the refresh is not recorded") {
      try queue(RefreshRecord.ended, database, record.details).id
    }
  }
}

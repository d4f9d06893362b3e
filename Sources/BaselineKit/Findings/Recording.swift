import Git
import Processes
import Schema

/// What one run adds to the events, and what it lets pass because of them: the one place for findings and bypasses, between a
/// judgement and its outcome. A run begins it, puts each judgement through it, and finishes it before it answers.
package final class Recording {
  let project: Project
  let context: RunContext
  package let emergency: Emergency
  let log: EventLog
  /// Whether the configuration has `databases:`: others keep no history of findings and refreshes.
  let namesDatabases: Bool
  /// Whether findings and refreshes are written (`--no-record`). Bypasses always are: one whose beginning is not would never end.
  let writes: Bool
  /// The version of the program, for the events.
  let tool: String
  let began = monotonicSeconds()
  private let isSynchronised: Bool
  let now: Timestamp
  private var bypassEvents: [Event] = []
  /// Noted, and not written yet.
  var queued: [Event] = []
  private var written: [Event] = []
  private var granted: [BypassDebt] = []
  private var ended: [BypassDebt] = []
  private var remarks: [String] = []
  /// Why a bypass could not even be noted.
  private var unnoted: String?
  /// Whether this run knows what others recorded, and others will know what it did: as far as events are to be shared.
  private(set) var isShared = true

  /// Fetches the events, in a run that shares them, and reads those of bypasses.
  /// - Parameters:
  ///   - writes: whether findings and refreshes are written; bypasses are in any case.
  ///   - isHook: whether git waits: events are only fetched when it is needed then (`fetchInEmergency`).
  ///   - tool: the version of the program.
  package init(
    _ project: Project, _ config: Config, _ context: RunContext, writes: Bool = true, isHook: Bool = false, tool: String
  ) {
    self.project = project
    self.context = context
    self.writes = writes
    namesDatabases = !config.databases.isEmpty
    self.tool = tool
    emergency = Emergency(context.environment)
    now = context.clock.now
    log = EventLog(project.repository, config)
    isSynchronised = log.isSynchronised
    if let remark = emergency.remark { remarks.append(remark) }
    if !isHook {
      let problems = log.fetchIfShared()
      isShared = problems.isEmpty
      remarks += problems
    }
    readBypasses()
    remarks += ledger.remarks
  }

  private func readBypasses() {
    attempt("the bypasses could not be read") { bypassEvents = try log.bypassEvents() }
  }

  /// Fetches the events for a hook that is about to verify, in an emergency: nobody waits for a remote in vain.
  /// - Parameter fetched: the references that this run has asked for, whatever came of it.
  func fetchInEmergency(unless fetched: inout Set<[String]>) {
    guard emergency.isDeclared, fetched.insert([log.remote, log.settings.reference]).inserted else { return }
    remarks += log.fetchIfShared()
    readBypasses()
    for remark in ledger.remarks where !remarks.contains(remark) { remarks.append(remark) }
  }

  /// A failure with events is told, and fails nothing.
  func attempt(_ what: String, _ body: () throws -> Void) {
    do { try body() } catch { remarks.append("\(what): \(Explanation(error).message)") }
  }

  // MARK: Bypasses

  /// Lets findings pass in an emergency, and notes which bypassed ones are settled.
  /// - Parameters:
  ///   - server: which one `new` is of, and which database of it.
  ///   - settles: whether what is not found here is settled by that: not so where something else was compared than usual.
  ///   - old, new: the two sides, not filtered.
  package func permit(
    _ judgement: inout Judgement, in scope: BypassScope, old: Snapshot, new: Snapshot, server: String? = nil,
    settles: (BypassDebt) throws -> Bool
  ) {
    let debts = unsettled.filter { $0.scope == scope }
    let observed = Observation(judgement, old, new, also: debts.map(\.object))
    let failing = judgement.differences.indices.filter {
      judgement.differences[$0].action == .fail && judgement.differences[$0].permission == nil
    }
    if emergency.isDeclared {
      let known = Dictionary(debts.map { ($0.object, $0) }) { first, _ in first }
      let fresh = failing.filter { known[judgement.differences[$0].change.object] == nil }
      var opened = fresh.map { observed.finding(judgement.differences[$0]) }
      let isFresh = !judgement.violations.isEmpty && known[.database] == nil
      if isFresh { opened.append(RecordedFinding(violations: judgement.violations)) }
      let until = open(opened, in: scope, of: server) + BypassDebt.term
      for index in fresh { judgement.differences[index].permission = .bypass(until: until) }
      for index in failing {
        if let debt = known[judgement.differences[index].change.object] {
          judgement.differences[index].permission = permission(debt)
        }
      }
      if isFresh { judgement.violationsPermission = .bypass(until: until) }
      if !judgement.violations.isEmpty, let debt = known[.database] {
        judgement.violationsPermission = permission(debt)
      }
    }
    attempt("settled bypasses could not be noted") {
      let present = judgement.present
      let settled = try debts.filter { try !present.contains($0.object) && settles($0) }.map { debt in
        BypassClosing.Settled(
          object: debt.object, how: observed.resolution(of: debt.finding, migrationsMoved: nil), bypasses: debt.openings
        )
      }
      close(settled, in: scope)
    }
  }

  /// What a bypass that began before still allows.
  private func permission(_ debt: BypassDebt) -> Permission? {
    guard now < debt.deadline else {
      ended.append(debt)
      return nil
    }
    granted.append(debt)
    return .bypass(until: debt.deadline)
  }

  /// The same for the baseline of a state of the repository and what its migrations make.
  func permit(
    _ judgement: inout Judgement, of source: FileSource, _ config: Config, baseline: Snapshot, migrated: Snapshot
  ) {
    // git is asked once for all that passed together.
    var answers: [[String?]: Bool] = [:]
    permit(&judgement, in: .verify, old: baseline, new: migrated) { debt in
      let question = debt.commits + [debt.branch]
      if let answer = answers[question] { return answer }
      let answer = try debt.isSettled(
        by: source, verifying: config.verifiedPaths, in: project.repository, remote: log.settings.remote)
      answers[question] = answer
      return answer
    }
  }

  /// Begins the clocks of findings.
  /// - Returns: when they begin.
  @discardableResult func open(
    _ findings: [RecordedFinding], in scope: BypassScope, of server: String? = nil
  ) -> Timestamp {
    if findings.isEmpty { return now }
    let branch = (try? project.repository.head())?.branch ?? branchOfPipeline
    let (events, problem) = queue(BypassOpening.kind, scope.database, findings[...]) { part in
      BypassOpening(scope: scope, reason: emergency.reason, branch: branch, server: server, findings: part).details
    }
    for event in events { granted += BypassLedger([event], now: event.at).debts }
    if let problem { unnoted = Explanation(problem).message }
    return events.first?.at ?? now
  }

  /// Notes that bypassed findings are settled.
  private func close(_ settled: [BypassClosing.Settled], in scope: BypassScope, commit: String? = nil) {
    if settled.isEmpty { return }
    attempt("settled bypasses could not be noted") {
      let (_, problem) = queue(BypassClosing.kind, scope.database, settled[...]) { part in
        BypassClosing(scope: scope, settled: part, commit: commit).details
      }
      if let problem { throw problem }
    }
  }

  /// CI services check commits out, not branches.
  private var branchOfPipeline: String? {
    ["GITHUB_HEAD_REF", "GITHUB_REF_NAME", "CI_COMMIT_BRANCH"].lazy.compactMap { self.context.environment[$0] }
      .first { (1...1_024).contains($0.utf8.count) }
  }

  /// Notes that a commit settled bypassed findings.
  package func settle(_ debts: [BypassDebt], by commit: OID) {
    for (scope, debts) in Dictionary(grouping: debts, by: \.scope) {
      let settled = debts.map { BypassClosing.Settled(object: $0.object, how: .refresh, bypasses: $0.openings) }
      close(settled, in: scope, commit: "\(commit)")
    }
  }

  /// The bypassed findings that are not settled.
  package var unsettled: [BypassDebt] { allDebts.filter { $0.closed == nil } }

  /// Settled ones too.
  var allDebts: [BypassDebt] {
    ledger.debts.filter { $0.project.utf8.elementsEqual(project.configFile.utf8) }
  }

  private var ledger: BypassLedger { BypassLedger(bypassEvents + written + queued, now: now) }

  // MARK: Writing

  private var made: EventMaker?

  func maker() throws -> EventMaker {
    if let made { return made }
    let maker = try EventMaker(project, context.clock)
    made = maker
    return maker
  }

  /// Notes an event.
  /// - Throws: where it is larger than anybody would read: it is not noted then, and keeps no other one from being written.
  @discardableResult func queue(
    _ kind: String, _ database: String?, _ details: [EventValue.EventMember]
  ) throws -> Event {
    let event = try maker().event(kind, database: database, details)
    _ = try event.encoded()
    queued.append(event)
    return event
  }

  /// Notes a list in as many events as it takes.
  /// - Returns: the events, and why something is in none.
  private func queue<Element>(
    _ kind: String, _ database: String?, _ list: ArraySlice<Element>,
    _ details: ([Element]) -> [EventValue.EventMember]
  ) -> (events: [Event], problem: (any Error)?) {
    do { return ([try queue(kind, database, details(Array(list)))], nil) } catch {
      guard list.count > 1 else { return ([], error) }
      let middle = list.startIndex + list.count / 2
      let one = queue(kind, database, list[..<middle], details)
      let other = queue(kind, database, list[middle...], details)
      return (one.events + other.events, one.problem ?? other.problem)
    }
  }

  /// Writes what was noted so far, and in a run that shares events pushes it.
  /// - Throws: what kept it from being written, or from being pushed.
  package func write() throws {
    guard !queued.isEmpty else { return }
    let events = queued
    try log.append(events)
    written += events
    queued = []
    guard isSynchronised else { return }
    context.progress("pushing the events")
    try log.push()
  }

  /// Writes an event at once. What goes wrong is told at the end.
  func writeNow(_ problem: String, _ body: () throws -> String) -> String? {
    guard writes else { return nil }
    var id: String?
    attempt(problem) {
      id = try body()
      try write()
    }
    return id
  }

  /// Ends the run's part: writes what was noted. What goes wrong fails nothing, and is told.
  package func finish() -> BypassNotice {
    let opened = queued.filter { $0.kind == BypassOpening.kind }
    var problem: String?
    do { try write() } catch {
      problem = Explanation(error).message
      isShared = false
      // What is written is no longer noted.
      let what = queued.isEmpty ? "shared" : "recorded"
      remarks.append("the events of this run are not \(what): \(Explanation(error).message)")
    }
    let notice = BypassNotice(
      now: now, granted: granted, ended: ended, debts: unsettled,
      notRecorded: unnoted ?? (opened.isEmpty ? nil : problem),
      remarks: remarks)
    granted = []
    ended = []
    remarks = []
    return notice
  }
}

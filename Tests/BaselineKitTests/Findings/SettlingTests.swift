import Git
import Schema
import TestSupport
import Testing

@testable import BaselineKit

/// What ends the clock of a bypass: only what can know that the finding is gone.
struct SettlingTests {
  private let test: TestRepository

  init() throws { test = try TestRepository() }

  /// A run in a clone, at so many hours.
  private func recording(
    _ hours: Int64, bypass: Bool = false, writes: Bool = true, in directory: String? = nil,
    _ extra: [String: String] = [:]
  ) throws -> Recording {
    let environment = test.environment.merging(extra) { $1 }
      .merging(bypass ? ["EMERGENCY_BYPASS": "true"] : [:]) { $1 }
    let repository = try Repository(at: directory ?? test.path, environment: environment)
    let context = RunContext(environment: environment, clock: Clock(at: Timeline.at(hours * 60))) { _ in }
    return Recording(
      Project(repository, configFile: Config.defaultFile), Config(), context, writes: writes, isHook: true, tool: "1")
  }

  private static let phone = ObjectID(.column, ["public", "customers", "phone"])

  private func judgement(_ action: Config.Action? = nil, violations: [String] = []) -> Judgement {
    let difference = action.map {
      Difference(change: Change(object: Self.phone, action: .added), isCritical: false, action: $0)
    }
    var judgement = Judgement(
      differences: difference.map { [$0] } ?? [], silenced: [], warnings: [], notCompared: [])
    judgement.violations = violations
    return judgement
  }

  /// Verifies a state.
  @discardableResult private func verify(
    _ origin: FileSource.Origin, finds action: Config.Action? = nil, at hours: Int64, bypass: Bool = false,
    in directory: String? = nil, _ extra: [String: String] = [:]
  ) throws -> BypassNotice {
    let recording = try recording(hours, bypass: bypass, in: directory, extra)
    var judgement = judgement(action)
    let empty = Snapshot(postgres: 15)
    recording.permit(
      &judgement, of: try FileSource(recording.project.repository, origin), Config(), baseline: empty, migrated: empty)
    return recording.finish()
  }

  /// Checks a database without a name.
  @discardableResult private func check(
    _ judgement: Judgement, at hours: Int64, bypass: Bool = false, writes: Bool = true
  ) throws -> BypassNotice {
    let recording = try recording(hours, bypass: bypass, writes: writes)
    var judgement = judgement
    let empty = Snapshot(postgres: 15)
    recording.permit(&judgement, in: .live, old: empty, new: empty, server: "1/1/1") { _ in true }
    return recording.finish()
  }

  private func oid(_ text: String) throws -> OID { try #require(OID(hex: text)) }

  /// As pipelines do it: nothing is checked out by its name.
  @Test func onlyACommitThatHasTheOther() throws {
    let first = try test.commit("Begin", [Config.defaultFile: "one\n"])
    try test.git("checkout", "--quiet", "-b", "feature")
    let feature = try oid(test.commit("A feature", ["a.sql": "a\n"]))
    try test.git("checkout", "--quiet", "--detach", "feature")
    let opened = try verify(.commit(feature), finds: .fail, at: 0, bypass: true, ["GITHUB_HEAD_REF": "feature"])
    #expect(opened.notRecorded == nil && opened.granted.map(\.branch) == ["feature"], "\(opened)")

    try test.git("branch", "--quiet", "-D", "feature")
    try test.git("checkout", "--quiet", "-b", "main-line", first)
    let other = try oid(test.commit("Something else", ["b.sql": "b\n"]))
    #expect(try verify(.commit(other), at: 20).debts.count == 1)
    // Its clock goes on.
    #expect(try verify(.commit(feature), finds: .fail, at: 25, bypass: true).ended.count == 1)

    // A clone that does not have the commit at all.
    let clone = "\(test.folder.path)/clone"
    try test.git("clone", "--quiet", "--depth", "1", "--branch", "main-line", "file://\(test.path)", clone)
    try test.git("-C", clone, "fetch", "--quiet", "origin", "refs/baseline/events:refs/baseline/events")
    #expect(try verify(.commit(other), at: 26, in: clone).debts.count == 1)

    let merged = try test.git("commit-tree", "-p", "\(other)", "-p", "\(feature)", "-m", "Merge", "HEAD^{tree}")
    #expect(try verify(.commit(oid(merged)), at: 27).debts.isEmpty)
  }

  /// What is staged or edited may never be committed.
  @Test func onlyWhatIsCommitted() throws {
    try test.commit("Begin", [Config.defaultFile: "one\n"])
    try verify(.index, finds: .fail, at: 0, bypass: true)
    #expect(try verify(.index, at: 1).debts.count == 1)
    try test.write("two\n", to: Config.defaultFile)
    #expect(try verify(.workTree, at: 2).debts.count == 1)
    try test.git("add", "--all")
    #expect(try verify(.workTree, at: 3).debts.count == 1)
    try test.git("commit", "--quiet", "-m", "Two")
    // What nothing depends on may differ.
    try test.write("notes\n", to: "README")
    #expect(try verify(.workTree, at: 4).debts.isEmpty)
  }

  /// A run that is laxer than the one that failed has the difference all the same.
  @Test func laxerRuns() throws {
    try test.commit("Begin")
    try check(judgement(.fail), at: 0, bypass: true)
    #expect(try check(judgement(.warn), at: 1).debts.count == 1)
    var hidden = judgement()
    hidden.silenced = [Silenced(object: Self.phone, rule: "policy: order: ignore", fields: ["position"])]
    #expect(try check(hidden, at: 2).debts.count == 1)
    var waived = judgement(.fail)
    waived.differences[0].permission = .waiver(until: Timeline.at(10_000), reason: "reviewed")
    #expect(try check(waived, at: 3).debts.isEmpty)
    // As a rule does it.
    try check(judgement(.fail), at: 4, bypass: true)
    hidden.silenced = [Silenced(object: Self.phone, rule: "ignore_tables: customers", fields: [])]
    #expect(try check(hidden, at: 5).debts.isEmpty)
  }

  /// Without a name any database may be meant: only the same one tells.
  @Test func whichDatabase() throws {
    let opened = { (server: String?, scope: BypassScope, id: String) in
      let opening = BypassOpening(
        scope: scope, reason: nil, branch: nil, server: server, findings: [Timeline.finding()])
      return Timeline.event(BypassOpening.kind, 0, opening.details, database: scope.database, id: id)
    }
    let debt = { (events: [Event]) in try #require(BypassLedger(events, now: Timeline.at(1)).debts.first) }
    let live = try debt([opened("1/1/5", .live, "0")])
    #expect(live.isAbout("1/1/5") && !live.isAbout("1/1/6") && !live.isAbout(nil))
    #expect(try !debt([opened(nil, .live, "0")]).isAbout("1/1/5"))
    #expect(try !debt([opened(nil, .live, "0")]).isAbout(nil))
    #expect(try !debt([opened("1/1/5", .live, "0"), opened("1/1/6", .live, "1")]).isAbout("1/1/5"))
    #expect(try debt([opened("1/1/5", .database("production"), "0")]).isAbout("2/1/6"))
  }

  /// `--no-record` is about findings.
  @Test func bypassesAreAlwaysRecorded() throws {
    try test.commit("Begin")
    let opened = try check(judgement(.fail), at: 0, bypass: true, writes: false)
    #expect(opened.notRecorded == nil)
    #expect(try check(judgement(.fail), at: 25, bypass: true, writes: false).ended.count == 1)
    #expect(try check(judgement(), at: 26, writes: false).debts.isEmpty)
    #expect(try check(judgement(.fail), at: 27).debts.isEmpty)
  }

  /// What was passed over is told.
  @Test func brokenEvents() throws {
    try test.commit("Begin")
    try recording(0).project.repository.appendBroken()
    let remarks = try check(judgement(), at: 1).remarks
    #expect(remarks.count == 1 && remarks[0].hasSuffix("is passed over: scope is missing"), "\(remarks)")
    let recording = try recording(1)
    let list = try BypassList(recording.project, Config(), recording.context)
    #expect(list.remarks == remarks)
  }

  /// What must be applied is called so.
  @Test func subjects() throws {
    try test.commit("Begin")
    let notice = try check(judgement(.fail, violations: ["not applied: 0007"]), at: 0, bypass: true)
    #expect(Set(notice.granted.map(\.subject)) == ["column public.customers.phone", "migrations that are not applied"])
  }
}

extension Repository {
  fileprivate func appendBroken() throws {
    try EventLog(self, Config()).append([Timeline.event(BypassOpening.kind, 0, [], database: nil)])
  }
}

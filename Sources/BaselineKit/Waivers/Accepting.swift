import Git
import Schema

/// What is to be accepted.
package struct Acceptance: Sendable {
  /// nil: every difference.
  package var objects: [Address]?
  /// Only these fields of them; empty: the whole differences.
  package var fields: [Text] = []
  package var until: Timestamp
  package var reason: String
  /// nil: the name that git knows.
  package var owner: String?

  /// - Parameters:
  ///   - objects: nil: every difference.
  ///   - until: the last day on which it holds.
  package init(of objects: [Address]?, until: Timestamp, reason: String) {
    self.objects = objects
    self.until = until
    self.reason = reason
  }
}

/// Adds entries to the file of waivers for differences that are there now.
package struct Accepting {
  let project: Project
  let context: RunContext

  package init(_ project: Project, _ context: RunContext) {
    self.project = project
    self.context = context
  }

  /// The longest that anything can be accepted for, in days.
  package static let longestDays: Int64 = 366

  /// What was found to be accepted, not written yet.
  package struct Plan: Sendable {
    package let file: String
    package let entries: [WaiverEdit.Entry]
    /// Differences that were asked for and are accepted so long already.
    package let already: [Change]
    /// nil: there is nothing to write.
    package let update: FileUpdate?

    package var isEmpty: Bool { entries.isEmpty && already.isEmpty }
  }

  /// Entries for what differs now, written into the file.
  /// - Parameter database: nil: what `verify` and the hooks find.
  /// - Throws: Failure when there is nothing to accept.
  package func accept(
    _ acceptance: Acceptance, of database: LiveDatabase?, _ config: Config, _ timeouts: CatalogTimeouts
  ) throws -> Plan {
    let plan =
      try database.map { try self.plan(acceptance, of: $0, config, timeouts) } ?? planMigrations(acceptance, config)
    guard !plan.isEmpty else {
      throw Failure(
        "accepting all differences", "there are none",
        hint: "baseline \(database == nil ? "verify" : "check") lists what differs")
    }
    if let update = plan.update { try project.repository.writeWorkTree([update]) }
    return plan
  }

  /// Entries for a live database's differences from the work tree's baseline.
  private func plan(
    _ acceptance: Acceptance, of database: LiveDatabase, _ config: Config, _ timeouts: CatalogTimeouts
  ) throws -> Plan {
    try demandSense(acceptance)
    let source = try project.source()
    guard let baseline = try Store(config.baseline).read(from: source) else {
      throw Failure(
        "accepting a difference", "there is no baseline at \(config.baseline.path)", hint: "baseline update")
    }
    context.progress("reading \(database.description)")
    let live = try database.snapshot(config, timeouts)
    return try plan(acceptance, of: database, config, baseline, live)
  }

  /// The same for snapshots that were read already.
  func plan(
    _ acceptance: Acceptance, of database: LiveDatabase, _ config: Config, _ baseline: Snapshot, _ live: Snapshot
  ) throws -> Plan {
    try demandSense(acceptance)
    let judgement = try database.watch(config).judge(baseline, live, .policy(database.policy), includesLive: true)
    return try plan(
      acceptance, judgement, at: .database(database.name), config, [baseline, live])
  }

  /// Entries for what the migrations of the work tree make otherwise than its baseline says.
  private func planMigrations(_ acceptance: Acceptance, _ config: Config) throws -> Plan {
    try demandSense(acceptance)
    let source = try project.source()
    let verify = Verify(project, environment: context.environment, progress: context.progress)
    guard let baseline = try Store(config.baseline).read(from: source) else {
      throw Failure(
        "accepting a difference", "there is no baseline at \(config.baseline.path)", hint: "baseline update")
    }
    let migrated = try verify.migratedSnapshot(of: source, config)
    let judgement = try Watch(config).judge(baseline, migrated, .everything, includesLive: false)
    return try plan(
      acceptance, judgement, at: .migrations, config, [baseline, migrated])
  }

  /// What no waiver may say, whatever differs.
  func demandSense(_ acceptance: Acceptance) throws {
    let operation = "accepting a difference until \(acceptance.until.day)"
    let today = context.clock.now
    if acceptance.until + (Waiver.daySeconds - 1) < today {
      throw Failure(operation, "that day is over: today is \(today.day), in UTC", hint: "--until takes a day to come")
    }
    guard acceptance.until - today <= Self.longestDays * Waiver.daySeconds else {
      throw Failure(
        operation, "that is more than a year ahead", hint: "accept it for a year at most, then look at it again")
    }
    guard ConfigSecrets.marks(in: Array(acceptance.reason.utf8) + Array((acceptance.owner ?? "").utf8)).isEmpty else {
      throw Failure(operation, "a password in the reason", hint: "the file is committed: leave it out")
    }
  }

  private func plan(
    _ acceptance: Acceptance, _ judgement: Judgement, at place: Waivers.Place, _ config: Config,
    _ snapshots: [Snapshot]
  ) throws -> Plan {
    let bytes = try FileSource(project.repository, .workTree).read(at: config.waivers) ?? []
    var judged = judgement
    try Waivers.parse(bytes, config).apply(to: &judged, at: place, now: context.clock.now)
    let chosen = try differences(acceptance, judged, snapshots)
    let isAccepted = { (difference: Difference) in
      if case .waiver(let until, _) = difference.permission { until >= acceptance.until } else { false }
    }
    let owner = try acceptance.owner ?? project.repository.identity(.author).name
    let reach: Waiver.Reach =
      switch place {
      case .migrations: .migrations
      case .database(let name): name.map { .database($0) } ?? .everyDatabase
      }
    let entries = chosen.filter { !isAccepted($0) }.flatMap { difference in
      let fields: [Text?] =
        acceptance.fields.isEmpty ? [nil] : acceptance.fields.filter { difference.change.alone($0) != nil }
      return fields.map {
        WaiverEdit.Entry(
          change: difference.change, field: $0, reach: reach, owner: owner, reason: acceptance.reason,
          until: acceptance.until)
      }
    }
    let update =
      entries.isEmpty
      ? nil : FileUpdate(path: config.waivers, contents: try WaiverEdit.add(entries, to: bytes, config))
    return Plan(
      file: config.waivers, entries: entries, already: chosen.filter(isAccepted).map(\.change), update: update)
  }

  /// The differences that are meant: of an object, of what lies in it, and of the sequences that its columns own.
  private func differences(
    _ acceptance: Acceptance, _ judgement: Judgement, _ snapshots: [Snapshot]
  ) throws -> [Difference] {
    let differing = judgement.differences.filter { difference in
      acceptance.fields.isEmpty || acceptance.fields.contains { difference.change.alone($0) != nil }
    }
    guard let addresses = acceptance.objects else { return differing }
    let known = Set(snapshots.flatMap(\.objects))
    var chosen: [Difference] = []
    for address in addresses {
      let object = try address.resolve(among: known)
      let found = differing.filter { difference in
        let id = difference.change.object
        return id.isInside(object) || owner(of: id, snapshots).map { $0.isInside(object) } ?? false
      }
      guard !found.isEmpty else {
        let what = acceptance.fields.isEmpty ? "it" : "its \(acceptance.fields.map(\.string).joined(separator: ", "))"
        throw Failure(
          "accepting the differences of \(object)", "\(what) does not differ: there is nothing to accept",
          hint: "baseline check lists what differs")
      }
      chosen += found.filter { !chosen.contains($0) }
    }
    return chosen
  }

  /// The column that owns a sequence, on either side.
  private func owner(of sequence: ObjectID, _ snapshots: [Snapshot]) -> ObjectID? {
    guard sequence.kind == .sequence else { return nil }
    return snapshots.lazy.compactMap { snapshot in
      snapshot.database.schemas[key: sequence.path[0]]?.sequences[key: sequence.path[1]]?.ownedBy
        .flatMap { splitQualifiedName($0) }.map { ObjectID(.column, $0) }
    }.first
  }
}

extension WaiverEdit.Entry {
  /// The accepted change in words.
  package var sentence: String { ChangeWords(subject).sentence }
  package var object: ObjectID { change.object }
  package var fingerprint: String { subject.fingerprint }
  package var fieldName: String? { field?.string }
  package var lastDay: String { until.day }
}

import Git
import Schema

/// What is to be accepted.
package struct Acceptance: Sendable {
  /// nil: every difference, save those that only wait for a migration to be deployed.
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
  private static let longestDays: Int64 = 366

  /// What was found and written.
  package struct Report: Sendable {
    package let file: String
    package let entries: [WaiverEdit.Entry]
    /// Differences that were asked for and are accepted so long already.
    package let already: [Change]

    package var isEmpty: Bool { entries.isEmpty && already.isEmpty }
  }

  /// Entries for what a check of the database finds, or `verify` of the work tree.
  /// - Parameters:
  ///   - database: nil: what the migrations make.
  ///   - timeouts: for reading it.
  /// - Throws: Failure for an object that does not differ, and for terms that no waiver may have.
  package func accept(
    _ acceptance: Acceptance, of database: LiveDatabase?, _ config: Config, _ timeouts: CatalogTimeouts
  ) throws -> Report {
    try demandSense(acceptance)
    let source = try project.source()
    var judgements: [Judgement]
    let reach: Waiver.Reach
    if let database {
      let report = try Check(project, context, CheckOptions()).check(
        .database(database, timeouts), config, against: source)
      judgements = [report.judgement] + (report.tenants?.groups.map(\.judgement) ?? [])
      reach = database.name.map { .database($0) } ?? .everyDatabase
    } else {
      let verify = Verify(project, environment: context.environment, progress: context.progress)
      judgements = [try verify.verify(source).judgement]
      reach = .migrations
    }
    let baseline = try Store(config.baseline).read(from: source)
    let chosen = try choose(acceptance, among: judgements.flatMap(\.differences), baseline)
    return try write(chosen, acceptance, reach, config)
  }

  private func write(
    _ chosen: [Difference], _ acceptance: Acceptance, _ reach: Waiver.Reach, _ config: Config
  ) throws -> Report {
    let isAccepted = { (difference: Difference) in
      if case .waiver(let until, _) = difference.permission { until >= acceptance.until } else { false }
    }
    let owner = try acceptance.owner ?? project.repository.identity(.author).name
    let entries = chosen.filter { !isAccepted($0) }.flatMap { difference in
      let fields: [Text?] = acceptance.fields.filter { difference.change.alone($0) != nil }
      return (fields.isEmpty ? [nil] : fields).map {
        WaiverEdit.Entry(
          change: difference.change, field: $0, reach: reach, owner: owner, reason: acceptance.reason,
          until: acceptance.until)
      }
    }
    if !entries.isEmpty {
      let old = try FileSource(project.repository, .workTree).read(at: config.waivers) ?? []
      let new = try WaiverEdit.add(entries, to: old, config)
      try project.repository.writeWorkTree([FileUpdate(path: config.waivers, contents: new)])
    }
    return Report(file: config.waivers, entries: entries, already: chosen.filter(isAccepted).map(\.change))
  }

  /// Refuses what no waiver may say, whatever differs.
  package func demandSense(_ acceptance: Acceptance) throws {
    let operation = "accepting a difference until \(acceptance.until.day)"
    let today = context.clock.now
    guard acceptance.until + Waiver.daySeconds > today else {
      throw Failure(operation, "that day is over: today is \(today.day), in UTC", hint: "--until takes a day to come")
    }
    guard acceptance.until - today <= Self.longestDays * Waiver.daySeconds else {
      throw Failure(
        operation, "that is more than a year ahead", hint: "accept it for a year at most, then look at it again")
    }
    guard ConfigSecrets.marks(in: Array("\(acceptance.reason)\n\(acceptance.owner ?? "")".utf8)).isEmpty else {
      throw Failure(operation, "a password in the reason", hint: "the file is committed: leave it out")
    }
  }

  /// The differences that are meant: of an object, of what lies in it, and of the sequences that its columns own.
  private func choose(
    _ acceptance: Acceptance, among differences: [Difference], _ baseline: Snapshot?
  ) throws -> [Difference] {
    let differing = differences.filter { difference in
      acceptance.fields.isEmpty || acceptance.fields.contains { difference.change.alone($0) != nil }
    }
    guard let addresses = acceptance.objects else { return differing.filter { $0.diagnosis?.causes != [.notDeployed] } }
    let known = Set(differences.map(\.change.object) + (baseline?.objects ?? []))
    var chosen: [Difference] = []
    for address in addresses {
      let object = try address.resolve(among: known)
      let found = differing.filter { difference in
        difference.change.object.isInside(object)
          || owners(of: difference.change, baseline).contains { $0.isInside(object) }
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

  /// The columns that own a sequence, on both sides.
  private func owners(of change: Change, _ baseline: Snapshot?) -> [ObjectID] {
    let id = change.object
    guard id.kind == .sequence else { return [] }
    let field = change.field("owned_by")
    let known = baseline?.database.schemas[key: id.path[0]]?.sequences[key: id.path[1]]?.ownedBy
    return [field?.old, field?.new, known].compactMap(\.self).compactMap { splitQualifiedName($0) }
      .map { ObjectID(.column, $0) }
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

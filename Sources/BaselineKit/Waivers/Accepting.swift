import Git
import Schema

/// What is to be accepted.
package struct Acceptance: Sendable {
  /// nil: every difference, save those that only come of migrations.
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
    /// Differences that were left out because they only come of migrations: they go without a waiver, which would then accept
    /// the same done by hand.
    package let leftOut: [Change]

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
    let candidates: [Candidate]
    let reach: Waiver.Reach
    let baseline = try Store(config.baseline).read(from: source)
    var tenants: TenantReport?
    if let database {
      let report = try Check(project, context, CheckOptions()).check(
        .database(database, timeouts), config, against: source)
      tenants = report.tenants
      candidates = self.candidates(report.judgement, tenants, baseline)
      reach = database.name.map { .database($0) } ?? .everyDatabase
    } else {
      let verify = Verify(project, environment: context.environment, progress: context.progress)
      candidates = self.candidates(try verify.verify(source).judgement, nil, baseline)
      reach = .migrations
    }
    let chosen = try choose(acceptance, among: candidates, baseline, tenants)
    return try write(chosen, acceptance, reach, config)
  }

  private func write(
    _ chosen: [Candidate], _ acceptance: Acceptance, _ reach: Waiver.Reach, _ config: Config
  ) throws -> Report {
    let isAccepted = { (candidate: Candidate) in
      if case .waiver(let until, _) = candidate.difference.permission { until >= acceptance.until } else { false }
    }
    let owner = try acceptance.owner ?? project.repository.identity(.author).name
    let wanted = chosen.filter { !$0.isOfMigrations }
    var written: Set<String> = []
    let entries = wanted.filter { !isAccepted($0) }.flatMap { candidate in
      let fields: [Text?] = acceptance.fields.filter { candidate.change.alone($0) != nil }
      return (fields.isEmpty ? [nil] : fields).map {
        WaiverEdit.Entry(
          change: candidate.change, field: $0, reach: reach, owner: owner, reason: acceptance.reason,
          until: acceptance.until)
      }
    }.filter { written.insert($0.fingerprint).inserted }
    if !entries.isEmpty {
      let old = try FileSource(project.repository, .workTree).read(at: config.waivers) ?? []
      let new = try WaiverEdit.add(entries, to: old, config)
      try project.repository.writeWorkTree([FileUpdate(path: config.waivers, contents: new)])
    }
    return Report(
      file: config.waivers, entries: entries, already: wanted.filter(isAccepted).map(\.change),
      leftOut: chosen.filter(\.isOfMigrations).map(\.change))
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

  /// A difference that may be accepted.
  private struct Candidate {
    let difference: Difference
    /// As a waiver names it: what differs in tenants lies in the schema that stands for all of them.
    let change: Change
    let isOfTenants: Bool
    /// The columns that own the object, as waivers name them.
    let owners: [ObjectID]

    /// Whether it goes without anybody's doing when the migrations of the database and of this state are the same.
    var isOfMigrations: Bool {
      guard let causes = difference.diagnosis?.causes, !causes.isEmpty else { return false }
      return Set(causes).isSubset(of: [.notDeployed, .ahead])
    }

    func isInside(_ object: ObjectID) -> Bool { ([change.object] + owners).contains { $0.isInside(object) } }
  }

  /// What a database differs in, each change once: groups of tenants may share some.
  private func candidates(
    _ judgement: Judgement, _ tenants: TenantReport?, _ baseline: Snapshot?
  ) -> [Candidate] {
    var candidates = judgement.differences.map {
      Candidate(difference: $0, change: $0.change, isOfTenants: false, owners: owners(of: $0.change, baseline))
    }
    var known: Set<String> = []
    for difference in tenants?.groups.flatMap(\.judgement.differences) ?? [] {
      guard let change = tenants?.ofAll(difference.change), known.insert(change.fingerprint).inserted else { continue }
      candidates.append(
        Candidate(
          difference: difference, change: change, isOfTenants: true,
          owners: owners(of: difference.change, baseline).compactMap { tenants?.ofAll($0) }))
    }
    return candidates
  }

  /// The differences that are meant: of an object, of what lies in it, and of the sequences that its columns own. A name without
  /// a schema means that of the database and of its tenants.
  private func choose(
    _ acceptance: Acceptance, among candidates: [Candidate], _ baseline: Snapshot?, _ tenants: TenantReport?
  ) throws -> [Candidate] {
    let differing = candidates.filter { candidate in
      acceptance.fields.isEmpty || acceptance.fields.contains { candidate.change.alone($0) != nil }
    }
    guard let addresses = acceptance.objects else { return differing }
    let objects = baseline?.objects ?? []
    var places = [Set(candidates.filter { !$0.isOfTenants }.map(\.change.object) + objects)]
    if let tenants {
      let copies = objects.filter { $0.schema == tenants.model }.map(tenants.ofAll)
      places.append(Set(candidates.filter(\.isOfTenants).map(\.change.object) + copies))
    }
    var all: [ObjectID] = []
    for address in addresses {
      let fitting = places.filter { $0.contains(where: address.means) }
      let meant = try fitting.map { try address.resolve(among: $0) }
      let found = differing.filter { candidate in meant.contains(where: candidate.isInside) }
      let operation = "accepting the differences of \(meant.first?.description ?? address.text)"
      if found.isEmpty {
        try demandNoTenants(operation, address, meant, differing)
        if meant.isEmpty { _ = try address.resolve(among: places[0]) }
        let what = acceptance.fields.isEmpty ? "it" : "its \(acceptance.fields.map(\.string).joined(separator: ", "))"
        throw Failure(
          operation, "\(what) does not differ: there is nothing to accept", hint: "baseline check lists what differs")
      }
      guard found.contains(where: { !$0.isOfMigrations }) else {
        throw Failure(
          operation,
          "that comes of migrations that are not deployed yet, or that this state does not have, and goes without a waiver",
          hint: found[0].difference.diagnosis?.next.first)
      }
      all += meant
    }
    return differing.filter { all.contains(where: $0.isInside) }
  }

  /// Refuses an object that only tenants have otherwise, which check tells in the terms of the schema they are like.
  private func demandNoTenants(
    _ operation: String, _ address: Address, _ meant: [ObjectID], _ differing: [Candidate]
  ) throws {
    let told = differing.first { candidate in
      let object = candidate.difference.change.object
      return candidate.isOfTenants && (address.means(object) || meant.contains(where: object.isInside))
    }
    guard let told else { return }
    throw Failure(
      operation, "it differs only with tenants", hint: "baseline accept \(shellWord(told.change.object.description))")
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

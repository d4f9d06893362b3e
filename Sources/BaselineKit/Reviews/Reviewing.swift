import Git
import Processes
import Schema

/// Holds a review: fills it, takes decisions about what is in it, and records its signature.
package struct Reviewing {
  let project: Project
  let config: Config
  let context: RunContext
  private let cadence: Cadence
  /// nil: the usual one.
  private let period: Period?
  /// Whether the events are fetched before and pushed after, whatever the configuration says of runs like this one.
  private let shares: Bool
  /// What kept the events from being fetched.
  private let remarks: [String]
  private let unasked: (remote: String, hasOwn: Bool)?
  /// What the databases say is read once.
  private let live: LiveSchemas

  /// - Throws: Failure for a period that no such review is held for, or that has not begun.
  package init(
    _ project: Project, _ config: Config, _ context: RunContext, _ cadence: Cadence, period: Period?,
    shares: Bool, _ timeouts: CatalogTimeouts
  ) throws {
    self.project = project
    self.config = config
    self.context = context
    self.cadence = cadence
    self.period = period
    self.shares = shares
    if let period, period.start > context.clock.now {
      throw Failure("reviewing \(period.name)", "it has not begun")
    }
    let log = EventLog(project.repository, config)
    if shares { try log.requireFetch() }
    remarks = shares ? [] : log.fetchIfShared()
    let hasAsked = shares || log.isSynchronised && remarks.isEmpty
    unasked = try !hasAsked && log.isUnasked ? (log.remote, log.count() > 0) : nil
    live = cadence == .daily ? LiveSchemas() : try LiveSchemas(config, context, timeouts)
  }

  /// The review as it is now.
  private func review() throws -> Review { try review(known(remarks), period) }

  private func review(_ operations: Operations, _ period: Period?) throws -> Review {
    let turn =
      period.map { ReviewCalendar.Turn(cadence, $0, operations.reviews, now: operations.now) }
      ?? ReviewCalendar.usual(cadence, operations, config.reviews)
    let source = try project.source()
    let material = ReviewMaterial(
      turn: turn, operations: operations, config: config, waivers: try Waivers(config, in: source),
      baseline: cadence == .daily ? nil : try Store(config.baseline).read(from: source),
      updates: cadence == .daily
        ? HistoryReport(entries: [], isShallow: false, notCompared: [])
        : try History(project).updates(from: turn.period.start, to: turn.end, at: "HEAD"),
      databases: live.read, unseen: live.unseen, unasked: unasked)
    return try Review(material)
  }

  /// What is to be decided about items that are not simply fixed.
  package struct Decision: Sendable {
    package let verdict: ReviewDecision.Verdict
    /// As `Review.items(named:)` takes them.
    package let items: [String]
    package let reason: String
    /// nil: for as long as the items stay as they are.
    package let until: Timestamp?

    package init(_ verdict: ReviewDecision.Verdict, _ items: [String], reason: String, until: Timestamp?) {
      self.verdict = verdict
      self.items = items
      self.reason = reason
      self.until = until
    }
  }

  /// What a signature holds beside the review.
  package struct Signature: Sendable {
    package let note: String?
    package let answers: [ReviewRecord.Answer]

    package init(note: String?, answers: [ReviewRecord.Answer]) {
      self.note = note
      self.answers = answers
    }
  }

  /// What came of holding it.
  package struct Report: Sendable {
    package let review: Review
    /// Keys of the items that were decided about in this run.
    package let decided: Set<String>
    /// What keeps it from being signed, though that was asked for; empty: it is signed, or nobody asked.
    package let missing: [ReviewItem]
    /// Whether others learn of what was recorded only when somebody pushes it.
    package let staysHere: Bool
    package let notice: BypassNotice?
  }

  /// Records a decision, then the signature where one is given and nothing is open; with neither it is only filled.
  /// - Throws: Failure for what can never be decided or signed; nothing is recorded then.
  package func hold(_ decision: Decision?, _ signature: Signature?, tool: String) throws -> Report {
    var review = try review()
    let keys = try decision.map { try review.items(named: $0.items).map(\.key) } ?? []
    if signature != nil { try requireSignable(review.turn) }
    if decision == nil && signature == nil {
      if shares { try EventLog(project.repository, config).push() }
      return Report(review: review, decided: [], missing: [], staysHere: false, notice: nil)
    }
    let recording = Recording(project, config, context, tool: tool)
    if let decision {
      for part in stride(from: 0, to: keys.count, by: Self.most) {
        try recording.queue(
          ReviewDecision.kind, nil,
          ReviewDecision.details(
            Array(keys[part..<min(part + Self.most, keys.count)]), decision.verdict, reason: decision.reason,
            until: decision.until))
      }
    }
    try recording.write()
    // What is decided or signed may not make another one the usual one.
    let period = review.turn.period
    review = try self.review(known(), period)
    var missing: [ReviewItem] = []
    if let signature {
      missing = review.items.filter { item in
        item.state == .open && !signature.answers.contains { $0.question == item.question?.rawValue }
      }
      if missing.isEmpty {
        try sign(review, signature, recording)
        review = try self.review(known(), period)
      }
    }
    if shares { try recording.push() }
    let hasRecorded = decision != nil || missing.isEmpty
    return Report(
      review: review, decided: Set(keys), missing: missing,
      staysHere: try hasRecorded && !shares && recording.staysHere,
      notice: recording.finish())
  }

  /// So many keys are in one event, which has at most 64 KiB.
  private static let most = 50

  private func sign(_ review: Review, _ signature: Signature, _ recording: Recording) throws {
    let findings = review.items.filter { $0.isFinding && $0.question == nil }
    try recording.queue(
      ReviewRecord.kind, nil,
      ReviewRecord.details(
        cadence, review.turn.period, items: findings.count, accepted: findings.count { $0.state == .accepted },
        deferred: findings.count { $0.state == .deferred }, answers: signature.answers, note: signature.note))
    try recording.write()
  }

  private func requireSignable(_ turn: ReviewCalendar.Turn) throws {
    let doing = "signing the \(cadence.rawValue) review of \(turn.period.name)"
    if let record = turn.record { throw Failure(doing, "\(record.actor) signed it \(record.at)") }
    if try EventMaker(project, context.clock).event(ReviewRecord.kind, []).actor == EventMaker.nobody {
      throw Failure(
        doing, "nobody is configured here, and nobody can sign nothing",
        hint: "git config --global user.name 'Your Name'")
    }
    if turn.end > context.clock.now {
      throw Failure(doing, "it is not over before \(turn.end)", hint: "baseline review \(cadence.rawValue)")
    }
  }

  /// What is known here, of this run's part too.
  private func known(_ remarks: [String] = []) throws -> Operations {
    Operations(
      try EventLog(project.repository, config).read(kinds: Operations.kinds).events, project: project.configFile,
      now: context.clock.now, remarks: remarks)
  }
}

/// The schemas of the live databases, as far as they can be read.
private struct LiveSchemas {
  private(set) var read: [ReviewMaterial.Database] = []
  private(set) var unseen: [(name: String, reason: String)] = []

  /// None of them.
  init() {}

  /// All of `databases:`, or the one that the environment names.
  init(_ config: Config, _ context: RunContext, _ timeouts: CatalogTimeouts) throws {
    let databases =
      config.databases.isEmpty
      ? [
        (
          name: "the live database",
          database: Result { try LiveDatabase(config, named: nil, url: nil, environment: context.environment) }
        )
      ] : try LiveDatabase.several(config, named: nil, environment: context.environment)
    context.progress("reading the databases")
    let snapshots = try inParallel(databases.map(\.database), jobs: 4) { database in
      Result { try database.get().snapshot(config, timeouts) }
    }
    for ((name, database), snapshot) in zip(databases, snapshots) {
      do {
        let live = try database.get()
        read.append(
          ReviewMaterial.Database(
            name: name, watch: live.watch(config), snapshot: try snapshot.get(), hasTenants: live.tenants != nil))
      } catch {
        unseen.append((name, Explanation(error).message))
      }
    }
  }
}

import BaselineKit
import Schema

/// One thing that an answer points out, as CI services and code scanners show it: beside a line of a file.
struct Annotation {
  enum Level: Int {
    case error
    case warning
    /// Only for who looks.
    case note
  }

  /// How grave it is, whatever was accepted of it.
  let level: Level
  let rule: Rule
  /// What differs, on one line, with nothing in it that a terminal or a CI service would obey.
  let message: String
  /// More such lines: why, and what to do.
  let details: [String]
  /// Where it is shown.
  let line: SourceLine
  /// nil: it is about none.
  let object: ObjectID?
  let isCritical: Bool
  /// Why it passes although it differs: a reviewed waiver; nil: nobody accepted it.
  let accepted: String?
  /// Why it fails nothing although it differs: accepted, an emergency, the policy; nil: it does fail, or its message says why.
  let passing: String?
  /// What tells it from all others of the same answer, and stays the same for as long as it differs in the same way, whatever
  /// is found out about its cause.
  let fingerprint: String

  /// - Parameters:
  ///   - family: those among which the identity tells it from all others; nil: those of its rule.
  ///   - identity: what tells it from all others.
  init(
    _ level: Level, _ rule: Rule, _ message: String, details: [String] = [], at line: SourceLine,
    object: ObjectID? = nil, isCritical: Bool = false, accepted: String? = nil, passing: String? = nil,
    family: String? = nil, identity: [String]
  ) {
    self.level = level
    self.rule = rule
    self.message = safeLine(message)
    self.details = details.map(safeLine)
    self.line = line
    self.object = object
    self.isCritical = isCritical
    self.accepted = accepted.map(safeLine)
    self.passing = passing.map(safeLine)
    var writer = JSONWriter(isCompact: true)
    writer.texts("identity", [family ?? rule.rawValue] + identity)
    fingerprint = String(SHA256.hex(writer.bytes).prefix(32))
  }

  /// What can be pointed out; the raw values are an interface, as the exit codes are.
  enum Rule: String, CaseIterable {
    case byHand = "changed_by_hand"
    case notDeployed = "not_deployed"
    case ahead
    case baselineBehind = "baseline_behind"
    case migrationEdited = "migration_edited"
    case temporaryTable = "temporary_table"
    case conflict
    /// It differs, and why is not known, or nobody looked.
    case unknown
    case notApplied = "not_applied"
    case tenantDiffers = "tenant_differs"
    case bypass = "emergency_bypass"
    case couldNotCheck = "could_not_check"

    /// One sentence for those who meet it the first time.
    var words: String {
      switch self {
      case .byHand: "Somebody changed the live database: it is not what its applied migrations made."
      case .notDeployed: "A migration makes it that is not deployed on the live database yet."
      case .ahead: "The live database has a migration that this state of the repository does not have."
      case .baselineBehind: "The committed baseline is not what the migrations beside it make."
      case .migrationEdited: "A migration was edited after it was applied."
      case .temporaryTable: "It looks like a backup or work table that no rule leaves out."
      case .conflict: "It was changed by hand, and otherwise than a waiting migration will change it."
      case .unknown: "It differs from the baseline, and why is not known."
      case .notApplied: "A migration had to be applied and is not."
      case .tenantDiffers: "The schemas of tenants differ from the schema that they are to be like."
      case .bypass: "It passes, or passed, only because of an emergency."
      case .couldNotCheck: "It could not be found out whether anything differs."
      }
    }
  }
}

extension Annotation {
  /// A difference of a live database.
  /// - Parameters:
  ///   - subject: the database.
  ///   - rule: nil: its cause, which is no part of what it is known by: another run may find another one.
  init(_ difference: Difference, on subject: String, rule: Rule? = nil, _ pointing: Pointing) {
    let causes = difference.diagnosis?.causes ?? []
    self.init(
      difference, on: subject, rule ?? causes.first.flatMap { Rule(rawValue: $0.rawValue) } ?? .unknown,
      pointing.line(of: difference.change, causes: causes), family: rule?.rawValue ?? "live", identity: subject)
  }

  /// A difference of a baseline from what the migrations beside it make.
  /// - Parameters:
  ///   - source: whose baseline.
  ///   - remedy: what mends it.
  init(_ difference: Difference, of source: String, _ pointing: Pointing, remedy: String) {
    self.init(
      difference, on: "the baseline of \(source) is behind its migrations", .baselineBehind,
      pointing.line(of: difference.change, causes: [.baselineBehind]),
      family: Rule.baselineBehind.rawValue, identity: "\(pointing.configuration.path) \(source)",
      next: ["mend it with: \(remedy)"])
  }

  private init(
    _ difference: Difference, on subject: String, _ rule: Rule, _ line: SourceLine, family: String,
    identity: String, next: [String] = []
  ) {
    let diagnosis = difference.diagnosis
    let isWaiting = diagnosis?.isOnlyWaiting == true
    let impact = difference.impact
    var details: [String] = []
    if let diagnosis { details.append(diagnosis.words.joined(separator: ", and ")) }
    if !isWaiting { details.append("\(impact.level.rawValue): \(impact.reason)") }
    details += diagnosis?.remarks ?? []
    details += (diagnosis?.repair ?? []).map { "undo (\($0.caution)): \($0.sql)" }
    details += (diagnosis?.next ?? []).map { "next: \($0)" } + next
    let permission = difference.permission?.words
    if !difference.isWaived, let permission { details.append(permission) }
    let isFailing = difference.action == .fail && permission == nil
    let lenience = isWaiting ? "it only waits for its deployment" : "the policy only warns"
    self.init(
      isFailing ? .error : isWaiting ? .note : .warning, rule,
      "\(subject): \(ChangeWords(difference.change, isWaiting: isWaiting).sentence)", details: details, at: line,
      object: difference.change.object, isCritical: difference.isCritical,
      accepted: difference.isWaived ? permission : nil,
      passing: permission ?? (isFailing ? nil : lenience), family: family,
      identity: [identity, difference.change.fingerprint])
  }

  /// A rule that the run breaks, though no object differs by it.
  init(_ violation: String, on subject: String, _ permission: Permission?, _ line: SourceLine) {
    self.init(
      permission == nil ? .error : .warning, .notApplied, "\(subject): \(violation)", at: line,
      passing: permission?.words, identity: [subject, violation])
  }

  /// What keeps an answer from being a verdict.
  init(_ error: any Error, on subject: String?, _ line: SourceLine) {
    let explanation = Explanation(error)
    self.init(
      .error, .couldNotCheck, (subject.map { "\($0): " } ?? "") + explanation.message,
      details: explanation.details + (explanation.hint.map { ["hint: \($0)"] } ?? []), at: line,
      identity: [subject ?? "", explanation.message])
  }
}

extension Permission {
  /// What lets a difference pass, in a line.
  fileprivate var words: String {
    switch self {
    case .waiver(let until, let reason): "accepted until \(until.day): \(reason)"
    case .bypass(let until): "passes by EMERGENCY BYPASS until \(until)"
    }
  }
}

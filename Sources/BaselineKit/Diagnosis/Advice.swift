import Schema

/// What to do about a difference: commands that can be copied, and the SQL that would undo a change by hand.
final class Advice {
  private let config: Config
  private let evidence: Evidence
  private let expected: Snapshot?
  private let live: Snapshot
  /// What turned the expected state into the live one, by object: compared once, and only when somebody asks.
  private lazy var changes = Dictionary(
    (expected.map { compare($0, live).changes } ?? []).map { ($0.object, $0) }, uniquingKeysWith: { first, _ in first })

  init(config: Config, evidence: Evidence, expected: Snapshot?, live: Snapshot) {
    self.config = config
    self.evidence = evidence
    self.expected = expected
    self.live = live
  }

  func diagnosis(of change: Change, _ conclusion: Reasoning.Conclusion) -> Diagnosis {
    var diagnosis = Diagnosis(causes: conclusion.causes)
    diagnosis.isAlreadyMigrated = conclusion.isAlreadyMigrated
    diagnosis.isEditUncertain = conclusion.isEditUncertain
    let isByHand = conclusion.causes.contains(.byHand)
    // Whoever made a backup by hand wants it passed over; what a migration makes is no backup.
    let mayBeTemporary = isByHand || conclusion.causes.contains(.unknown)
    if mayBeTemporary, change.object.kind == .table, change.action == .added,
      let rule = live.table(change.object)?.temporaryRule
    {
      diagnosis.causes = Cause.allCases.filter {
        conclusion.causes.contains($0) && $0 != .unknown || $0 == .temporaryTable
      }
      diagnosis.proposedRule = rule
    }
    if isByHand, let expected {
      diagnosis.repair = Repair(expected: expected, live: live).statements(for: changes[change.object] ?? change)
    }
    diagnosis.next = commands(for: diagnosis, change)
    return diagnosis
  }

  private func commands(for diagnosis: Diagnosis, _ change: Change) -> [String] {
    let accept = "baseline accept \(shellWord(change.object.description)) --until DATE --reason '…'"
    let paths = (config.migrations?.paths ?? []).map(shellWord).joined(separator: " ")
    return diagnosis.causes.flatMap { cause -> [String] in
      switch cause {
      case .temporaryTable: diagnosis.proposedRule.map { ["baseline ignore \(shellWord($0)) --reason '…'"] } ?? []
      case .byHand where diagnosis.proposedRule == nil: [keep, accept]
      case .byHand: []
      case .conflict: ["settle it before the migration is deployed"]
      case .notDeployed: [deploy]
      case .ahead: ["baseline check --at \(evidence.commit.map { String($0.prefix(7)) } ?? "REV")"]
      case .baselineBehind: ["baseline update --staged", "baseline refresh"]
      case .migrationEdited: ["git log --patch -- \(paths)"]
      case .unknown: evidence.hint.map { [$0] } ?? []
      }
    }
  }

  /// What makes a change by hand the rule.
  private var keep: String {
    config.migrations == nil ? "baseline refresh" : "undo it, or write a migration for it if it is to stay"
  }

  /// What brings the waiting migrations onto the database.
  private var deploy: String {
    if let deploy = config.migrations?.deploy { return deploy.map(shellWord).joined(separator: " ") }
    switch evidence.tool {
    case MigrationTool.alembic.rawValue: return "alembic upgrade head"
    case MigrationTool.flyway.rawValue: return "flyway migrate"
    case MigrationTool.django.rawValue: return "python manage.py migrate"
    case MigrationTool.prisma.rawValue: return "npx prisma migrate deploy"
    case MigrationTool.diesel.rawValue: return "diesel migration run"
    case MigrationTool.sqlx.rawValue: return "sqlx migrate run"
    case MigrationTool.goose.rawValue: return "goose up"
    case MigrationTool.golangMigrate.rawValue: return "migrate up"
    default: return "run the migrations on the database"
    }
  }
}

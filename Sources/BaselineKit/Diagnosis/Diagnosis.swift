import Schema

/// Why one difference is there, and what to do about it.
package struct Diagnosis: Equatable, Sendable {
  /// Never empty; in the order of `Cause`.
  package var causes: [Cause]
  /// Commands or short advice, the most likely first.
  package var next: [String]
  /// The pattern that would leave a temporary table out, exactly: `^customers_old_2024$`.
  package var proposedRule: String?
  /// What would bring the live database back; never run by us.
  package var repair: [RepairStatement]
  /// The live database is what the baseline says, and the change is from the expected state: a baseline that is behind, or a
  /// migration that is not deployed, hid it.
  package var isHidden = false
  /// Changed by hand to what a migration makes that is not deployed yet: that one will fail, or do nothing.
  package var isAlreadyMigrated = false
  /// The live database has what a migration made at first, and nothing tells whether the migration was edited after it was applied
  /// or somebody changed that back by hand: both causes are given.
  package var isEditUncertain = false

  /// A migration will make it so that is not deployed yet, and that is all.
  package var isOnlyWaiting: Bool { causes == [.notDeployed] }

  package init(causes: [Cause], next: [String] = [], proposedRule: String? = nil, repair: [RepairStatement] = []) {
    self.causes = causes
    self.next = next
    self.proposedRule = proposedRule
    self.repair = repair
  }
}

/// A statement that would undo a change by hand.
package struct RepairStatement: Equatable, Sendable {
  /// With its final semicolon.
  package let sql: String
  /// What it can destroy, why it may fail, what it locks; nil: nothing of that.
  package let danger: String?
  package let risk: Risk

  /// How grave the danger is.
  package enum Risk: String, Sendable {
    case safe
    /// It may fail, or keeps others waiting; no data is lost.
    case careful
    /// Data or its meaning can be lost.
    case destructive
  }

  /// - Parameter risk: of the danger; without one it is safe.
  package init(_ sql: String, danger: String? = nil, risk: Risk = .careful) {
    self.sql = sql
    self.danger = danger
    self.risk = danger == nil ? .safe : risk
  }

  /// What to think of before it is run: `destructive: what the column holds is lost`, `safe`.
  package var caution: String { danger.map { "\(risk.rawValue): \($0)" } ?? risk.rawValue }
}

/// What the causes of a check were concluded from.
package struct Evidence: Equatable, Sendable {
  /// The migration tool whose bookkeeping was read: `Alembic`; nil: none was found.
  package var tool: String?
  /// Migrations of this state that the live database does not have, in their order.
  package var pending: [String] = []
  /// Migrations that the live database has and this state does not.
  package var unknownMigrations: [String] = []
  /// Applied migrations that were edited later, with what is known of the edit.
  package var edited: [String] = []
  /// Where the expected state comes from: `the baseline of commit 1a2b3c4`, `the migrations up to 0042`.
  package var expected: String?
  /// The commit that has exactly the migrations that the database has, where one was looked for and found.
  package var commit: String?
  /// Why no expected state could be had; nothing is called pending then.
  package var problem: String?
  /// What to do about the problem.
  package var hint: String?
  /// What else is to be known of what was concluded.
  package var notes: [String] = []
  /// The newest commits that touched the migrations: `1a2b3c4 2026-11-20 Ada Kim: Add phone numbers`.
  package var recentMigrations: [String] = []

  /// What depends on the critical tables that differ.
  package var dependents: [Dependence] = []

  package struct Dependence: Equatable, Sendable {
    package let table: ObjectID
    package let objects: [ObjectID]
  }

  package init() {}
}

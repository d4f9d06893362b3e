/// Why a live database differs from the baseline (design section 9). An object may have two.
package enum Cause: String, CaseIterable, Sendable {
  /// The live database is not what its applied migrations made: somebody changed it.
  case byHand = "changed_by_hand"
  /// A migration makes it that the live database's bookkeeping does not name yet.
  case notDeployed = "not_deployed"
  /// The live database has a migration that this state of the repository does not have.
  case ahead
  /// The committed baseline is not what the migrations beside it make.
  case baselineBehind = "baseline_behind"
  /// A migration was edited after it was applied there.
  case migrationEdited = "migration_edited"
  /// By its name a backup or work table that no rule leaves out.
  case temporaryTable = "temporary_table"
  /// Changed by hand, and otherwise than a migration will change it that is not deployed yet.
  case conflict
  /// It could not be found out; the evidence says why.
  case unknown
}

extension Cause {
  /// For people.
  package var words: String {
    switch self {
    case .byHand: "changed by hand"
    case .notDeployed: "not deployed yet"
    case .ahead: "made by a migration that this state does not have"
    case .baselineBehind: "the baseline is behind its migrations"
    case .migrationEdited: "a migration was edited after it was applied"
    case .temporaryTable: "looks like a backup or work table"
    case .conflict: "in conflict with a migration that is not deployed yet"
    case .unknown: "for an unknown reason"
    }
  }
}

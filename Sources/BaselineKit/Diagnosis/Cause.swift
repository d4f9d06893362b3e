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

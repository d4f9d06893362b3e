/// One migration, ready to run.
package struct Migration: Equatable, Sendable {
  /// How its statements share transactions.
  package enum Transaction: Equatable, Sendable {
    /// One transaction round the whole migration.
    case file
    /// Statement by statement, each committed by itself.
    case none
    /// As `none`, because the migration begins and commits its own.
    case own
  }

  /// As the convention's own tool writes it in its bookkeeping: `1` for golang-migrate's `000001_a.up.sql`, `1.10` for
  /// Flyway's `V1_10__a.sql`, the whole folder's name for Prisma, the change for sqitch. Empty for Flyway's `R__` files
  /// and for a structure file.
  package let version: String
  package let name: String
  package let path: String
  package let convention: MigrationConvention
  /// Only what brings the schema forward (the Up section). Empty for a file without statements, which is no error.
  package let statements: [SQLStatement]
  package let transaction: Transaction
}

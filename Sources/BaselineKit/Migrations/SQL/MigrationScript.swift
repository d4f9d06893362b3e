/// A file that is a migration, and what its name says; its content is not yet read.
struct MigrationScript {
  let path: String
  let version: String
  let name: String
  /// What the version's place in the order is; nil where names decide nothing (sqitch, text order).
  var order: MigrationVersion?
  /// Whether a file beside it, or its name, says that it must not run in a transaction.
  var outsideTransaction = false
  /// Where its way back is written, if it has one; in conventions of sections the file itself, which may have no such section.
  var back: Back?

  struct Back {
    let path: String
    var outsideTransaction = false
  }

  /// The migration with its statements.
  func read(
    _ convention: MigrationConvention, bytes: MigrationLayout.Bytes
  ) throws(MigrationError) -> Migration {
    let source = try SQLSource(file: path, bytes: bytes(path))
    let section = try MigrationMarkers.section(of: source, as: convention)
    return try migration(source, section, convention, outsideTransaction: outsideTransaction)
  }

  /// What takes the migration back, to be run like one; nil: nothing does.
  func readBack(_ convention: MigrationConvention, bytes: MigrationLayout.Bytes) throws(MigrationError) -> Migration? {
    guard let back else { return nil }
    let source = try SQLSource(file: back.path, bytes: bytes(back.path))
    guard let section = try MigrationMarkers.section(of: source, as: convention, isBack: true) else { return nil }
    return try migration(source, section, convention, outsideTransaction: back.outsideTransaction)
  }

  private func migration(
    _ source: SQLSource, _ section: MigrationMarkers.Section, _ convention: MigrationConvention,
    outsideTransaction: Bool
  ) throws(MigrationError) -> Migration {
    let statements = try SQLScript.statements(source, section: section.range)
    return Migration(
      version: version, name: name, path: source.file, convention: convention, statements: statements,
      transaction: transaction(of: statements, convention, marked: section.outsideTransaction || outsideTransaction))
  }

  private func transaction(
    of statements: [SQLStatement], _ convention: MigrationConvention, marked: Bool
  ) -> Migration.Transaction {
    if statements.contains(where: \.controlsTransaction) { return .own }
    // sqitch, Rails and people hand these files to psql, which commits each statement.
    let isForPsql = convention == .sqitch || convention == .structure
    if marked || isForPsql || statements.contains(where: \.refusesTransaction) { return .none }
    if convention == .plain, statements.count > 1, statements.contains(where: \.addsEnumValue) { return .none }
    return .file
  }
}

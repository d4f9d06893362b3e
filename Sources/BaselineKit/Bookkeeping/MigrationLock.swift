/// The advisory locks by which migration tools keep each other out, as 64-bit keys.
///
/// Each is computed as its tool does; where a tool changed its way both are there. A key that only hits by chance would make
/// us wait for nothing, which is why only those of tools whose table was found are asked about.
enum MigrationLock {
  /// - Parameters:
  ///   - schema: where the bookkeeping table is.
  ///   - table: its name.
  static func keys(of tool: MigrationTool, schema: String, table: String, database: String) -> [Int64] {
    switch tool {
    case .prisma: [72_707_369]
    case .flyway: [flyway(schema: schema, table: table)]
    case .golangMigrate:
      [
        golangMigrate([schema, table, database]), golangMigrate([schema, database]), golangMigrate([database]),
      ]
    // The product of a constant and the database's checksum: 61 bits at most.
    case .rails: [2_053_462_845 * Int64(CRC32.checksum(database.utf8))]
    case .sqlx: [0x3d32_ad9e * Int64(CRC32.checksum(database.utf8))]
    // Of its optional session locker.
    case .goose: [5_887_940_537_704_921_958, 4_097_083_626]
    case .alembic, .django, .diesel: []
    }
  }

  /// "Flyway" as a number, and Java's hash of the table's quoted name.
  private static func flyway(schema: String, table: String) -> Int64 {
    let quoted = [schema, table].map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ".")
    let hash = quoted.utf16.reduce(Int32(0)) { $0 &* 31 &+ Int32($1) }
    return 77_431_708_279_161 + Int64(hash)
  }

  /// The names joined by NUL; a 32-bit product.
  private static func golangMigrate(_ names: [String]) -> Int64 {
    Int64(CRC32.checksum(names.joined(separator: "\0").utf8) &* 1_486_364_155)
  }
}

/// The checksums by which Flyway and Prisma notice that an applied migration was edited.
enum MigrationChecksum {
  /// - Returns: nil where the tool keeps none that could be compared.
  static func matches(_ bytes: [UInt8], _ checksum: String, _ tool: MigrationTool) -> Bool? {
    switch tool {
    case .flyway: return Int32(checksum).map { $0 == flyway(bytes) }
    case .prisma:
      // As Prisma does it, line ends are not told apart.
      let unix = withoutReturns(bytes)
      let windows = unix.flatMap { $0 == UInt8(ascii: "\n") ? [UInt8(ascii: "\r"), $0] : [$0] }
      return [bytes, unix, windows].contains { SHA256.hex($0) == checksum.lowercased() }
    default: return nil
    }
  }

  /// Whether a repeatable migration is still what was applied; one that fills in placeholders cannot be told.
  static func isCurrent(
    _ migration: RepositoryMigration, _ checksum: String, _ tool: MigrationTool, in source: FileSource
  ) throws -> Bool {
    guard tool == .flyway, migration.path.isSQL, let bytes = try source.read(at: migration.path) else { return true }
    if String(decoding: bytes, as: UTF8.self).contains("${") { return true }
    return matches(bytes, checksum, tool) ?? true
  }

  /// CRC-32 of the lines without their ends, as a signed number; a byte order mark is none of the first line.
  static func flyway(_ bytes: [UInt8]) -> Int32 {
    let start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    let ends = [UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    return Int32(bitPattern: CRC32.checksum(bytes[start...].lazy.filter { !ends.contains($0) }))
  }

  private static func withoutReturns(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      let isBeforeNewline = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
      if byte == UInt8(ascii: "\r") && isBeforeNewline { continue }
      result.append(byte)
    }
    return result
  }
}

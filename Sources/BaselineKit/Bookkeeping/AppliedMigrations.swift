/// A migration tool whose bookkeeping can be read. The raw value is its name.
package enum MigrationTool: String, CaseIterable, Sendable {
  case alembic = "Alembic"
  case flyway = "Flyway"
  case golangMigrate = "golang-migrate"
  case django = "Django"
  case prisma = "Prisma"
  case rails = "Rails or dbmate"
  case goose = "goose"
  case sqlx = "sqlx"
  case diesel = "diesel"

  /// Whether it names migrations by one number, which files of several conventions begin with.
  var isNumbered: Bool {
    switch self {
    case .golangMigrate, .rails, .goose, .sqlx: true
    case .alembic, .flyway, .django, .prisma, .diesel: false
    }
  }
}

/// What one bookkeeping table says.
package struct Bookkeeping: Equatable, Sendable {
  package let tool: MigrationTool
  /// Where it is, quoted: `public.alembic_version`.
  package let table: String
  /// What was applied; nil: it could not be found out, and `problem` says why.
  package var applied: AppliedMigrations?
  /// Why what was applied does not tell what the schema should be: no right to read it, or a migration that is under way or
  /// failed half way.
  package var problem: String?
  /// What to do about the problem.
  package var hint: String?
}

/// The migrations that a database has.
package struct AppliedMigrations: Equatable, Sendable {
  /// How the entries are meant.
  package enum Extent: Equatable, Sendable {
    /// Each is named.
    case each
    /// With all their ancestors.
    case withAncestors
    /// With all of a lower number.
    case upTo
  }

  package var extent = Extent.each
  /// By key, as `RepositoryMigration.key` has it; the value is the checksum that the tool keeps, where it does.
  package var checksums: [String: String?] = [:]
  /// Flyway's baseline: every version up to it counts as applied.
  package var floor: String?

  /// In a steady order.
  package var keys: [String] { checksums.keys.sorted { precedes($0, $1) } }

  package init(_ keys: [String] = [], extent: Extent = .each, floor: String? = nil) {
    self.extent = extent
    self.floor = floor
    for key in keys { checksums[key] = .some(nil) }
  }
}

/// The key of a migration that is a number: `000001` and `1` are one.
func numberKey(_ text: some StringProtocol) -> String {
  guard !text.isEmpty, text.utf8.allSatisfy(\.isDigit) else { return String(text) }
  return MigrationVersion(Substring(text)).description
}

/// Numbers by value, dotted versions part by part, other keys by their bytes.
func precedes(_ one: String, _ other: String) -> Bool {
  if let left = versionOrder(one), let right = versionOrder(other), left != right { return left < right }
  return precedesByBytes(one, other)
}

/// The order of a key that is a version; nil: it is a name.
func versionOrder(_ key: String) -> MigrationVersion? {
  let parts = key.split(separator: ".", omittingEmptySubsequences: false)
  guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }) else { return nil }
  return MigrationVersion(parts)
}

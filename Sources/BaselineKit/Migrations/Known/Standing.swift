import Schema

/// How far a database is with the migrations of one state of the repository.
struct Standing: Equatable, Sendable {
  /// In the order of the state.
  var applied: [RepositoryMigration] = []
  var pending: [RepositoryMigration] = []
  /// Keys that the database has and the state does not.
  var unknown: [String] = []

  /// The database has exactly the state's migrations.
  var isExact: Bool { pending.isEmpty && unknown.isEmpty }
}

extension RepositoryMigrations {
  /// By keys alone: a repeatable migration counts as applied whatever it was then.
  func standing(of applied: AppliedMigrations) -> Standing { standing(of: applied) { _, _ in true } }

  /// - Parameter isCurrent: whether the content of a repeatable migration is what was applied; it is pending again when not.
  func standing(
    of applied: AppliedMigrations, isCurrent: (RepositoryMigration, String) throws -> Bool
  ) rethrows -> Standing {
    let known = Dictionary(all.map { ($0.key, $0) }) { first, _ in first }
    var has = Set<String>()
    switch applied.extent {
    case .each:
      let floor = applied.floor.flatMap(versionOrder)
      for migration in all {
        let isBelow = floor.flatMap { floor in versionOrder(migration.key).map { !(floor < $0) } } ?? false
        // Django takes a squashed migration for applied when all that it stands for are.
        let isReplacing = !migration.replaces.isEmpty && migration.replaces.allSatisfy { applied.checksums[$0] != nil }
        guard applied.checksums[migration.key] != nil || isBelow || isReplacing else { continue }
        if migration.key.hasPrefix("R__"), let checksum = applied.checksums[migration.key] ?? nil,
          try !isCurrent(migration, checksum)
        {
          continue
        }
        has.insert(migration.key)
      }
    case .withAncestors:
      var waiting = applied.keys.filter { known[$0] != nil }
      while let key = waiting.popLast() {
        if has.insert(key).inserted { waiting += known[key]?.parents ?? [] }
      }
    case .upTo:
      let last = applied.keys.last.flatMap(versionOrder)
      has = Set(
        all.map(\.key).filter { key in last.flatMap { last in versionOrder(key).map { !(last < $0) } } ?? false })
    }
    return Standing(
      applied: all.filter { has.contains($0.key) }, pending: all.filter { !has.contains($0.key) },
      unknown: applied.keys.filter { known[$0] == nil && !isCovered($0, has) })
  }

  /// Whether a key that the state does not have is none of its business, or stands in another migration that was applied.
  private func isCovered(_ key: String, _ has: Set<String>) -> Bool {
    if all.contains(where: { has.contains($0.key) && $0.replaces.contains(key) }) { return true }
    switch tool {
    case .django:
      // The apps of installed packages keep their migrations elsewhere.
      let app = key.prefix { $0 != "." } + "."
      return !all.contains { $0.key.hasPrefix(app) || $0.replaces.contains { $0.hasPrefix(app) } }
    case .flyway:
      guard let order = versionOrder(key) else { return false }
      return all.contains { migration in
        migration.coversOlder && has.contains(migration.key) && versionOrder(migration.key).map { order < $0 } ?? false
      }
    default: return false
    }
  }
}

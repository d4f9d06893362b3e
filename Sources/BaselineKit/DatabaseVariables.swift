/// An environment as far as it may name a database, with a password or without.
extension [String: String] {
  /// Without libpq's variables, DATABASE_URL, and every other one that holds the URL of a PostgreSQL database: for programs
  /// that have no business there, git above all.
  package var withoutDatabases: [String: String] {
    filter { name, value in !name.hasPrefix("PG") && name != "DATABASE_URL" && !isDatabaseURL(value) }
  }
}

/// `postgres://`, `postgresql+asyncpg://`, `jdbc:postgresql://` and their like.
private func isDatabaseURL(_ value: String) -> Bool {
  guard let scheme = value.firstRange(of: "://") else { return false }
  return value[..<scheme.lowerBound].contains("postgres")
}

import Postgres
import Synchronization
import TestSupport

/// What a test needs of the server, in words: `postgres 18`, `extension pg_trgm`, `icu`, `lz4`, `xml`. Servers that are built
/// otherwise than Debian's lack some of it (ci/postgres-versions).
///
/// A fixture says so in the first line of its before.sql: `-- needs: postgres 18, extension pg_trgm`.
struct ServerNeeds {
  /// The first word that the server does not have; nil: the test can run.
  static func lacking(_ words: [String], on server: TestServer = .shared) throws -> String? {
    let features = try features(server)
    return words.first { word in
      if word.hasPrefix("postgres ") {
        guard let major = Int(word.dropFirst("postgres ".count)) else { return true }
        return features.major < major
      }
      return !features.words.contains(word)
    }
  }

  /// For `.enabled(if:)`, whose comment says what is needed.
  static func met(_ words: String...) throws -> Bool { try lacking(words) == nil }

  /// What a script's first line says that it needs.
  static func words(ofScript script: String) -> [String] {
    let mark = "-- needs: "
    guard script.hasPrefix(mark) else { return [] }
    return script.dropFirst(mark.count).prefix { $0 != "\n" }.split(separator: ",").map { word in
      String(word.drop { $0 == " " })
    }
  }

  private struct Features {
    var major: Int
    var words: Set<String>
  }

  private static let known = Mutex<[ObjectIdentifier: Features]>([:])

  private static func features(_ server: TestServer) throws -> Features {
    try known.withLock { known in
      if let known = known[ObjectIdentifier(server)] { return known }
      let connection = try server.database().connect()
      let result = try connection.query(
        """
        SELECT 'extension ' || name FROM pg_available_extensions
        UNION ALL SELECT 'lz4' FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
        UNION ALL SELECT DISTINCT 'icu' FROM pg_collation WHERE collprovider = 'i' AND collname LIKE 'de-%'
        """)
      var words = Set(try (0..<result.rowCount).compactMap { try result.string($0, 0) })
      do {
        _ = try connection.query("SELECT xmlparse(CONTENT '<a/>')")
        words.insert("xml")
      } catch let error as PostgresError {
        // feature_not_supported
        guard error.sqlstate == "0A000" else { throw error }
      }
      let features = Features(major: connection.majorVersion, words: words)
      known[ObjectIdentifier(server)] = features
      return features
    }
  }
}

extension Fixture {
  /// Whether this server can run it; says why not.
  func canRun() throws -> Bool {
    guard
      let word = try ServerNeeds.lacking(ServerNeeds.words(ofScript: before()) + ServerNeeds.words(ofScript: after()))
    else { return true }
    print("skipped: fixture \(name): this server has no \(word)")
    return false
  }
}

import Git
import Schema

/// Which commands of a configuration hooks may start on this clone.
///
/// Checking out a stranger's branch must run nothing: a hook starts a configuration's programs only after somebody here has
/// seen them and said so. What was trusted is kept below the common git directory, as digests; a changed command is a new one.
package struct Trust {
  let repository: Repository

  package init(_ repository: Repository) {
    self.repository = repository
  }

  private var file: String { "\(repository.commonDirectory)/baseline/trust" }

  /// What of a configuration can start a program, or reach a server that is not ours, as one text; nil: nothing can.
  package static func executableParts(of config: Config) -> String? {
    guard let migrations = config.migrations, migrations.runner != .sql || config.shadow != nil else { return nil }
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("runner")
      writer.value(Text(migrations.runner.rawValue))
      writer.key("workdir")
      writer.value(Text(migrations.workdir))
      writer.key("command")
      (migrations.command ?? []).map { Text($0) }.write(to: &writer)
      writer.key("env")
      migrations.env.map { Text("\($0.name)=\($0.value)") }.write(to: &writer)
      if let shadow = config.shadow {
        writer.key("shadow")
        writer.value(Text(shadow.urlEnv))
      }
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Whether hooks may start what this configuration names.
  package func covers(_ config: Config) throws -> Bool {
    guard let parts = Self.executableParts(of: config) else { return true }
    return try digests().contains(SHA256.hex(Array(parts.utf8)))
  }

  /// Records it for this clone.
  /// - Returns: whether there was anything to record.
  package func trust(_ config: Config) throws -> Bool {
    guard let parts = Self.executableParts(of: config) else { return false }
    let digest = SHA256.hex(Array(parts.utf8))
    var known = try digests()
    if known.contains(digest) { return true }
    known.append(digest)
    try writeFile(Array((known.joined(separator: "\n") + "\n").utf8), to: file, mode: 0o600)
    return true
  }

  /// Forgets all that was trusted on this clone.
  package func revoke() throws {
    if fileExists(file) { try writeFile([], to: file, mode: 0o600) }
  }

  private func digests() throws -> [String] {
    guard fileExists(file) else { return [] }
    return String(decoding: try readFile(file, limit: 1 << 20), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

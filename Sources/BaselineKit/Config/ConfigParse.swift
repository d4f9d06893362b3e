import Schema
import YAML

extension Config {
  private static let keys = [
    "baseline", "postgres", "schemas", "ignore_tables", "ignore", "critical_tables", "migrations", "databases", "track",
    "partitions", "policy", "waivers", "shadow", "hooks", "bookkeeping", "events", "notifications", "reviews",
    "check_every",
  ]
  /// The major versions of PostgreSQL that this version of the tool knows.
  package static let majors = 12...18

  /// Reads a configuration strictly; the error holds every mistake of the file.
  ///
  /// Three readings, each of which must be clean before the next: no password anywhere in the bytes, good YAML, known keys with good values.
  package static func parse(_ bytes: [UInt8], file: String) throws(ConfigError) -> Config {
    let reader = ConfigReader(file: file)
    for mark in ConfigSecrets.marks(in: Array(bytes.prefix(YAMLNode.largestFile))) {
      reader.mistake(at: mark, "a password in the file", hint: ConfigReader.secretHint)
    }
    try reader.throwMistakes()
    let root: YAMLNode?
    do {
      root = try YAMLNode.parse(bytes, file: file)
    } catch {
      throw ConfigError(error)
    }
    var config = Config(file: file)
    if let root, !root.isNull, let entries = reader.entries(root, as: "the configuration") {
      config.read(ConfigSection(reader: reader, name: "", mark: root.start, entries: entries, keys: keys))
    }
    try reader.throwMistakes()
    return config
  }

  private mutating func read(_ top: ConfigSection) {
    let reader = top.reader
    top.value("baseline", reader.baseline).map { baseline = $0 }
    postgres = top.value("postgres") { reader.wholeNumber($0, as: $1, in: Config.majors) }
    top.value("schemas", reader.globs).map { schemas = $0 }
    ignore = (top.value("ignore_tables", reader.ignoredTables) ?? []) + (top.value("ignore", reader.ignoreRules) ?? [])
    criticalTables = top.value("critical_tables", reader.tableNames) ?? []
    migrations = top.value("migrations", reader.migrations)
    top.value("policy") { reader.policy($0, as: $1, defaults: policy) }.map { policy = $0 }
    top.value("check_every", reader.checkInterval).map { checkEvery = $0 }
    databases =
      top.value("databases") {
        reader.databases($0, as: $1, policy: policy, checkEvery: checkEvery)
      } ?? []
    track = Set(top.value("track", reader.tracked) ?? [])
    partitions = top.value("partitions", reader.partitions) ?? [:]
    top.value("waivers", reader.path).map { waivers = $0 }
    shadow = top.value("shadow", reader.shadow)
    top.value("hooks", reader.hooks).map { hooks = $0 }
    top.value("bookkeeping") { reader.choice($0, as: $1) }.map { bookkeeping = $0 }
    top.value("events", reader.events).map { events = $0 }
    top.value("notifications", reader.notifications).map { notifications = $0 }
    top.value("reviews", reader.reviews).map { reviews = $0 }
    checkPlaces(top)
  }

  /// The baseline is written by us, the other files by people: they must not lie in one another.
  private func checkPlaces(_ top: ConfigSection) {
    let mark = top.node("baseline")?.start ?? top.mark
    let others =
      [("the configuration itself", file), ("waivers", waivers)]
      + (migrations?.paths ?? []).map { ("migrations.paths", $0) }
    for (name, path) in others where RepositoryPath.isInside(path, baseline.path) {
      top.reader.mistake(at: mark, "baseline: \(shown(baseline.path)) would hold \(name) (\(path))")
    }
    if waivers.utf8.elementsEqual(file.utf8) {
      top.reader.mistake(at: top.node("waivers")?.start ?? top.mark, "waivers: the file is the configuration itself")
    }
  }
}

extension ConfigReader {
  /// A path that ends in `.json` is one file, any other a folder.
  func baseline(_ node: YAMLNode, as key: String) -> Config.BaselinePath? {
    guard let path = path(node, as: key), let written = text(node, as: key) else { return nil }
    return Config.BaselinePath(path: path, layout: written.hasSuffix(".json") ? .file : .folder)
  }

  func tableNames(_ node: YAMLNode, as key: String) -> [TableName]? {
    list(node, as: key)?.compactMap { item in
      text(item, as: key).flatMap { tableName($0, at: item.start, as: key) }
    }
  }

  func tracked(_ node: YAMLNode, as key: String) -> [Schema.Tracked]? {
    list(node, as: key)?.compactMap { choice($0, as: key) }
  }

  func partitions(_ node: YAMLNode, as key: String) -> [TableName: Config.PartitionPolicy]? {
    guard let entries = entries(node, as: key) else { return nil }
    var policies: [TableName: Config.PartitionPolicy] = [:]
    for entry in entries {
      guard let name = tableName(entry.key, at: entry.start, as: key),
        let policy = choice(entry.value, as: "\(key).\(name)", of: Config.PartitionPolicy.self)
      else { continue }
      if policies.updateValue(policy, forKey: name) != nil {
        mistake(at: entry.start, "\(key): the table \(shown(entry.key)) stands there twice")
      }
    }
    return policies
  }
}

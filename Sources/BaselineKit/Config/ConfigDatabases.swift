import YAML

extension Config {
  /// A live database under `databases:`.
  package struct Database: Sendable {
    /// The user's name for it; events and reports use it.
    package let name: String
    /// The environment variable that holds its URL.
    package let urlEnv: String
    /// nil: the configuration's own.
    package let schemas: [SchemaGlob]?
    /// The configuration's own, with the keys changed that the database names.
    package let policy: Policy
    /// Schemas that each hold a copy of the watched one; empty: none.
    package let tenants: [SchemaGlob]
  }
}

extension ConfigReader {
  func databases(_ node: YAMLNode, as key: String, policy: Config.Policy) -> [Config.Database]? {
    entries(node, as: key)?.compactMap { entry in
      if let reason = mistake(inDatabaseName: entry.key) { mistake(at: entry.start, "\(key): \(reason)") }
      let name = "\(key).\(entry.key.prefix(63))"
      if ConfigSecrets.isPasswordKey(entry.key) {
        mistake(at: entry.start, "\(name): a password in the file", hint: ConfigReader.secretHint)
        return nil
      }
      guard let section = section(entry.value, as: name, keys: ["url_env", "schemas", "policy", "tenants"]) else {
        return nil
      }
      let urlEnv = section.required("url_env", variableName)
      let schemas = section.value("schemas", globs)
      let own = section.value("policy") { self.policy($0, as: $1, defaults: policy) }
      let tenants = section.value("tenants", globs)
      guard let urlEnv else { return nil }
      return Config.Database(
        name: entry.key, urlEnv: urlEnv, schemas: schemas, policy: own ?? policy, tenants: tenants ?? [])
    }
  }

  func shadow(_ node: YAMLNode, as key: String) -> Config.Shadow? {
    section(node, as: key, keys: ["url_env"])?.required("url_env", variableName).map(Config.Shadow.init)
  }

  /// A list of schema names and globs; an empty one would watch nothing.
  func globs(_ node: YAMLNode, as key: String) -> [SchemaGlob]? {
    nonEmptyList(node, as: key)?.compactMap { text($0, as: key) }.map(SchemaGlob.init)
  }

  /// The name becomes part of file names, refs and command lines.
  private func mistake(inDatabaseName name: String) -> String? {
    let isBad = { (scalar: Unicode.Scalar) in
      scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
        || #"/\:*?"'<>|[]^~@{}"#.unicodeScalars.contains(scalar)
    }
    if name.isEmpty || name.utf8.count > 63 { return "a database's name has 1 to 63 bytes" }
    if name.hasPrefix("-") || name.hasPrefix(".") || name.hasSuffix(".") || name.contains("..")
      || name.unicodeScalars.contains(where: isBad)
    {
      return "the database's name \(shown(name)) has other than letters, digits, '_', '-' and inner dots"
    }
    return nil
  }
}

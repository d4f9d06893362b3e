import Schema
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
    /// Schemas that are all to be like one of the baseline.
    package let tenants: Tenants?
    /// How often a check of it is planned, in seconds: its own `every`, or the configuration's `check_every`.
    package let every: Int64
  }

  /// A schema for each tenant: `tenants: {match: "tenant_*", as: public}`.
  package struct Tenants: Hashable, Sendable {
    /// Which schemas.
    package let match: [SchemaGlob]
    /// The baseline's schema that each of them is to be like; never a tenant itself.
    package let model: String

    /// The schema that stands for all of them together, called as they are matched.
    var schema: Text { Text(match.map(\.text).joined(separator: ",")) }

    package func includes(_ schema: String) -> Bool {
      !schema.utf8.elementsEqual(model.utf8) && match.contains { $0.matches(schema) }
    }
  }
}

extension ConfigReader {
  func databases(
    _ node: YAMLNode, as key: String, policy: Config.Policy, checkEvery: Int64
  ) -> [Config.Database]? {
    entries(node, as: key)?.compactMap { entry in
      if let reason = mistake(inName: entry.key, of: "database") {
        mistake(at: entry.start, "\(key): \(reason)")
      } else if entry.key == Waiver.noDatabase {
        mistake(
          at: entry.start, "\(key): a database cannot be called '\(entry.key)': waivers mean no database by it")
      }
      let name = "\(key).\(entry.key.prefix(63))"
      if ConfigSecrets.isPasswordKey(entry.key) {
        mistake(at: entry.start, "\(name): a password in the file", hint: ConfigReader.secretHint)
        return nil
      }
      guard let section = section(entry.value, as: name, keys: ["url_env", "schemas", "policy", "tenants", "every"])
      else {
        return nil
      }
      let urlEnv = section.required("url_env", variableName)
      let tenants = section.value("tenants", self.tenants)
      // Where all that matters lies in the tenants' schemas, none beside them need be watched.
      let schemas = section.value("schemas") { node, key in
        tenants != nil && list(node, as: key)?.isEmpty == true ? [] : globs(node, as: key)
      }
      let own = section.value("policy") { self.policy($0, as: $1, defaults: policy) }
      let every = section.value("every", checkInterval)
      guard let urlEnv else { return nil }
      return Config.Database(
        name: entry.key, urlEnv: urlEnv, schemas: schemas, policy: own ?? policy, tenants: tenants,
        every: every ?? checkEvery)
    }
  }

  func shadow(_ node: YAMLNode, as key: String) -> Config.Shadow? {
    section(node, as: key, keys: ["url_env"])?.required("url_env", variableName).map(Config.Shadow.init)
  }

  func tenants(_ node: YAMLNode, as key: String) -> Config.Tenants? {
    guard let section = section(node, as: key, keys: ["match", "as"]) else { return nil }
    let match = section.required("match") { node, key in
      if case .scalar = node.content { return text(node, as: key).map { [SchemaGlob($0)] } }
      return globs(node, as: key)
    }
    let model = section.required("as") { node, key -> String? in
      guard let name = text(node, as: key) else { return nil }
      guard SchemaGlob(name).isGlob else { return name }
      mistake(
        at: node.start, "\(key): \(shown(name)) is a pattern", hint: "name one schema of the baseline, as in public")
      return nil
    }
    guard let match, let model else { return nil }
    return Config.Tenants(match: match, model: model)
  }

  /// A list of schema names and globs; an empty one would watch nothing.
  func globs(_ node: YAMLNode, as key: String) -> [SchemaGlob]? {
    nonEmptyList(node, as: key)?.compactMap { text($0, as: key) }.map(SchemaGlob.init)
  }

  /// The name of a database or a channel becomes part of file names, refs and command lines.
  func mistake(inName name: String, of noun: String) -> String? {
    let isBad = { (scalar: Unicode.Scalar) in
      scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
        || #"/\:*?"'<>|[]^~@{}"#.unicodeScalars.contains(scalar)
    }
    if name.isEmpty || name.utf8.count > 63 { return "a \(noun)'s name has 1 to 63 bytes" }
    if name.hasPrefix("-") || name.hasPrefix(".") || name.hasSuffix(".") || name.contains("..")
      || name.unicodeScalars.contains(where: isBad)
    {
      return "the \(noun)'s name \(shown(name)) has other than letters, digits, '_', '-' and inner dots"
    }
    return nil
  }
}

import Schema

/// What of a schema a configuration watches: which schemas, which objects no rule hides, which tables are critical.
///
/// In every comparison the same watch is applied to both sides.
package struct Watch: Sendable {
  package let config: Config
  private let schemas: [SchemaGlob]
  private let tenants: Config.Tenants?

  /// - Parameters:
  ///   - schemas: a database's own, instead of the configuration's.
  ///   - tenants: whose schemas are compared in another way, and are not watched.
  package init(_ config: Config, schemas: [SchemaGlob]? = nil, besides tenants: Config.Tenants? = nil) {
    self.config = config
    self.schemas = schemas ?? config.schemas
    self.tenants = tenants
  }

  private func watches(_ schema: Text) -> Bool {
    schemas.contains { $0.matches(schema.string) } && tenants?.includes(schema.string) != true
  }

  /// What is asked of the catalog. What lies beside the schemas is always watched, unless a rule hides all of its kind.
  package var scope: CatalogScope {
    let hidden = config.ignore.filter { $0.fields.isEmpty && $0.schema == nil && $0.name == nil }
    let kinds = Set(hidden.compactMap(\.kind).compactMap(Kind.init)).filter(\.isOfDatabase)
    return CatalogScope(track: config.track, withoutKinds: kinds, ignores: ignores, includesSchema: watches)
  }

  /// Whether rules hide a field of an object, or the object, or what it lies in.
  private func ignores(_ id: ObjectID, _ field: Text) throws -> Bool {
    let isHidden = try config.ignore.contains { rule in
      try matches(rule, id) && (rule.fields.isEmpty || rule.fields.contains { Text($0) == field })
    }
    return try isHidden || id.container != id && rule(hiding: id.container) != nil
  }

  /// The snapshot without what is not watched.
  /// - Throws: PatternError when a pattern needs more work than it may: that is never "no match".
  package func filtered(_ snapshot: Snapshot) throws -> Filtered {
    let tree = PartitionTree(of: snapshot)
    let critical = criticalTables(of: snapshot, tree)
    // Schemas that a rule hides stay where a critical table lies in them; what else they have goes.
    var hidden: [Text: String] = [:]
    for schema in Set(critical.compactMap(\.schema)) {
      if let rule = try rule(hiding: ObjectID(.schema, [schema])) { hidden[schema] = rule.description }
    }
    let watched = Set(snapshot.database.schemas.objects.map(\.key).filter(watches))
    return try snapshot.filtered(kinds: hidden.isEmpty ? decidedKinds : nil) { context in
      let id = context.id
      if let schema = id.schema, !watched.contains(schema) {
        return .remove(rule: "\(Self.schemasRule)\(schemas.map(\.text).joined(separator: ", "))")
      }
      if isCritical(context, critical) { return .keep }
      if let rule = id.schema.flatMap({ hidden[$0] }) { return id.kind == .schema ? .keep : .remove(rule: rule) }
      if let table = context.table, config.bookkeeping == .ignore, let tool = bookkeepingTool(table) {
        return .remove(rule: "\(Self.bookkeepingRule)\(tool)")
      }
      // A sequence of a foreign table comes before it.
      if let table = id.kind.isMember ? nil : context.ownerTable ?? id.table, let parent = hiding(table, tree) {
        return .remove(rule: "\(Self.partitionsRule)\(parent.name)")
      }
      return try rule(for: id)
    }
  }

  /// How the rules begin that tell what is hidden for what it is, and not by a pattern.
  static let schemasRule = "schemas: "
  static let bookkeepingRule = "bookkeeping table of "
  static let partitionsRule = "partitions: "

  /// What any rule can be about.
  private var decidedKinds: Set<Kind> {
    config.ignore.reduce(into: [.schema, .table, .foreignTable]) { kinds, rule in
      kinds.formUnion(rule.kind.map { kind in Kind.allCases.filter { $0.rawValue == kind } } ?? Kind.allCases)
    }
  }

  /// The tables whose differences fail whatever the policy: the listed ones and their partitions. Foreign tables are named as
  /// tables are.
  package func criticalTables(of snapshot: Snapshot) -> Set<ObjectID> {
    config.criticalTables.isEmpty ? [] : criticalTables(of: snapshot, PartitionTree(of: snapshot))
  }

  private func criticalTables(of snapshot: Snapshot, _ tree: PartitionTree) -> Set<ObjectID> {
    var critical: Set<ObjectID> = []
    if config.criticalTables.isEmpty { return critical }
    for schema in snapshot.database.schemas {
      for name in schema.tables.map(\.key) + schema.foreignTables.map(\.key) {
        let id = ObjectID(.table, [schema.key, name])
        if ([id] + tree.ancestors(of: id)).contains(where: isListed) { critical.insert(id) }
      }
    }
    return critical
  }

  private func isListed(_ table: ObjectID) -> Bool {
    config.criticalTables.contains { $0.matches(schema: table.path[0].string, name: table.path[1].string) }
  }

  private func isCritical(_ context: ObjectContext, _ critical: Set<ObjectID>) -> Bool {
    guard let table = context.ownerTable ?? context.id.table else { return false }
    return critical.contains(table)
  }

  /// The table whose partitions are not watched and of which this is one, at any depth: the nearest that the configuration names
  /// decides.
  private func hiding(_ table: ObjectID, _ tree: PartitionTree) -> ObjectID? {
    if config.partitions.isEmpty { return nil }
    for parent in tree.ancestors(of: table) {
      let policy = config.partitions.first {
        $0.key.matches(schema: parent.path[0].string, name: parent.path[1].string)
      }
      if let policy { return policy.value == .ignoreChildren ? parent : nil }
    }
    return nil
  }

  /// The first rule that hides an object wholly; what it lies in, and whether that is critical, is not asked.
  func rule(hiding id: ObjectID) throws -> IgnoreRule? {
    try config.ignore.first { try $0.fields.isEmpty && matches($0, id) }
  }

  /// Whether a rule is about an object.
  func matches(_ rule: IgnoreRule, _ id: ObjectID) throws -> Bool {
    try rule.matches(kind: id.kind.rawValue, schema: id.schema?.string, name: id.plainName.string)
  }

  private func rule(for id: ObjectID) throws -> FilterDecision {
    var forgotten: [Text] = []
    var rules: [String] = []
    for rule in config.ignore {
      guard try matches(rule, id) else { continue }
      if rule.fields.isEmpty { return .remove(rule: rule.description) }
      forgotten += rule.fields.map { Text($0) }
      rules.append(rule.description)
    }
    return forgotten.isEmpty ? .keep : .forget(fields: forgotten, rule: rules.joined(separator: "; "))
  }
}

extension Watch {
  /// What is odd about the configuration, judged by snapshots that were not filtered yet.
  ///
  /// A rule that matches nothing is a rule that somebody believes in. That is only said where a live database was looked at:
  /// staging and backup tables are what rules are for, and no migration makes them.
  package func warnings(about snapshots: [Snapshot], includesLive: Bool) throws -> [String] {
    var warnings: [String] = []
    // Most configurations ask nothing of single columns: a list of all of them is only made for one that does.
    let objects =
      config.ignore.isEmpty && config.criticalTables.isEmpty && config.partitions.isEmpty
      ? [] : snapshots.flatMap(\.objects)
    for rule in config.ignore where includesLive {
      if try !objects.contains(where: { try matches(rule, $0) }) {
        warnings.append("\(config.file): \(rule) matches nothing")
      }
    }
    func exists(_ table: TableName) -> Bool {
      objects.contains { id in
        (id.kind == .table || id.kind == .foreignTable)
          && table.matches(schema: id.path[0].string, name: id.path[1].string)
      }
    }
    for table in config.criticalTables where !exists(table) {
      warnings.append("\(config.file): the critical table \(table) does not exist")
    }
    for table in config.partitions.keys.map(\.description).sorted() {
      guard let name = config.partitions.keys.first(where: { $0.description == table }), !exists(name) else { continue }
      warnings.append("\(config.file): the table \(table) of `partitions` does not exist")
    }
    let names = Set(snapshots.flatMap { $0.database.schemas.map(\.key) })
    for glob in schemas where !glob.isGlob && !names.contains(where: { glob.matches($0.string) }) {
      warnings.append("\(config.file): the schema \(glob.text) does not exist")
    }
    return warnings
  }
}

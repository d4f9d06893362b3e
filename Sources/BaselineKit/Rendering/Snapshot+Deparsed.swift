import Schema

extension Snapshot {
  /// A field of an object as texts that can be put back; nil: there is no text, or it is none that a server deparsed.
  func deparsed(_ field: Text, of id: ObjectID) -> [DeparsedText]? {
    if id.kind == .publication {
      return database.publications[key: id.key]?.tables.flatMap(DeparsedText.publishedTable)
    }
    guard id.path.count >= 2, let schema = database.schemas[key: id.path[0]] else { return nil }
    let name = id.path[1]
    let relation = DeparsedText.Relation(schema: schema.key, name: name)
    let text: DeparsedText? =
      switch id.kind {
      case .view: schema.views[key: name].map { .query($0.definition) }
      case .materializedView: schema.materializedViews[key: name].map { .query($0.definition) }
      case .column: schema.columns(of: name)?[key: id.key]?.deparsed(field, relation)
      case .constraint:
        schema.domains[key: name].flatMap { $0.constraints[key: id.key]?.deparsed(ofDomainOver: $0.type) }
          ?? schema.constraints(of: name)?[key: id.key]?.deparsed(relation)
      case .index: schema.indexes(of: name)?[key: id.key]?.deparsed(field, relation)
      case .trigger: schema.triggers(of: name)?[key: id.key].flatMap { .trigger($0.definition, name: id.key) }
      case .rule: schema.rules(of: name)?[key: id.key].flatMap { .rule($0.definition, name: id.key, of: relation) }
      case .policy: schema.tables[key: name]?.policies[key: id.key]?.deparsed(field, relation)
      case .domain: schema.domains[key: name]?.default.map { .expression($0, over: nil) }
      case .function: schema.functions[key: id.key]?.deparsed(field)
      case .table where field == "partition_key":
        schema.tables[key: name]?.partitionKey.map { DeparsedText(texts: [$0], form: .partitionKey(relation)) }
      case .table:
        bound(schema.tables[key: name]?.partitionBound, of: schema.tables[key: name]?.partitionOf, schema.key)
      case .foreignTable:
        bound(
          schema.foreignTables[key: name]?.partitionBound, of: schema.foreignTables[key: name]?.partitionOf, schema.key)
      default: nil
      }
    if id.kind == .statistics {
      return schema.statistics(of: name)?[key: id.key]?.expressions.map { .expression($0, over: relation) }
    }
    return text.map { [$0] }
  }

  /// The bound of a partition, which is read as the types of the whole's key say.
  private func bound(_ text: Text?, of parent: Text?, _ schema: Text) -> DeparsedText? {
    guard let text, let parent = parent.flatMap({ tableID($0, in: schema) }), let key = table(parent)?.partitionKey
    else { return nil }
    let whole = DeparsedText.Relation(schema: parent.path[0], name: parent.path[1])
    return DeparsedText(texts: [text], form: .partitionBound(of: whole, key: key))
  }
}

// What lies in a relation, whatever kind of relation it is.
extension Namespace {
  fileprivate func columns(of name: Text) -> Keyed<Column>? {
    tables[key: name]?.columns ?? views[key: name]?.columns ?? foreignTables[key: name]?.columns
      ?? materializedViews[key: name]?.columns
  }

  fileprivate func constraints(of name: Text) -> Keyed<Constraint>? {
    tables[key: name]?.constraints ?? foreignTables[key: name]?.constraints
  }

  fileprivate func indexes(of name: Text) -> Keyed<Index>? {
    tables[key: name]?.indexes ?? materializedViews[key: name]?.indexes
  }

  fileprivate func triggers(of name: Text) -> Keyed<Trigger>? {
    tables[key: name]?.triggers ?? views[key: name]?.triggers ?? foreignTables[key: name]?.triggers
  }

  fileprivate func rules(of name: Text) -> Keyed<Rule>? {
    tables[key: name]?.rules ?? views[key: name]?.rules
  }

  fileprivate func statistics(of name: Text) -> Keyed<StatisticsObject>? {
    tables[key: name]?.statistics ?? materializedViews[key: name]?.statistics ?? foreignTables[key: name]?.statistics
  }
}

extension Column {
  fileprivate func deparsed(_ field: Text, _ relation: DeparsedText.Relation) -> DeparsedText? {
    field == "generated"
      ? generated.map { .expression($0, over: relation) } : `default`.map { .expression($0, over: nil) }
  }
}

extension Constraint {
  fileprivate func deparsed(_ relation: DeparsedText.Relation) -> DeparsedText? {
    exclusion.map { DeparsedText(texts: [$0], form: .exclusion(relation)) }
      ?? expression.map { .expression($0, over: relation) }
  }

  fileprivate func deparsed(ofDomainOver type: Text) -> DeparsedText? {
    expression.map { DeparsedText(texts: [$0], form: .domainCheck(type: type)) }
  }
}

extension Index {
  fileprivate func deparsed(_ field: Text, _ relation: DeparsedText.Relation) -> DeparsedText? {
    if field == "predicate" { return predicate.map { .expression($0, over: relation) } }
    return keys.isEmpty ? nil : DeparsedText(texts: keys, form: .indexKeys(method: method, relation))
  }
}

extension Policy {
  fileprivate func deparsed(_ field: Text, _ relation: DeparsedText.Relation) -> DeparsedText? {
    (field == "using" ? using : check).map { .expression($0, over: relation) }
  }
}

extension Function {
  fileprivate func deparsed(_ field: Text) -> DeparsedText? {
    let signature = DeparsedText.Signature(arguments: arguments, returns: type == "procedure" ? nil : returns)
    if field == "arguments" { return DeparsedText(texts: [arguments], form: .arguments(signature)) }
    return isParsed ? DeparsedText(texts: [body], form: .body(signature)) : nil
  }

  /// Whether its body is kept as a tree, and deparsed.
  private var isParsed: Bool {
    language == "sql" && ["BEGIN ATOMIC", "RETURN "].contains { body.string.utf8.starts(with: $0.utf8) }
  }
}

import Processes
import Schema

/// The relations of the schemas, and what lies in them.
final class RelationReading {
  /// Which kinds of relations there can be, as pg_class.relkind.
  let kinds: String
  let names = CatalogNumbers()
  private let context: QueryContext
  private let tables: Questions.Answer<Table>
  private let views: Questions.Answer<View>
  private let materializedViews: Questions.Answer<MaterializedView>
  private let foreignTables: Questions.Answer<ForeignTable>
  private let columns: Questions.Answer<Column>
  private let keys: Questions.Answer<Constraint>
  private let notNulls: Questions.Answer<Constraint>
  private let indexes: Questions.Answer<Index>
  private let triggers: Questions.Answer<Trigger>
  private var checks = Questions.Answer<Constraint>()
  private var isAssembled = false

  /// From how many relations on what was freed is given back, which takes some milliseconds.
  private static let large = 3_000

  /// - Parameter questions: takes the queries.
  init(_ context: QueryContext, asking questions: inout Questions) {
    self.context = context
    kinds = context.members?.relationKinds ?? "rpvmSf"
    let texts = ColumnTexts()
    let hasAny = !kinds.isEmpty
    tables = questions.ask(.tables(context), if: hasAny)
    views = questions.ask(.views(context), if: kinds.contains("v") && context.hasRows("pg_rewrite"))
    materializedViews = questions.ask(
      .materializedViews(context), if: kinds.contains("m") && context.hasRows("pg_rewrite"))
    foreignTables = questions.ask(
      .foreignTables(context), if: kinds.contains("f") && context.hasRows("pg_foreign_table"))
    if hasAny && context.hasRows("pg_attrdef") { texts.askForExpressions(context, &questions) }
    if hasAny && context.hasRows("pg_description") { texts.askForComments(context, &questions) }
    let columnQuery = CatalogQuery<Column>.columns(context, names, texts)
    // A tenant's schema, of which there may be thousands, is small.
    columns =
      context.members == nil
      ? questions.ask(columnQuery, inPartsOf: context.counts?["pg_attribute"]) : questions.ask(columnQuery, if: hasAny)
    keys = questions.ask(.keys(context, names), if: hasAny && context.hasRows("pg_constraint"), completing: names)
    notNulls = questions.ask(.notNulls(context), if: hasAny && context.major >= 18)
    let hasIndexes = hasAny && context.hasRows("pg_index")
    if hasIndexes { names.ask(&questions) }
    indexes = questions.ask(.indexes(context, names), if: hasIndexes, completing: names)
    triggers = questions.ask(.triggers(context), if: hasAny && context.hasRows("pg_trigger"))
  }

  func askForChecks(_ questions: inout Questions) {
    checks = questions.ask(.checks(context), if: !kinds.isEmpty && context.hasRows("pg_constraint"))
  }

  /// Once `names` is complete.
  func decodeAgain() throws {
    try keys.decodeAgain()
    try indexes.decodeAgain()
  }

  /// Puts all but the checks where they belong, once.
  func assemble(_ code: CodeReading, _ types: TypeReading) {
    if isAssembled { return }
    isAssembled = true
    // The rows of a large database take as much memory as its schema, and are gone now.
    if columns.groups.count > Self.large { giveBackFreedMemory() }
    columns.sort(by: names.order)
    func constraints(_ relation: Text) -> Keyed<Constraint> {
      Keyed(sorting: keys.take(of: relation) + notNulls.take(of: relation))
    }
    tables.complete {
      $0.columns = Keyed(inOrder: columns.take(of: $1))
      $0.constraints = constraints($1)
      $0.indexes = Keyed(sorting: indexes.take(of: $1))
      $0.triggers = Keyed(sorting: triggers.take(of: $1))
      code.complete(&$0, $1)
    }
    views.complete {
      $0.columns = Keyed(inOrder: columns.take(of: $1))
      $0.triggers = Keyed(sorting: triggers.take(of: $1))
      code.complete(&$0, $1)
    }
    materializedViews.complete {
      $0.columns = Keyed(inOrder: columns.take(of: $1))
      $0.indexes = Keyed(sorting: indexes.take(of: $1))
      code.complete(&$0, $1)
    }
    foreignTables.complete {
      $0.columns = Keyed(inOrder: columns.take(of: $1))
      $0.constraints = constraints($1)
      $0.triggers = Keyed(sorting: triggers.take(of: $1))
      code.complete(&$0, $1)
    }
    types.compositeTypes.complete { $0.attributes = Keyed(inOrder: columns.take(of: $1).map { Attribute($0) }) }
  }

  func addChecks() {
    tables.complete { $0.constraints.insert(checks.take(of: $1)) }
    foreignTables.complete { $0.constraints.insert(checks.take(of: $1)) }
  }

  func complete(_ schema: inout Namespace, _ oid: Text) {
    schema.tables = Keyed(sorting: tables.take(of: oid))
    schema.views = Keyed(sorting: views.take(of: oid))
    schema.materializedViews = Keyed(sorting: materializedViews.take(of: oid))
    schema.foreignTables = Keyed(sorting: foreignTables.take(of: oid))
  }
}

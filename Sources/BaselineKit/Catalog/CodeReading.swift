import Schema

/// What of the schemas is about computing: aggregates, operators and what indexes do with them, collations, conversions, text
/// search; and the policies, rules and statistics of relations. Few databases have many of these.
struct CodeReading {
  private let aggregates: Questions.Answer<Aggregate>
  private let operators: Questions.Answer<Operator>
  private let operatorClasses: Questions.Answer<OperatorClass>
  private let operatorFamilies: Questions.Answer<OperatorFamily>
  private let collations: Questions.Answer<Collation>
  private let conversions: Questions.Answer<Conversion>
  private let configurations: Questions.Answer<TextSearchConfiguration>
  private let dictionaries: Questions.Answer<TextSearchDictionary>
  private let parsers: Questions.Answer<TextSearchParser>
  private let templates: Questions.Answer<TextSearchTemplate>
  private let policies: Questions.Answer<Policy>
  private let rules: Questions.Answer<Rule>
  private let statistics: Questions.Answer<StatisticsObject>

  /// - Parameter questions: takes the queries of the kinds that the database has any objects of.
  init(_ context: QueryContext, asking questions: inout Questions) {
    aggregates = questions.ask(.aggregates(context), if: context.hasRows("pg_aggregate"))
    operators = questions.ask(.operators(context), if: context.hasRows("pg_operator"))
    operatorClasses = questions.ask(.operatorClasses(context), if: context.hasRows("pg_opclass"))
    operatorFamilies = questions.ask(.operatorFamilies(context), if: context.hasRows("pg_opfamily"))
    collations = questions.ask(.collations(context), if: context.hasRows("pg_collation"))
    conversions = questions.ask(.conversions(context), if: context.hasRows("pg_conversion"))
    configurations = questions.ask(.configurations(context), if: context.hasRows("pg_ts_config"))
    dictionaries = questions.ask(.dictionaries(context), if: context.hasRows("pg_ts_dict"))
    parsers = questions.ask(.parsers(context), if: context.hasRows("pg_ts_parser"))
    templates = questions.ask(.templates(context), if: context.hasRows("pg_ts_template"))
    policies = questions.ask(.policies(context), if: context.hasRows("pg_policy"))
    rules = questions.ask(.rules(context), if: context.hasRows("pg_rewrite"))
    statistics = questions.ask(.statistics(context), if: context.hasRows("pg_statistic_ext"))
  }

  func complete(_ schema: inout Namespace, _ oid: Text) {
    schema.aggregates = Keyed(sorting: aggregates.take(of: oid))
    schema.operators = Keyed(sorting: operators.take(of: oid))
    schema.operatorClasses = Keyed(sorting: operatorClasses.take(of: oid))
    schema.operatorFamilies = Keyed(sorting: operatorFamilies.take(of: oid))
    schema.collations = Keyed(sorting: collations.take(of: oid))
    schema.conversions = Keyed(sorting: conversions.take(of: oid))
    schema.textSearchConfigurations = Keyed(sorting: configurations.take(of: oid))
    schema.textSearchDictionaries = Keyed(sorting: dictionaries.take(of: oid))
    schema.textSearchParsers = Keyed(sorting: parsers.take(of: oid))
    schema.textSearchTemplates = Keyed(sorting: templates.take(of: oid))
  }

  func complete(_ table: inout Table, _ oid: Text) {
    table.policies = Keyed(sorting: policies.take(of: oid))
    table.rules = Keyed(sorting: rules.take(of: oid))
    table.statistics = Keyed(sorting: statistics.take(of: oid))
  }

  func complete(_ table: inout ForeignTable, _ oid: Text) {
    table.statistics = Keyed(sorting: statistics.take(of: oid))
  }

  func complete(_ view: inout View, _ oid: Text) {
    view.rules = Keyed(sorting: rules.take(of: oid))
  }

  func complete(_ view: inout MaterializedView, _ oid: Text) {
    view.statistics = Keyed(sorting: statistics.take(of: oid))
  }
}

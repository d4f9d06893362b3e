import Schema

/// The types of the schemas that are neither enums nor domains. Few databases have many of these.
struct TypeReading {
  /// Their attributes are read with the columns of relations.
  let compositeTypes: Questions.Answer<CompositeType>
  private let rangeTypes: Questions.Answer<RangeType>
  private let baseTypes: Questions.Answer<BaseType>

  /// - Parameter questions: takes the queries of the kinds that the database has any objects of.
  init(_ context: QueryContext, asking questions: inout Questions) {
    let kinds = context.members?.typeKinds ?? "crbp"
    compositeTypes = questions.ask(
      .compositeTypes(context), if: kinds.contains("c") && context.hasRows("pg_class: composite"))
    rangeTypes = questions.ask(.rangeTypes(context), if: kinds.contains("r") && context.hasRows("pg_range"))
    baseTypes = questions.ask(
      .baseTypes(context), if: (kinds.contains("b") || kinds.contains("p")) && context.hasRows("pg_type: base"))
  }

  func complete(_ schema: inout Namespace, _ oid: Text) {
    schema.compositeTypes = Keyed(sorting: compositeTypes.take(of: oid))
    schema.rangeTypes = Keyed(sorting: rangeTypes.take(of: oid))
    schema.baseTypes = Keyed(sorting: baseTypes.take(of: oid))
  }
}

import Schema

/// The types of the schemas that are neither enums nor domains. Few databases have many of these.
struct TypeReading {
  private let compositeTypes: Questions.Answer<CompositeType>
  private let rangeTypes: Questions.Answer<RangeType>
  private let baseTypes: Questions.Answer<BaseType>

  /// - Parameter questions: takes the queries of the kinds that the database has any objects of.
  init(_ context: QueryContext, asking questions: inout Questions) {
    let kinds = context.members?.typeKinds ?? "crbp"
    compositeTypes = questions.ask(.compositeTypes(context), if: kinds.contains("c"))
    rangeTypes = questions.ask(.rangeTypes(context), if: kinds.contains("r") && context.hasRows("pg_range"))
    baseTypes = questions.ask(.baseTypes(context), if: kinds.contains("b") || kinds.contains("p"))
  }

  /// - Parameter columns: by the oid of what they lie in, attributes of composite types among them.
  func complete(_ schema: inout Namespace, _ oid: Text, columns: [Text: [Column]]) {
    schema.compositeTypes = Keyed(
      sorting: compositeTypes.rows.filter { $0.parent == oid }.map { row in
        var type = row.object
        type.attributes = Keyed(inOrder: columns[row.oid, default: []].map { Attribute($0) })
        return type
      })
    schema.rangeTypes = Keyed(sorting: rangeTypes.rows.filter { $0.parent == oid }.map(\.object))
    schema.baseTypes = Keyed(sorting: baseTypes.rows.filter { $0.parent == oid }.map(\.object))
  }
}

/// An aggregate function (pg_aggregate). Its key is its signature, `sum_of(integer)`: the types of its direct and
/// aggregated arguments.
package struct Aggregate: SchemaObject {
  package let key: Text
  /// `normal`, `ordered-set` or `hypothetical-set`.
  package var type: Text = "normal"
  /// pg_get_function_arguments: names, modes and types, and ORDER BY.
  package var arguments: Text = ""
  /// The type of its result.
  package var returns: Text = ""
  /// SFUNC, with its signature, as the other functions are: `app.step(integer, text)`.
  package var stateFunction: Text = ""
  /// STYPE.
  package var stateType: Text = ""
  /// SSPACE.
  package var stateSize: Int64 = 0
  /// FINALFUNC.
  package var finalFunction: Text?
  /// FINALFUNC_EXTRA.
  package var finalFunctionExtra = false
  /// `read only`, `shareable` or `read write`, of a final function.
  package var finalFunctionModify: Text = "read only"
  /// COMBINEFUNC.
  package var combineFunction: Text?
  /// SERIALFUNC.
  package var serialFunction: Text?
  /// DESERIALFUNC.
  package var deserialFunction: Text?
  /// INITCOND.
  package var initialValue: Text?
  /// MSFUNC.
  package var movingStateFunction: Text?
  /// MINVFUNC.
  package var movingInverseFunction: Text?
  /// MSTYPE.
  package var movingStateType: Text?
  /// MSSPACE.
  package var movingStateSize: Int64 = 0
  /// MFINALFUNC.
  package var movingFinalFunction: Text?
  /// MFINALFUNC_EXTRA.
  package var movingFinalFunctionExtra = false
  /// `read only`, `shareable` or `read write`, of a moving final function.
  package var movingFinalFunctionModify: Text = "read only"
  /// MINITCOND.
  package var movingInitialValue: Text?
  /// SORTOP, qualified.
  package var sortOperator: Text?
  /// `safe` or `restricted`; absent: unsafe.
  package var parallel: Text?
  /// DEPENDS ON EXTENSION, sorted.
  package var dependsOnExtensions: [Text] = []
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.aggregate
  package static let fields: FieldList<Aggregate> = [
    Field("type", \.type, default: "normal"),
    Field("arguments", \.arguments, default: ""),
    Field("returns", \.returns, default: ""),
    Field("state_function", \.stateFunction, default: ""),
    Field("state_type", \.stateType, default: ""),
    Field("state_size", \.stateSize, default: 0),
    Field("final_function", \.finalFunction),
    Field("final_function_extra", \.finalFunctionExtra),
    Field("final_function_modify", \.finalFunctionModify, default: "read only"),
    Field("combine_function", \.combineFunction),
    Field("serial_function", \.serialFunction),
    Field("deserial_function", \.deserialFunction),
    Field("initial_value", \.initialValue),
    Field("moving_state_function", \.movingStateFunction),
    Field("moving_inverse_function", \.movingInverseFunction),
    Field("moving_state_type", \.movingStateType),
    Field("moving_state_size", \.movingStateSize, default: 0),
    Field("moving_final_function", \.movingFinalFunction),
    Field("moving_final_function_extra", \.movingFinalFunctionExtra),
    Field("moving_final_function_modify", \.movingFinalFunctionModify, default: "read only"),
    Field("moving_initial_value", \.movingInitialValue),
    Field("sort_operator", \.sortOperator),
    Field("parallel", \.parallel),
    Field("depends_on_extensions", \.dependsOnExtensions),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
}

/// A function or procedure (pg_proc). Its key is its signature, `f(integer, text)`: the types of its input arguments.
package struct Function: SchemaObject {
  package let key: Text
  /// `function`, `procedure` or `window`.
  package var type: Text = "function"
  /// pg_get_function_arguments: names, modes, types and defaults.
  package var arguments: Text = ""
  /// pg_get_function_result; nil for procedures.
  package var returns: Text?
  package var language: Text = "sql"
  /// prosrc, or the deparsed body of BEGIN ATOMIC and RETURN.
  package var body: Text = ""
  /// The shared object's file (probin) of a function in C.
  package var library: Text?
  /// `immutable` or `stable`; nil: volatile.
  package var volatility: Text?
  package var strict = false
  package var securityDefiner = false
  package var leakproof = false
  /// `safe` or `restricted`; nil: unsafe.
  package var parallel: Text?
  package var cost: Text = "100"
  package var rows: Text = "0"
  /// The planner support function, qualified.
  package var support: Text?
  /// SET clauses: `search_path=app, pg_temp`, sorted.
  package var configuration: [Text] = []
  /// The types of a TRANSFORM clause.
  package var transforms: [Text] = []
  /// DEPENDS ON EXTENSION, sorted.
  package var dependsOnExtensions: [Text] = []
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.function
  package static let fields: FieldList<Function> = [
    Field("type", \.type, default: "function"),
    Field("arguments", \.arguments, default: "", deparsed: true),
    Field("returns", \.returns),
    Field("language", \.language, default: "sql"),
    Field("body", \.body, default: "", deparsed: true),
    Field("library", \.library),
    Field("volatility", \.volatility),
    Field("strict", \.strict),
    Field("security_definer", \.securityDefiner),
    Field("leakproof", \.leakproof),
    Field("parallel", \.parallel),
    Field("cost", \.cost, default: "100"),
    Field("rows", \.rows, default: "0"),
    Field("support", \.support),
    Field("configuration", \.configuration),
    Field("transforms", \.transforms),
    Field("depends_on_extensions", \.dependsOnExtensions, since: .wholeCatalog),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
}

/// A base type, or a shell type that only has a name (pg_type.typtype b and p).
package struct BaseType: SchemaObject {
  package let key: Text
  /// It only has a name so far.
  package var shell = false
  /// INPUT.
  package var input: Text?
  /// OUTPUT.
  package var output: Text?
  /// RECEIVE.
  package var receive: Text?
  /// SEND.
  package var send: Text?
  /// TYPMOD_IN.
  package var modifierInput: Text?
  /// TYPMOD_OUT.
  package var modifierOutput: Text?
  /// ANALYZE.
  package var analyze: Text?
  /// SUBSCRIPT.
  package var subscripting: Text?
  /// INTERNALLENGTH in bytes; -1: VARIABLE, -2: a C string.
  package var length: Int64 = -1
  /// PASSEDBYVALUE.
  package var passedByValue = false
  /// `char`, `int2`, `int4` or `double`.
  package var alignment: Text = "int4"
  /// `plain`, `external`, `extended` or `main`.
  package var storage: Text = "plain"
  /// CATEGORY.
  package var category: Text = "U"
  /// PREFERRED.
  package var preferred = false
  /// DEFAULT.
  package var `default`: Text?
  /// ELEMENT.
  package var element: Text?
  /// DELIMITER.
  package var delimiter: Text = ","
  /// COLLATABLE.
  package var collatable = false
  package var comment: Text?
  package var owner: Text?
  package var privileges: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.baseType
  package static let fields: FieldList<BaseType> = [
    Field("shell", \.shell),
    Field("input", \.input),
    Field("output", \.output),
    Field("receive", \.receive),
    Field("send", \.send),
    Field("modifier_input", \.modifierInput),
    Field("modifier_output", \.modifierOutput),
    Field("analyze", \.analyze),
    Field("subscripting", \.subscripting, server: 14),
    Field("length", \.length, default: -1),
    Field("passed_by_value", \.passedByValue),
    Field("alignment", \.alignment, default: "int4"),
    Field("storage", \.storage, default: "plain"),
    Field("category", \.category, default: "U"),
    Field("preferred", \.preferred),
    Field("default", \.default),
    Field("element", \.element),
    Field("delimiter", \.delimiter, default: ","),
    Field("collatable", \.collatable),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
    Field("privileges", \.privileges, tracked: .privileges),
  ]
}

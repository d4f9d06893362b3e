/// A collation (pg_collation). The version of the library is no part of it.
package struct Collation: SchemaObject {
  package let key: Text
  /// `libc`, `icu` or `builtin`.
  package var provider: Text = "libc"
  /// LOCALE of an icu or builtin collation.
  package var locale: Text?
  /// LC_COLLATE.
  package var collate: Text?
  /// LC_CTYPE.
  package var ctype: Text?
  /// DETERMINISTIC.
  package var deterministic = true
  /// RULES.
  package var rules: Text?
  package var comment: Text?
  package var owner: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.collation
  package static let fields: FieldList<Collation> = [
    Field("provider", \.provider, default: "libc"),
    Field("locale", \.locale),
    Field("collate", \.collate),
    Field("ctype", \.ctype),
    Field("deterministic", \.deterministic, default: true),
    Field("rules", \.rules, server: 16),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
  ]
}

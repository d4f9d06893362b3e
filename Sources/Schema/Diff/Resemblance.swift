extension SchemaObject {
  /// What two objects have in common when one may be the other under a new name; nil where there is no telling. A hint for
  /// people; nothing is decided by it.
  var resemblance: [Text?]? {
    switch self {
    // PostgreSQL has no way to rename an extension, nor what is named after something else.
    case is Namespace, is Extension, is Setting, is UserMapping, is DefaultPrivileges, is ChangedPrivileges: nil
    case let column as Column: [column.type]
    case let table as Table: table.columns.isEmpty ? nil : table.columns.flatMap { [$0.key, $0.type] }
    case let table as ForeignTable: [table.server] + table.columns.flatMap { [$0.key, $0.type] }
    case let type as CompositeType: type.attributes.isEmpty ? nil : type.attributes.flatMap { [$0.key, $0.type] }
    default: Self.fields.map { $0.words(self) }
    }
  }
}

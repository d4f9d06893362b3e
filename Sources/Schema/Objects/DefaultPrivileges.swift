/// What new objects grant by themselves (pg_default_acl); only where `privileges` are tracked. Its key names the role
/// that makes them, the schema and the objects: `app_owner in app: tables`, or `app_owner: tables`.
package struct DefaultPrivileges: SchemaObject {
  package let key: Text
  /// `role: PRIVILEGE`, with ` WITH GRANT OPTION`; `PUBLIC` for all; in all schemas also `without role: PRIVILEGE` for
  /// what is granted by default and is not here.
  package var privileges: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.defaultPrivileges
  package static let fields: FieldList<DefaultPrivileges> = [
    Field("privileges", \.privileges, tracked: .privileges)
  ]
}

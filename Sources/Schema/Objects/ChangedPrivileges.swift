/// Privileges of an object that initdb or an extension made, where they are not what they were made with (pg_init_privs);
/// only where `privileges` are tracked. Its key is the object's identity: `function pg_catalog.pg_read_file(text)`.
package struct ChangedPrivileges: SchemaObject {
  package let key: Text
  /// `role: PRIVILEGE` that was granted since, and `without role: PRIVILEGE` that was revoked since.
  package var privileges: [Text] = []

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.changedPrivileges
  package static let fields: FieldList<ChangedPrivileges> = [
    Field("privileges", \.privileges, tracked: .privileges)
  ]
}

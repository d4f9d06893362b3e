/// A setting that belongs to the database (pg_db_role_setting, ALTER DATABASE … SET). Its key is the setting's name; for
/// a role in this database `role: name`, only where `owners` are tracked.
package struct Setting: SchemaObject {
  package let key: Text
  /// As pg_db_role_setting has it.
  package var value: Text = ""

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.setting
  package static let fields: FieldList<Setting> = [
    Field("value", \.value, default: "")
  ]
}

/// The database as the outermost container. It has no name: the same schema gives the same bytes in every database.
package struct Database: SchemaObject {
  package let key: Text
  package var extensions: Keyed<Extension> = []
  package var properties: Keyed<DatabaseProperties> = []
  package var settings: Keyed<Setting> = []
  package var languages: Keyed<Language> = []
  package var accessMethods: Keyed<AccessMethod> = []
  package var casts: Keyed<Cast> = []
  package var transforms: Keyed<Transform> = []
  package var eventTriggers: Keyed<EventTrigger> = []
  package var publications: Keyed<Publication> = []
  package var subscriptions: Keyed<Subscription> = []
  package var foreignDataWrappers: Keyed<ForeignDataWrapper> = []
  package var servers: Keyed<ForeignServer> = []
  package var defaultPrivileges: Keyed<DefaultPrivileges> = []
  package var changedPrivileges: Keyed<ChangedPrivileges> = []
  package var schemas: Keyed<Namespace> = []

  package init(key: Text = "") {
    self.key = key
  }

  package static let kind = Kind.database
  package static let fields: FieldList<Database> = []
  package static let members: [MemberList<Database>] = [
    MemberList("extensions", \.extensions),
    MemberList("properties", \.properties, since: .wholeCatalog),
    MemberList("settings", \.settings, since: .wholeCatalog),
    MemberList("languages", \.languages, since: .wholeCatalog),
    MemberList("access_methods", \.accessMethods, since: .wholeCatalog),
    MemberList("casts", \.casts, since: .wholeCatalog),
    MemberList("transforms", \.transforms, since: .wholeCatalog),
    MemberList("event_triggers", \.eventTriggers, since: .wholeCatalog),
    MemberList("publications", \.publications, since: .wholeCatalog),
    MemberList("subscriptions", \.subscriptions, since: .wholeCatalog),
    MemberList("foreign_data_wrappers", \.foreignDataWrappers, since: .wholeCatalog),
    MemberList("servers", \.servers, since: .wholeCatalog),
    MemberList("default_privileges", \.defaultPrivileges, since: .wholeCatalog),
    MemberList("changed_privileges", \.changedPrivileges, since: .wholeCatalog),
    MemberList("schemas", \.schemas),
  ]
}

/// The database as the outermost container. It has no name: the same schema gives the same bytes in every database.
package struct Database: SchemaObject {
  package let key: Text
  package var extensions: Keyed<Extension> = []
  package var schemas: Keyed<Namespace> = []

  package init(key: Text = "") {
    self.key = key
  }

  package static let kind = Kind.database
  package static let fields: [Field<Database>] = []
  package static let members: [MemberList<Database>] = [
    MemberList("extensions", \.extensions),
    MemberList("schemas", \.schemas),
  ]
}

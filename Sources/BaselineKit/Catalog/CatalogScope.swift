import Schema

/// What of a database is read.
package struct CatalogScope: Sendable {
  /// Whether a schema is watched; system schemas are never asked about.
  package let includesSchema: @Sendable (Text) -> Bool
  package let track: Set<Tracked>
  /// Kinds that lie beside the schemas and of which nothing is asked for.
  package let withoutKinds: Set<Kind>
  /// Whether a field of an object, by its name, may stay unread: nobody compares it.
  package let ignores: @Sendable (ObjectID, Text) throws -> Bool

  package init(
    track: Set<Tracked> = [], withoutKinds: Set<Kind> = [],
    ignores: @escaping @Sendable (ObjectID, Text) throws -> Bool = { _, _ in false },
    includesSchema: @escaping @Sendable (Text) -> Bool
  ) {
    self.includesSchema = includesSchema
    self.track = track
    self.withoutKinds = withoutKinds
    self.ignores = ignores
  }

  /// Every schema that is not PostgreSQL's own.
  package static let everything = CatalogScope { _ in true }
}

/// The server and the schemas a set of queries is for: all that the text of a query depends on.
struct QueryContext {
  /// The server's major version. A newer server's columns are asked for only when it has them.
  let major: Int
  /// The oids of the watched schemas.
  let schemas: [Text]
  let track: Set<Tracked>
  /// All that lies in the schemas; nil: the queries find it themselves.
  ///
  /// pg_class has no index on the schema: a query that looks for what lies in one reads all of it, which for each of a
  /// thousand schemas is a thousand times too much. Object ids have indexes everywhere.
  var members: SchemaMembers?
  /// The one schema that is read where it is the search_path, so that names of what lies in it come without it.
  var relativeTo: Text?

  /// How many rows that somebody made each catalog has, by its name; nil: nobody counted.
  var counts: [String: Int]?

  /// What nobody compares.
  var withoutKinds: Set<Kind> = []
  var ignores: @Sendable (ObjectID, Text) throws -> Bool = { _, _ in false }

  /// The context of a reading of the whole database.
  init(major: Int, schemas: [Text], track: Set<Tracked>) {
    self.major = major
    self.schemas = schemas
    self.track = track
  }

  init(_ scope: CatalogScope, major: Int, schemas: [Text], counts: [String: Int]) {
    self.init(major: major, schemas: schemas, track: scope.track)
    self.counts = counts
    withoutKinds = scope.withoutKinds
    ignores = scope.ignores
  }

  /// Whether objects of a kind are to be asked for: somebody compares them, and there can be some.
  func wants(_ kind: Kind, in catalog: String? = nil) -> Bool {
    !withoutKinds.contains(kind) && (catalog.map { hasRows($0) } ?? true)
  }

  /// Whether the user who reads may read a column that not everybody may, `pg_subscription.subconninfo`.
  func mayRead(_ column: String) -> Bool { hasRows(column) }

  /// Refuses to go on without a field that could not be read, unless nobody compares it.
  func demand(_ field: Text, of id: ObjectID, why: String, grant: String?) throws {
    if try !ignores(id, field) { throw CatalogError.unreadable(id, field: field, why: why, grant: grant) }
  }

  /// Whether there can be rows in any of these catalogs: to plan a query takes the server as long as to answer it.
  func hasRows(_ catalogs: String...) -> Bool {
    counts.map { counts in catalogs.contains { counts[$0, default: 1] > 0 } } ?? true
  }

  /// The condition that a relation lies in the watched schemas.
  func watches(_ schema: String, relation oid: String) -> String {
    "\(members.map { "\(oid) = ANY ('\($0.relations)'::oid[])" } ?? watches(schema))"
  }

  /// The condition that a type lies in them.
  func watches(_ schema: String, type oid: String) -> String {
    "\(members.map { "\(oid) = ANY ('\($0.types)'::oid[])" } ?? watches(schema))"
  }

  /// The condition that a function lies in them.
  func watches(_ schema: String, function oid: String) -> String {
    "\(members.map { "\(oid) = ANY ('\($0.functions)'::oid[])" } ?? watches(schema))"
  }

  /// The condition that an object of a kind that few databases have many of lies in them.
  func watches(schema: String) -> String { watches(schema) }

  private func watches(_ schema: String) -> String {
    "\(schema) = ANY ('{\(schemas.map(\.string).joined(separator: ","))}'::oid[])"
  }

  /// A result column that only servers from a major version on have.
  func since(_ version: Int, _ expression: String, else fallback: String = "NULL") -> String {
    major >= version ? expression : fallback
  }

  /// The `owner` column, if it is tracked.
  func owner(_ column: String) -> String {
    track.contains(.owners) ? ", pg_get_userbyid(\(column)) AS owner" : ""
  }

  /// The `privileges` column, if it is tracked: what others than the owner may do, and what the owner may no longer do,
  /// sorted.
  /// - Parameters:
  ///   - acl: the column of the list; NULL: the default of its kind.
  ///   - type: acldefault's letter for the kind of object.
  ///   - owner: the column of the owner's oid.
  /// - Returns: `, … AS privileges`, or nothing.
  func privileges(_ acl: String, type: String, owner: String) -> String {
    guard track.contains(.privileges) else { return "" }
    return ", \(PrivilegeWords(major: major, type: type, owner: owner).words(of: acl)) AS privileges"
  }
}

// Pieces that several queries share. With an empty search_path every unqualified name below is pg_catalog's, and every
// name that the server prints is qualified.

/// Leaves out what belongs to an extension.
func notOfExtension(_ catalog: String, _ oid: String) -> String {
  """
  NOT EXISTS (SELECT FROM pg_depend AS e
    WHERE e.classid = '\(catalog)'::regclass AND e.objid = \(oid) AND e.refclassid = 'pg_extension'::regclass AND e.deptype = 'e')
  """
}

/// The comment on an object, by a join so that it costs one scan and not one look-up each.
func commentJoin(_ catalog: String, _ oid: String) -> String {
  """
  LEFT JOIN pg_description AS d ON d.classoid = '\(catalog)'::regclass AND d.objoid = \(oid) AND d.objsubid = 0
  """
}

/// The column `depends_on_extensions`: the extensions that an object goes with, for which few databases have any.
func dependsOnExtensions(_ context: QueryContext, _ catalog: String, _ oid: String) -> String {
  guard context.hasRows("pg_depend") else { return "" }
  return """
    , (SELECT json_agg(x.extname ORDER BY x.extname COLLATE "C") FROM pg_depend AS e JOIN pg_extension AS x ON x.oid = e.refobjid
      WHERE e.classid = '\(catalog)'::regclass AND e.objid = \(oid) AND e.deptype = 'x') AS depends_on_extensions
    """
}

/// A text array as sorted JSON: for options whose order means nothing.
func sortedList(_ array: String) -> String {
  "CASE WHEN \(array) IS NOT NULL THEN (SELECT json_agg(o ORDER BY o COLLATE \"C\") FROM unnest(\(array)) AS o) END"
}

/// A collation's qualified name where it is not the one the type brings; regcollation is only in 13 and newer. Relative to the
/// schema that is the search_path, where there is one (else current_schema() is NULL).
func collationName(_ collation: String, unless default: String) -> String {
  """
  CASE WHEN \(collation) <> 0 AND \(collation) <> \(`default`) THEN
    (SELECT CASE WHEN n.nspname = current_schema() THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(l.collname)
     FROM pg_collation AS l JOIN pg_namespace AS n ON n.oid = l.collnamespace WHERE l.oid = \(collation)) END
  """
}

/// A tablespace's name where it is not the database's default.
func tablespaceName(_ tablespace: String) -> String {
  "CASE WHEN \(tablespace) <> 0 THEN (SELECT s.spcname FROM pg_tablespace AS s WHERE s.oid = \(tablespace)) END"
}

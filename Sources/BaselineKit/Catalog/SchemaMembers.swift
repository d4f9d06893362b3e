import Postgres
import Schema

/// The object ids of all that lies in one schema and that a snapshot speaks of, as PostgreSQL writes arrays: `{16385,16390}`.
struct SchemaMembers {
  /// Tables, views, materialised views and sequences; what lies in them has them in its own catalog's index.
  var relations = "{}"
  /// Enums, domains, composite, range and base types.
  var types = "{}"
  var functions = "{}"
  /// pg_class.relkind of the relations.
  var relationKinds = ""
  /// pg_type.typtype of the types.
  var typeKinds = ""

  /// One look at each of the three catalogs, however many schemas.
  static func read(_ schemas: [Text], _ connection: Connection) throws -> [Text: SchemaMembers] {
    let list = "ANY ('{\(schemas.map(\.string).joined(separator: ","))}'::oid[])"
    let results = try connection.queryAll(
      [
        "SELECT relnamespace, array_agg(oid), string_agg(DISTINCT relkind::text, '') FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c') AND relnamespace = \(list) GROUP BY 1",
        "SELECT typnamespace, array_agg(oid), string_agg(DISTINCT typtype::text, '') FROM pg_type WHERE (typtype IN ('e', 'd', 'r', 'p') OR typtype = 'b' AND typinput <> 'array_in'::regproc OR typtype = 'c' AND (SELECT c.relkind FROM pg_class AS c WHERE c.oid = typrelid) = 'c') AND typnamespace = \(list) GROUP BY 1",
        "SELECT pronamespace, array_agg(oid) FROM pg_proc WHERE pronamespace = \(list) GROUP BY 1",
      ], as: operation(connection))
    var members = Dictionary(uniqueKeysWithValues: schemas.map { ($0, SchemaMembers()) })
    for (result, field) in zip(results, [\SchemaMembers.relations, \.types, \.functions]) {
      for row in 0..<result.rowCount {
        guard let schema = try result.string(row, 0), let list = try result.string(row, 1) else { continue }
        members[Text(schema)]?[keyPath: field] = list
        if field == \.relations { members[Text(schema)]?.relationKinds = try result.string(row, 2) ?? "" }
        if field == \.types { members[Text(schema)]?.typeKinds = try result.string(row, 2) ?? "" }
      }
    }
    return members
  }
}

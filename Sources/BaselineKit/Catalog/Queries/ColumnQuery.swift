import Postgres
import Schema

extension CatalogQuery<Column> {
  /// The columns of tables, foreign tables, views and materialised views, and the attributes of composite types; dropped ones
  /// leave no hole. They come in any order: their numbers are left with `names`.
  ///
  /// Most columns have a name, a type and nothing else: what is seldom is NULL in the others' rows, which costs least.
  ///
  /// Options that begin with `pg_` are the server's own book-keeping: from 15.20 on it keeps `pg_attver=…`, another number
  /// in every database, in attoptions (pg_dump leaves it out, too).
  static func columns(_ context: QueryContext, _ names: CatalogNumbers, _ texts: ColumnTexts) -> Self {
    let hasForeign = context.hasRows("pg_foreign_table")
    var query = Self(
      """
      SELECT a.attrelid AS parent, a.attnum AS _number, a.attname AS key, a.atttypid AS _type,
        format_type(a.atttypid, a.atttypmod) AS type, CASE WHEN a.attnotnull THEN false END AS nullable,
        CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
        CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated_kind,
        CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation END AS _collation,
        \(collationName("a.attcollation", unless: "t.typcollation")) AS collation,
        CASE WHEN a.attstorage <> t.typstorage THEN
          CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END
        END AS storage,
        \(context.since(14, "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END")) AS compression,
        CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END AS statistics,
        CASE WHEN a.attoptions[1] NOT LIKE 'pg\\_%' OR a.attoptions[2] IS NOT NULL THEN
          (SELECT json_agg(o ORDER BY o COLLATE "C") FROM unnest(a.attoptions) AS o WHERE o NOT LIKE 'pg\\_%') END AS options,
        CASE WHEN NOT a.attislocal THEN true END AS inherited,
        \(hasForeign ? sortedList("a.attfdwoptions") : "NULL") AS foreign_options
        \(context.privileges("a.attacl", type: "c", owner: "c.relowner"))
      FROM pg_attribute AS a
        JOIN pg_class AS c ON c.oid = a.attrelid
        JOIN pg_type AS t ON t.oid = a.atttypid
      WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND c.relpersistence <> 't'
        AND \(context.watches("c.relnamespace", relation: "a.attrelid"))
      """)
    query.finish = { column, cell in
      guard let relation = try cell("parent"), let number = try cell("_number").flatMap({ Int($0.string) }),
        let type = try cell("_type")
      else { throw CatalogError.undecodable(.column, column.key, "it has no number") }
      names.add(
        .init(number: number, name: column.key, type: type, collation: try cell("_collation")), of: relation)
      texts.complete(&column, number, of: relation)
      if !column.foreignOptions.isEmpty { column.foreignOptions = column.foreignOptions.map(withoutSecret) }
    }
    return query
  }
}

/// What only some columns have: defaults, generation expressions, comments. To join the defaults to the columns costs the server as much
/// as the columns, and the comments a sixth of it where there are none.
final class ColumnTexts {
  private struct Place: Hashable {
    let relation: Text
    let number: Int
  }
  private var expressions: [Place: Text] = [:]
  private var comments: [Place: Text] = [:]

  /// An expression that names no column, as no default does, needs no table to be opened for it, which costs three times as
  /// much as the rest. A column in the text of an expression's tree is `{VAR …`; what is quoted there is written otherwise.
  func askForExpressions(_ context: QueryContext, _ questions: inout Questions) {
    questions.say(
      """
      SELECT e.adrelid, e.adnum, pg_get_expr(e.adbin, CASE WHEN strpos(e.adbin::text, '{VAR ') > 0 THEN e.adrelid ELSE 0 END)
      FROM pg_attrdef AS e JOIN pg_class AS c ON c.oid = e.adrelid
      WHERE \(context.watches("c.relnamespace", relation: "e.adrelid"))
      """, about: .column
    ) { result in
      self.expressions = try Self.texts(in: result)
    }
  }

  func askForComments(_ context: QueryContext, _ questions: inout Questions) {
    questions.say(
      """
      SELECT d.objoid, d.objsubid, d.description FROM pg_description AS d JOIN pg_class AS c ON c.oid = d.objoid
      WHERE d.classoid = 'pg_class'::regclass AND d.objsubid > 0
        AND \(context.watches("c.relnamespace", relation: "d.objoid"))
      """, about: .column
    ) { result in
      self.comments = try Self.texts(in: result)
    }
  }

  private static func texts(in result: QueryResult) throws -> [Place: Text] {
    var texts = [Place: Text](minimumCapacity: result.rowCount)
    for row in 0..<result.rowCount {
      // NULL: the table was dropped meanwhile.
      guard let relation = try result.text(row, 0), let number = try result.int(row, 1),
        let text = try result.text(row, 2)
      else { throw CatalogError.undecodable(.column, "", "its default or comment is NULL") }
      texts[Place(relation: relation, number: number)] = text
    }
    return texts
  }

  fileprivate func complete(_ column: inout Column, _ number: Int, of relation: Text) {
    let place = Place(relation: relation, number: number)
    if !comments.isEmpty { column.comment = comments[place] }
    guard let expression = expressions[place] else { return }
    if column.generatedKind == nil { column.default = expression } else { column.generated = expression }
  }
}

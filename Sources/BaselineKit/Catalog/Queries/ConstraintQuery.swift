import Schema

extension CatalogQuery<Constraint> {
  /// The checks of tables.
  ///
  /// To print an expression the server opens a table to find the columns' names in, which costs it more than all else. For a
  /// check of one column any table will do whose column of that number has that name: partitions, the tables of tenants and
  /// of generators share them. A check of the whole row, which is printed with the table's name, has a zero among its numbers.
  static func checks(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT con.oid, con.conrelid AS parent, con.conname AS key, 'check' AS type,
        pg_get_expr(con.conbin, CASE WHEN cardinality(con.conkey) = 1 AND con.conkey[1] > 0 THEN
          min(con.conrelid) OVER (PARTITION BY con.conkey,
            (SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = con.conrelid AND a.attnum = con.conkey[1]))
          ELSE con.conrelid END) AS expression,
        CASE WHEN con.connoinherit THEN true END AS no_inherit, CASE WHEN NOT con.conislocal THEN true END AS inherited,
        CASE WHEN NOT con.convalidated THEN true END AS not_valid,
        \(context.since(18, "CASE WHEN NOT con.conenforced THEN true END")) AS not_enforced, d.description AS comment
      FROM pg_constraint AS con \(commentJoin("pg_constraint", "con.oid"))
      WHERE con.contype = 'c' AND con.conrelid <> 0 AND \(context.watches("con.connamespace", relation: "con.conrelid"))
      """)
  }

  /// The keys, foreign keys and exclusion constraints of tables. NOT NULL is a property of the column, also where PostgreSQL 18
  /// keeps it as a constraint; a constraint trigger is a trigger. A foreign key to a partitioned table has a row of its own for
  /// each partition there, on the same table and under a name that nobody gave it: these are left out.
  ///
  /// Of indexes only those are looked at that have anything unusual.
  static func keys(_ context: QueryContext, _ names: CatalogNumbers) -> Self {
    let index = "CASE WHEN con.contype <> 'f' THEN con.conindid END"
    var query = Self(
      """
      SELECT con.oid, con.conrelid AS parent, con.conname AS key, \(Self.type) AS type,
        CASE WHEN con.contype <> 'x' THEN con.conkey END AS _columns,
        CASE con.contype WHEN 'x' THEN \(Self.exclusion) END AS exclusion,
        CASE WHEN i.indnatts > i.indnkeyatts THEN i.indkey END AS _attributes, i.indnkeyatts AS _keys,
        \(context.since(15, "CASE WHEN i.indnullsnotdistinct THEN true END")) AS nulls_not_distinct,
        \(context.since(18, "CASE WHEN con.conperiod THEN true END")) AS period,
        CASE con.contype WHEN 'f' THEN con.confrelid END AS _referenced,
        CASE con.contype WHEN 'f' THEN con.confrelid::regclass::text END AS references,
        CASE con.contype WHEN 'f' THEN con.confkey END AS _referenced_columns,
        CASE WHEN con.contype = 'f' THEN CASE con.confmatchtype WHEN 'f' THEN 'full' WHEN 'p' THEN 'partial' END END AS match,
        CASE WHEN con.contype = 'f' THEN \(Self.action("con.confupdtype")) END AS on_update,
        CASE WHEN con.contype = 'f' THEN \(Self.action("con.confdeltype")) END AS on_delete,
        \(context.since(15, "con.confdelsetcols")) AS _on_delete_columns,
        CASE WHEN con.condeferrable THEN true END AS deferrable, CASE WHEN con.condeferred THEN true END AS initially_deferred,
        CASE WHEN NOT con.conislocal THEN true END AS inherited, CASE WHEN NOT con.convalidated THEN true END AS not_valid,
        \(context.since(18, "CASE WHEN NOT con.conenforced THEN true END")) AS not_enforced,
        \(sortedList("x.reloptions")) AS storage_parameters, \(tablespaceName("x.reltablespace")) AS tablespace,
        CASE WHEN i.indisclustered THEN true END AS clustered, CASE WHEN NOT i.indisvalid THEN true END AS invalid,
        g.enforcement, d.description AS comment, xd.description AS index_comment
      FROM pg_constraint AS con
        LEFT JOIN pg_index AS i ON i.indexrelid = \(index) AND (i.indnatts > i.indnkeyatts OR i.indisclustered
          OR NOT i.indisvalid\(context.since(15, " OR i.indnullsnotdistinct", else: "")))
        LEFT JOIN pg_class AS x ON x.oid = \(index) AND (x.reloptions IS NOT NULL OR x.reltablespace <> 0)
        LEFT JOIN (
          SELECT t.tgconstraint, json_agg(DISTINCT (
            CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' ELSE 'always' END || ' on ' || t.tgrelid::regclass
          ) COLLATE "C") AS enforcement
          FROM pg_trigger AS t WHERE t.tgisinternal AND t.tgenabled <> 'O' GROUP BY t.tgconstraint
        ) AS g ON g.tgconstraint = con.oid
        \(commentJoin("pg_constraint", "con.oid"))
        LEFT JOIN pg_description AS xd ON xd.classoid = 'pg_class'::regclass AND xd.objoid = \(index) AND xd.objsubid = 0
      WHERE con.contype IN ('p', 'u', 'f', 'x') AND con.conrelid <> 0
        AND \(context.watches("con.connamespace", relation: "con.conrelid"))
        AND (con.conparentid = 0 OR con.conrelid IS DISTINCT FROM
          (SELECT whole.conrelid FROM pg_constraint AS whole WHERE whole.oid = con.conparentid))
      """)
    query.finish = { constraint, cell in
      let key = constraint.key
      func columns(_ name: String, _ relation: String) throws -> [Text] {
        guard let numbers = try cell(name) else { return [] }
        guard let names = names.columns(numbers, of: try cell(relation) ?? "") else {
          throw CatalogError.undecodable(.constraint, key, "it has a column that is not there")
        }
        return names
      }
      constraint.columns = try columns("_columns", "parent")
      constraint.referencedColumns = try columns("_referenced_columns", "_referenced")
      constraint.onDeleteColumns = try columns("_on_delete_columns", "parent")
      let keys = try cell("_keys").flatMap { Int($0.string) } ?? 0
      constraint.include = Array(try columns("_attributes", "parent").dropFirst(keys))
    }
    return query
  }

  /// Constraints of domains. NOT NULL, which PostgreSQL 17 keeps as a constraint too, is one where it has a name that
  /// somebody gave it, or a comment; else it is the domain's `nullable` and no more.
  static func domainConstraints(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT con.oid, con.contypid AS parent, con.conname AS key, \(Self.type) AS type,
        pg_get_expr(con.conbin, 0) AS expression, NOT con.convalidated AS not_valid, d.description AS comment
      FROM pg_constraint AS con \(commentJoin("pg_constraint", "con.oid"))
      WHERE con.contypid <> 0 AND (con.contype = 'c'
          OR con.contype = 'n' AND (con.conname !~ '_not_null[0-9]*$' OR d.description IS NOT NULL))
        AND \(context.watches("con.connamespace", type: "con.contypid"))
      """)
  }

  private static let type = """
    CASE con.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key'
      WHEN 'n' THEN 'not null' ELSE 'exclusion' END
    """

  /// pg_get_constraintdef without what has fields of its own: its storage parameters and deferrability.
  private static let exclusion = """
    regexp_replace(
      replace(pg_get_constraintdef(con.oid), coalesce(' WITH (' || (
        SELECT string_agg(split_part(o, '=', 1) || '=' || quote_literal(substr(o, strpos(o, '=') + 1)), ', ' ORDER BY n)
        FROM unnest(x.reloptions) WITH ORDINALITY AS k (o, n)) || ')', ''), ''),
      '( DEFERRABLE)?( INITIALLY DEFERRED)?( NOT VALID)?$', '')
    """

  private static func action(_ letter: String) -> String {
    "CASE \(letter) WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END"
  }
}

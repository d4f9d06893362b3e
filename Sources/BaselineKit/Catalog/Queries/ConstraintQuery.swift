import Schema

extension CatalogQuery<Constraint> {
  /// Constraints of tables. NOT NULL is a property of the column, also where PostgreSQL 18 keeps it as a constraint; a
  /// constraint trigger is a trigger. A foreign key to a partitioned table has a row of its own for each partition there,
  /// on the same table and under a name that nobody gave it: these are left out.
  static func constraints(_ context: QueryContext) -> Self {
    Self(
      """
      SELECT con.oid, con.conrelid AS parent, con.conname AS key,
        \(Self.type) AS type,
        CASE WHEN con.contype IN ('p', 'u', 'f') THEN \(columnNames("con.conkey", of: "con.conrelid")) END AS columns,
        CASE con.contype WHEN 'c' THEN pg_get_expr(con.conbin, con.conrelid) END AS expression,
        CASE con.contype WHEN 'x' THEN \(Self.exclusion) END AS exclusion,
        \(includedColumns(of: "i")) AS include,
        \(context.since(15, "i.indnullsnotdistinct")) AS nulls_not_distinct,
        \(context.since(18, "con.conperiod")) AS period,
        CASE con.contype WHEN 'f' THEN con.confrelid::regclass::text END AS references,
        CASE con.contype WHEN 'f' THEN \(columnNames("con.confkey", of: "con.confrelid")) END AS referenced_columns,
        CASE WHEN con.contype = 'f' THEN CASE con.confmatchtype WHEN 'f' THEN 'full' WHEN 'p' THEN 'partial' END END AS match,
        CASE WHEN con.contype = 'f' THEN \(Self.action("con.confupdtype")) END AS on_update,
        CASE WHEN con.contype = 'f' THEN \(Self.action("con.confdeltype")) END AS on_delete,
        \(context.since(15, "CASE WHEN con.confdelsetcols IS NOT NULL THEN \(columnNames("con.confdelsetcols", of: "con.conrelid")) END"))
          AS on_delete_columns,
        con.condeferrable AS deferrable, con.condeferred AS initially_deferred,
        con.contype = 'c' AND con.connoinherit AS no_inherit,
        NOT con.conislocal AS inherited, NOT con.convalidated AS not_valid,
        \(context.since(18, "NOT con.conenforced")) AS not_enforced,
        \(sortedList("x.reloptions")) AS storage_parameters, s.spcname AS tablespace,
        i.indisclustered AS clustered, NOT i.indisvalid AS invalid,
        CASE WHEN con.contype <> 'c' THEN (
          SELECT json_agg(DISTINCT (
            CASE g.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' ELSE 'always' END || ' on ' || g.tgrelid::regclass
          ) COLLATE "C")
          FROM pg_trigger AS g WHERE g.tgconstraint = con.oid AND g.tgisinternal AND g.tgenabled <> 'O') END AS enforcement, d.description AS comment, xd.description AS index_comment
      FROM pg_constraint AS con
        LEFT JOIN pg_index AS i ON i.indexrelid = con.conindid AND con.contype IN ('p', 'u', 'x')
        LEFT JOIN pg_class AS x ON x.oid = i.indexrelid
        LEFT JOIN pg_tablespace AS s ON s.oid = x.reltablespace
        \(commentJoin("pg_constraint", "con.oid"))
        LEFT JOIN pg_description AS xd ON xd.classoid = 'pg_class'::regclass AND xd.objoid = x.oid AND xd.objsubid = 0
        LEFT JOIN pg_constraint AS whole ON whole.oid = con.conparentid
      WHERE con.contype IN ('p', 'u', 'c', 'f', 'x') AND con.conrelid <> 0
        AND \(context.watches("con.connamespace", relation: "con.conrelid"))
        AND con.conrelid IS DISTINCT FROM whole.conrelid
      """)
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

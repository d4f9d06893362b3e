import Schema

// A member of a family (pg_amop, pg_amproc) is told with the class of its type where both its types are that one, else with
// the family. What pg_depend ties it to depends on the server's version and on the order in which classes and members came.

extension CatalogQuery<OperatorClass> {
  /// Operator classes. Where the family is nobody's who is read here, what was added to it for the class's type and another
  /// is told with the class, too.
  static func operatorClasses(_ context: QueryContext) -> Self {
    let isForeign = "(f.oid < 16384 OR NOT \(notOfExtension("pg_opfamily", "f.oid")))"
    let isMember = { (left: String, right: String) in
      """
      (\(left) = c.opcintype AND \(right) = c.opcintype
        OR c.opcintype IN (\(left), \(right)) AND \(isForeign))
      """
    }
    return Self(
      """
      SELECT c.oid, c.opcnamespace AS parent, quote_ident(c.opcname) || ' USING ' || quote_ident(m.amname) AS key,
        format_type(c.opcintype, NULL) AS type, c.opcdefault AS "default", \(qualified("n.nspname", "quote_ident(f.opfname)")) AS family,
        CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END AS storage,
        \(memberOperators(of: "c.opcfamily", isMember("x.amoplefttype", "x.amoprighttype"))) AS operators,
        \(memberFunctions(of: "c.opcfamily", isMember("x.amproclefttype", "x.amprocrighttype"))) AS functions,
        d.description AS comment\(context.owner("c.opcowner"))
      FROM pg_opclass AS c JOIN pg_am AS m ON m.oid = c.opcmethod JOIN pg_opfamily AS f ON f.oid = c.opcfamily
        JOIN pg_namespace AS n ON n.oid = f.opfnamespace \(commentJoin("pg_opclass", "c.oid"))
      WHERE \(context.watches(schema: "c.opcnamespace")) AND \(notOfExtension("pg_opclass", "c.oid"))
      """)
  }
}

extension CatalogQuery<OperatorFamily> {
  /// Operator families, with what is told with no class that is read.
  static func operatorFamilies(_ context: QueryContext) -> Self {
    let isLoose = { (left: String, right: String) in
      """
      (\(left) <> \(right)
        OR NOT EXISTS (SELECT FROM pg_opclass AS k WHERE k.opcfamily = f.oid AND k.opcintype = \(left)
          AND \(context.watches(schema: "k.opcnamespace")) AND \(notOfExtension("pg_opclass", "k.oid"))))
      """
    }
    return Self(
      """
      SELECT f.oid, f.opfnamespace AS parent, quote_ident(f.opfname) || ' USING ' || quote_ident(m.amname) AS key,
        \(memberOperators(of: "f.oid", isLoose("x.amoplefttype", "x.amoprighttype"))) AS operators,
        \(memberFunctions(of: "f.oid", isLoose("x.amproclefttype", "x.amprocrighttype"))) AS functions,
        d.description AS comment\(context.owner("f.opfowner"))
      FROM pg_opfamily AS f JOIN pg_am AS m ON m.oid = f.opfmethod \(commentJoin("pg_opfamily", "f.oid"))
      WHERE \(context.watches(schema: "f.opfnamespace")) AND \(notOfExtension("pg_opfamily", "f.oid"))
      """)
  }
}

/// `1 <(integer, integer)`, sorted by number; what initdb made is PostgreSQL's own.
private func memberOperators(of family: String, _ condition: String) -> String {
  """
  (SELECT json_agg(y.word ORDER BY y.number, y.word COLLATE "C") FROM (
    SELECT x.amopstrategy AS number, x.amopstrategy || ' ' || \(operatorSignature("x.amopopr"))
      || CASE x.amoppurpose WHEN 'o' THEN ' FOR ORDER BY ' || \(objectName("pg_opfamily", "opf", "x.amopsortfamily"))
        ELSE '' END AS word
    FROM pg_amop AS x WHERE x.amopfamily = \(family) AND x.oid >= 16384 AND \(condition)) AS y)
  """
}

/// `1 (integer, integer) app.cmp(integer, integer)`, sorted by number.
private func memberFunctions(of family: String, _ condition: String) -> String {
  """
  (SELECT json_agg(y.word ORDER BY y.number, y.word COLLATE "C") FROM (
    SELECT x.amprocnum AS number, x.amprocnum || ' (' || format_type(x.amproclefttype, NULL) || ', '
      || format_type(x.amprocrighttype, NULL) || ') ' || \(functionSignature("x.amproc")) AS word
    FROM pg_amproc AS x WHERE x.amprocfamily = \(family) AND x.oid >= 16384 AND \(condition)) AS y)
  """
}

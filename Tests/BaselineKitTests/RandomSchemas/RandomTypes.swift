extension RandomSchema {
  /// Collations, enums, domains, composite and range types, sequences.
  mutating func makeTypes() {
    for _ in 0..<range(0...2) {
      let collation = qualified()
      add(
        "CREATE COLLATION \(collation) \(pick(["FROM \"C\"", "(LOCALE = 'C')", "(LC_COLLATE = 'C', LC_CTYPE = 'POSIX')"]))"
      )
      collations.append(collation)
      commentable.append("COLLATION \(collation)")
    }
    for _ in 0..<range(0...3) {
      let type = qualified()
      let labels = some(Self.oddNames + Self.plainNames, atMost: 6)
      add("CREATE TYPE \(type) AS ENUM (\(labels.map(literal).joined(separator: ", ")))")
      if chance(40) { add("ALTER TYPE \(type) ADD VALUE 'between' BEFORE \(literal(labels[0]))") }
      types.append(ColumnType(name: type, values: [literal(labels[0]), "\(literal(labels[0]))::\(type)"]))
      commentable.append("TYPE \(type)")
    }
    for _ in 0..<range(0...3) {
      let domain = qualified()
      let base = pick(types)
      let value = pick(base.values)
      var sql = "CREATE DOMAIN \(domain) AS \(base.name)"
      if base.isText && chance(30) { sql += " COLLATE \(pick(collations))" }
      if chance(40) { sql += " DEFAULT \(value)" }
      if chance(20) { sql += " NOT NULL" }
      if base.isOrdered && chance(50) {
        sql +=
          " CONSTRAINT \(name()) CHECK (VALUE \(pick(["<>", ">=", "<"])) \(pick(base.values)) OR VALUE IS NOT NULL)"
      }
      if base.isText && chance(40) { sql += " CHECK (VALUE ~ \(literal(pick(["^[^@]+@", "\\d", "it's"]))))" }
      add(sql)
      var type = base
      type.name = domain
      types.append(type)
      commentable.append("DOMAIN \(domain)")
    }
    for _ in 0..<range(0...2) {
      let type = qualified()
      let attributes = (0..<range(1...3)).map { _ in
        let base = pick(types)
        return "\(name()) \(base.name)\(base.isText && chance(30) ? " COLLATE \(pick(collations))" : "")"
      }
      add("CREATE TYPE \(type) AS (\(attributes.joined(separator: ", ")))")
      types.append(ColumnType(name: type, values: ["NULL"], isOrdered: false, isHashable: false))
      commentable.append("TYPE \(type)")
    }
    for _ in 0..<range(0...2) {
      let type = qualified()
      let subtype = pick(types.filter { $0.isOrdered && !["xid", "json", "point"].contains($0.name) })
      var options = ["SUBTYPE = \(subtype.name.replacing("(10,2)", with: "").replacing("[][]", with: "[]"))"]
      if major >= 14 && chance(50) { options.append("MULTIRANGE_TYPE_NAME = \(qualified())") }
      if subtype.isText && !subtype.name.contains(".") && chance(50) {
        options.append("COLLATION = \(pick(collations))")
      }
      add("CREATE TYPE \(type) AS RANGE (\(options.joined(separator: ", ")))")
      types.append(ColumnType(name: type, values: ["'empty'"]))
      commentable.append("TYPE \(type)")
    }
    for _ in 0..<range(0...2) {
      let sequence = qualified()
      var sql = "CREATE SEQUENCE \(sequence)"
      if chance(40) { sql += " AS \(pick(["smallint", "integer", "bigint"]))" }
      if chance(40) { sql += " INCREMENT \(pick(["5", "-1"])) MINVALUE -50 MAXVALUE 99 START 7" }
      if chance(30) { sql += " CACHE 20" }
      if chance(30) { sql += " CYCLE" }
      add(sql)
      types.append(ColumnType(name: "bigint", values: ["nextval(\(literal(sequence)))"]))
      commentable.append("SEQUENCE \(sequence)")
    }
  }

  /// Functions in SQL and PL/pgSQL, procedures, aggregates, and what triggers run.
  mutating func makeFunctions() {
    for _ in 0..<range(1...2) {
      let function = qualified()
      add(
        "CREATE FUNCTION \(function)() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN RETURN \(pick(["NEW", "NULL"])); END $x$"
      )
      triggerFunctions.append(function)
      commentable.append("FUNCTION \(function)()")
    }
    for _ in 0..<range(0...3) {
      let function = qualified()
      add(
        "CREATE FUNCTION \(function)(\(name()) integer) RETURNS integer LANGUAGE sql IMMUTABLE \(pick(["STRICT", ""])) AS \(literal(pick(["SELECT $1 + 1", "SELECT $1 -- it's"])))"
      )
      integerFunctions.append(function)
      commentable.append("FUNCTION \(function)(integer)")
    }
    for _ in 0..<range(0...4) {
      let function = qualified()
      let arguments = (0..<range(0...3)).map { _ in "\(name()) \(pick(types).name)" }
      var sql = "CREATE FUNCTION \(function)(\(arguments.joined(separator: ", "))"
      if chance(40) {
        let type = pick(types.filter { !$0.values[0].hasPrefix("nextval") })
        sql += "\(arguments.isEmpty ? "" : ", ")\(name()) \(type.name) DEFAULT \(pick(type.values))"
      }
      sql += ")"
      sql += pick([
        " RETURNS integer", " RETURNS SETOF text ROWS 10", " RETURNS TABLE (\(name()) integer, \(name()) text)",
        " RETURNS void",
      ])
      sql += " LANGUAGE plpgsql"
      for clause in [
        "STABLE", "SECURITY DEFINER", "LEAKPROOF", "PARALLEL RESTRICTED", "COST 7", "SET work_mem = '1MB'",
        "SET search_path = \(pick(schemas)), pg_temp",
      ] where chance(20) { sql += " \(clause)" }
      add(sql + " AS \(literal("BEGIN RAISE NOTICE '\(pick(Self.texts).replacing("'", with: "''"))'; END"))")
    }
    if major >= 14 && chance(50) {
      let function = qualified()
      let body = integerFunctions.isEmpty ? "SELECT x * 2" : "SELECT \(pick(integerFunctions))(x) + 1"
      add(
        "CREATE FUNCTION \(function)(x integer) RETURNS integer LANGUAGE sql \(pick(["BEGIN ATOMIC \(body); END", "RETURN (\(body))"]))"
      )
      commentable.append("FUNCTION \(function)(integer)")
    }
    if chance(40) {
      add(
        "CREATE PROCEDURE \(qualified())(INOUT \(name()) integer, VARIADIC \(name()) text[]) LANGUAGE plpgsql AS $x$ BEGIN END $x$"
      )
    }
    if chance(40) {
      let aggregate = qualified()
      add(
        "CREATE AGGREGATE \(aggregate)(float8) (SFUNC = float8pl, STYPE = float8\(chance(50) ? ", INITCOND = '0', PARALLEL = SAFE" : ""))"
      )
      commentable.append("AGGREGATE \(aggregate)(float8)")
    }
  }
}

extension RandomSchema {
  /// Views upon tables and views, materialised views with indexes, their rules and triggers.
  mutating func makeViews() {
    for _ in 0..<range(1...4) {
      let source = pick(tables + views)
      let other = pick(tables + views)
      let shown = some(source.columns, atMost: 4)
      let view = MadeTable(name: qualified(), columns: shown.map { (name(), $0.type) }, isTable: false)
      let names = view.columns.map(\.name).joined(separator: ", ")
      let list = shown.map { "s.\($0.name)" }.joined(separator: ", ")
      let condition = condition(on: pick(source.columns)).map { " WHERE \($0)" } ?? ""
      let ordered = shown.filter(\.type.isOrdered)
      var body = "SELECT \(list) FROM \(source.name) AS s\(condition)"
      switch range(0...7) {
      case 0: body = "SELECT \(list) FROM \(source.name) AS s CROSS JOIN \(other.name) AS o"
      case 1: body = "WITH c AS (SELECT * FROM \(source.name)) SELECT \(list) FROM c AS s"
      case 2 where ordered.count == shown.count:
        body = "SELECT \(list) FROM \(source.name) AS s GROUP BY \(list) HAVING count(*) > 1 ORDER BY 1 DESC"
      case 3 where ordered.count == shown.count:
        body = "SELECT DISTINCT \(list) FROM \(source.name) AS s\(condition) LIMIT 10"
      case 4 where ordered.count == shown.count:
        body = "SELECT \(list) FROM \(source.name) AS s UNION SELECT \(list) FROM \(source.name) AS s OFFSET 1"
      case 5:
        body =
          "SELECT \(list) FROM \(source.name) AS s WHERE EXISTS (SELECT 1 FROM \(other.name) AS o WHERE o.\(other.columns[0].name) IS NOT NULL)"
      case 6:
        body =
          "SELECT \(list) FROM \(source.name) AS s LEFT JOIN LATERAL (SELECT row_number() OVER (ORDER BY now() - interval '90 days') AS n) AS w ON true WHERE w.n = ANY (ARRAY[1, 2])"
      default: break
      }
      if chance(30) {
        add(
          "CREATE MATERIALIZED VIEW \(view.name) (\(names))\(chance(30) ? " WITH (fillfactor = 70)" : "") AS \(body) WITH NO DATA"
        )
        makeIndexes(on: view, most: 2)
        commentable.append("MATERIALIZED VIEW \(view.name)")
      } else {
        add(
          "CREATE VIEW \(view.name) (\(names))\(chance(30) ? " WITH (security_barrier = \(pick(["true", "false"])))" : "") AS \(body)"
        )
        commentable.append("VIEW \(view.name)")
        if chance(20) {
          add(
            "CREATE TRIGGER \(name()) INSTEAD OF INSERT ON \(view.name) FOR EACH ROW EXECUTE FUNCTION \(pick(triggerFunctions))()"
          )
        }
        if chance(15) { add("CREATE RULE \(name()) AS ON UPDATE TO \(view.name) DO INSTEAD NOTHING") }
        if chance(20) { add("ALTER VIEW \(view.name) ALTER \(view.columns[0].name) SET DEFAULT NULL") }
      }
      views.append(view)
    }
    if chance(30) {
      add(
        "CREATE VIEW \(qualified()) AS WITH RECURSIVE t (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t WHERE n < 5) SELECT n FROM t"
      )
    }
  }

  /// Operators and their classes, casts, conversions, text search, event triggers, publications, rules of their own.
  mutating func makeCode() {
    if chance(40), let function = integerFunctions.first {
      let schema = pick(schemas)
      add("CREATE OPERATOR \(schema).@#@ (RIGHTARG = integer, FUNCTION = \(function))")
      add(
        "CREATE OPERATOR \(schema).=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq, COMMUTATOR = ===\(chance(50) ? ", RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES" : ""))"
      )
      commentable.append("OPERATOR \(schema).@#@ (NONE, integer)")
    }
    if chance(40) {
      let name = qualified()
      add(
        "CREATE OPERATOR CLASS \(name) FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 3 =, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer)"
      )
      commentable.append("OPERATOR CLASS \(name) USING btree")
    }
    if chance(30) {
      let name = qualified()
      add("CREATE OPERATOR FAMILY \(name) USING hash")
      add(
        "ALTER OPERATOR FAMILY \(name) USING hash ADD OPERATOR 1 = (integer, bigint), FUNCTION 1 (integer, integer) hashint4(integer)"
      )
    }
    let composites = types.filter { $0.values == ["NULL"] && $0.name.contains(".") }
    if chance(40), let composite = composites.first {
      add("CREATE CAST (\(composite.name) AS text) \(pick(["WITH INOUT", "WITH INOUT AS ASSIGNMENT"]))")
      commentable.append("CAST (\(composite.name) AS text)")
    }
    if chance(30) {
      let name = qualified()
      add("CREATE CONVERSION \(name) FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8")
      commentable.append("CONVERSION \(name)")
    }
    if chance(40) {
      let dictionary = qualified()
      let configuration = qualified()
      add("CREATE TEXT SEARCH DICTIONARY \(dictionary) (TEMPLATE = simple, STOPWORDS = 'english', ACCEPT = false)")
      add("CREATE TEXT SEARCH CONFIGURATION \(configuration) (\(pick(["COPY = simple", "PARSER = \"default\""])))")
      add(
        "ALTER TEXT SEARCH CONFIGURATION \(configuration) \(statements[statements.count - 1].contains("COPY") ? "ALTER" : "ADD") MAPPING FOR asciiword, word WITH \(dictionary), simple"
      )
      commentable += ["TEXT SEARCH CONFIGURATION \(configuration)", "TEXT SEARCH DICTIONARY \(dictionary)"]
    }
    if chance(20) {
      add(
        "CREATE TEXT SEARCH PARSER \(qualified()) (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)"
      )
    }
    if chance(20) { add("CREATE TEXT SEARCH TEMPLATE \(qualified()) (INIT = dsimple_init, LEXIZE = dsimple_lexize)") }
    if chance(20) { add("CREATE ACCESS METHOD \(name()) TYPE TABLE HANDLER heap_tableam_handler") }
    if chance(30) {
      let function = qualified()
      add("CREATE FUNCTION \(function)() RETURNS event_trigger LANGUAGE plpgsql AS $x$ BEGIN NULL; END $x$")
      let trigger = name()
      add(
        "CREATE EVENT TRIGGER \(trigger) ON ddl_command_end\(chance(50) ? " WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE')" : "") EXECUTE FUNCTION \(function)()"
      )
      if chance(40) { add("ALTER EVENT TRIGGER \(trigger) \(pick(["DISABLE", "ENABLE ALWAYS"]))") }
      commentable.append("EVENT TRIGGER \(trigger)")
    }
    let published = tables.filter { !$0.isUnlogged }
    if chance(40), !published.isEmpty {
      let publication = name()
      let what = major >= 15 && chance(30) ? "TABLES IN SCHEMA \(pick(schemas))" : "TABLE ONLY \(pick(published).name)"
      add("CREATE PUBLICATION \(publication) FOR \(what) WITH (publish = \(pick(["'insert'", "'insert, update'"])))")
      commentable.append("PUBLICATION \(publication)")
    }
  }

  /// Foreign data wrappers, servers, user mappings, foreign tables.
  mutating func makeForeign() {
    guard chance(40) else { return }
    let wrapper = name()
    let server = name()
    add("CREATE FOREIGN DATA WRAPPER \(wrapper)\(chance(50) ? " OPTIONS (debug 'true', \"Odd key\" 'it''s')" : "")")
    add(
      "CREATE SERVER \(server)\(chance(50) ? " TYPE 'x' VERSION '1.0'" : "") FOREIGN DATA WRAPPER \(wrapper)\(chance(50) ? " OPTIONS (host 'h', port '1')" : "")"
    )
    add(
      "CREATE USER MAPPING FOR \(pick(Self.roles + ["PUBLIC"])) SERVER \(server) OPTIONS (user 'u', password 'secret')")
    let table = qualified()
    let columns = (0..<range(1...3)).map { _ in
      "\(name()) \(pick(ColumnType.builtIn).name)\(chance(30) ? " OPTIONS (column_name 'c')" : "")\(chance(20) ? " NOT NULL" : "")"
    }
    add(
      "CREATE FOREIGN TABLE \(table) (\(columns.joined(separator: ", "))) SERVER \(server)\(chance(50) ? " OPTIONS (table_name 't')" : "")"
    )
    commentable += ["FOREIGN TABLE \(table)", "SERVER \(server)", "FOREIGN DATA WRAPPER \(wrapper)"]
  }

  /// Grants to roles, on tables, columns, functions, types and schemas, and owners.
  mutating func makePrivileges() {
    for table in tables where chance(40) {
      add(
        "GRANT \(pick(["SELECT", "SELECT, INSERT", "ALL"])) ON \(table.name) TO \(pick(Self.roles))\(chance(30) ? " WITH GRANT OPTION" : "")"
      )
      if chance(40) { add("GRANT UPDATE (\(pick(table.columns).name)) ON \(table.name) TO \(pick(Self.roles))") }
      if chance(20) { add("REVOKE TRUNCATE ON \(table.name) FROM CURRENT_USER") }
    }
    for table in tables where chance(15) { add("ALTER TABLE \(table.name) OWNER TO \(pick(Self.roles))") }
    for function in integerFunctions where chance(40) {
      add("REVOKE EXECUTE ON FUNCTION \(function)(integer) FROM PUBLIC")
      add("GRANT EXECUTE ON FUNCTION \(function)(integer) TO \(pick(Self.roles))")
    }
    for schema in schemas where chance(40) { add("GRANT USAGE ON SCHEMA \(schema) TO \(pick(Self.roles))") }
    if chance(20) { add("GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO \(pick(Self.roles))") }
  }
}

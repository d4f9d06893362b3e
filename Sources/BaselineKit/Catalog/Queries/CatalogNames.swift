// Names of objects as SQL expressions. The server's own way (regproc, regoper) qualifies what is overloaded, which another
// version, or another schema in the search_path, may overload otherwise.

/// A name with its schema where that is neither pg_catalog nor, where one schema is read as its own search_path, that one.
func qualified(_ schema: String, _ name: String) -> String {
  "CASE WHEN \(schema) = coalesce(current_schema(), 'pg_catalog') THEN '' ELSE quote_ident(\(schema)) || '.' END || \(name)"
}

/// The qualified name of an object by its oid; NULL for 0.
/// - Parameter prefix: what the names of the catalog's columns begin with.
func objectName(_ catalog: String, _ prefix: String, _ oid: String) -> String {
  """
  (SELECT \(qualified("its.nspname", "quote_ident(named.\(prefix)name)"))
    FROM \(catalog) AS named JOIN pg_namespace AS its ON its.oid = named.\(prefix)namespace WHERE named.oid = \(oid))
  """
}

/// The qualified name of a function; NULL for 0.
func functionName(_ oid: String) -> String { objectName("pg_proc", "pro", oid) }

/// A function as `app.f(integer, text)`; NULL for 0.
func functionSignature(_ oid: String) -> String {
  """
  (SELECT \(qualified("its.nspname", "quote_ident(named.proname)")) || '(' || oidvectortypes(named.proargtypes) || ')'
    FROM pg_proc AS named JOIN pg_namespace AS its ON its.oid = named.pronamespace WHERE named.oid = \(oid))
  """
}

/// The qualified name of an operator, `app.===`; NULL for 0.
func operatorName(_ oid: String) -> String {
  """
  (SELECT \(qualified("its.nspname", "named.oprname"))
    FROM pg_operator AS named JOIN pg_namespace AS its ON its.oid = named.oprnamespace WHERE named.oid = \(oid))
  """
}

/// An operator as `app.===(integer, text)`; NULL for 0.
func operatorSignature(_ oid: String) -> String {
  """
  (SELECT \(qualified("its.nspname", "named.oprname")) || \(operandTypes(of: "named"))
    FROM pg_operator AS named JOIN pg_namespace AS its ON its.oid = named.oprnamespace WHERE named.oid = \(oid))
  """
}

/// `(integer, text)`, with `NONE` where a row of pg_operator has no operand.
func operandTypes(of row: String) -> String {
  """
  '(' || CASE WHEN \(row).oprleft = 0 THEN 'NONE' ELSE format_type(\(row).oprleft, NULL) END
    || ', ' || CASE WHEN \(row).oprright = 0 THEN 'NONE' ELSE format_type(\(row).oprright, NULL) END || ')'
  """
}

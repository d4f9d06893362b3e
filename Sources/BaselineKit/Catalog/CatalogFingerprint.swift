import Postgres

/// The state of the catalogs that a snapshot is made of: how many rows they have, and a sum of hashes of those that are younger than a
/// moment.
///
/// Functions that deparse (pg_get_expr, pg_get_viewdef, regclass's output) look at the newest committed catalog, not at the
/// transaction's snapshot. The fingerprint is read in the transaction of a reading, where it tells the transaction's own
/// state, and again after it: equal means that nothing was committed in between, so that both looked at one state.
/// Temporary tables come and go all the time and are left out. To leave them out takes a fifth of the time, and most of the time there
/// are none: a state that is to be the same as one that had none is counted with whatever there is of them now.
///
/// All transactions older than the moment had ended when it was: what they wrote was seen then, or gone. So a state that has as many
/// rows in all, and the same younger ones, has the same rows: none came, since it would be younger, and none went, since others would
/// have had to come. One sum over all catalogs tells as much as one for each, and the server plans it in half the time.
///
/// Where no transaction of the whole server was under way when the reading began, and none has begun since, nothing can have been
/// committed, and `CatalogState.next` says so at once.
struct CatalogFingerprint: Equatable {
  /// The moment: the oldest transaction that was under way then, 64 bits (`txid_snapshot_xmin`).
  let since: Int64
  /// What was counted, by its label.
  let rows: [String]
  /// How many things of sessions were left out; nil: nobody looked. It says nothing about the rest, and is not compared.
  let leftOut: Int64?

  static func == (one: CatalogFingerprint, other: CatalogFingerprint) -> Bool {
    one.since == other.since && one.rows == other.rows
  }

  /// The answer of `query`, or of `queryOfAll`.
  init(of result: QueryResult) throws(PostgresError) {
    var since: Int64 = 0
    var rows: [String] = []
    var leftOut: Int64?
    for row in 0..<result.rowCount {
      let (label, count) = (try result.string(row, 0) ?? "", try result.string(row, 1) ?? "")
      switch label {
      case "since": since = Int64(count) ?? 0
      case "left out": leftOut = Int64(count)
      default: rows.append("\(label) \(count) \(try result.string(row, 2) ?? "")")
      }
    }
    // A server may answer the parts of a union in any order.
    self.init(since: since, rows: rows.sorted(), leftOut: leftOut)
  }

  init(since: Int64, rows: [String], leftOut: Int64?) {
    self.since = since
    self.rows = rows
    self.leftOut = leftOut
  }

  /// - Parameter since: the moment of the fingerprint that this one will be compared with; nil: now.
  static func query(_ major: Int, since moment: Int64? = nil) -> String {
    let youngest = "(SELECT age FROM young)"
    return """
      WITH moment AS (SELECT \(moment.map { "\($0)" } ?? "txid_snapshot_xmin(txid_current_snapshot())") AS xid),
        -- Ages have 31 bits: longer ago everything is young.
        young AS (SELECT CASE WHEN txid_snapshot_xmax(txid_current_snapshot()) - m.xid < \(longest)
          THEN age((m.xid & 4294967295)::text::xid) ELSE 2147483647 END AS age FROM moment AS m),
        \(ofSessions)
      SELECT 'since', m.xid, 0 FROM moment AS m
      UNION ALL
      SELECT 'left out', \(numberOfSessions), 0
      UNION ALL
      \(sums(major, youngest, leavesOut: true))
      """
  }

  /// The same in four fifths of the time, and with what is left out otherwise: proves nothing but that nothing has changed.
  /// - Parameters:
  ///   - since: the moment of a fingerprint that left nothing out.
  ///   - next: the next transaction id at the open transaction's first call of `age` (`CatalogState.next(of:)`).
  static func queryOfAll(_ major: Int, since moment: Int64, next: Int64) -> String {
    let age = next - moment < longest ? next - moment : 2_147_483_647
    return """
      SELECT 'since', \(moment), 0
      UNION ALL
      \(sums(major, "\(age)", leavesOut: false))
      """
  }

  /// Asks how many things of sessions there are. Whatever else is left out belongs to one of these.
  static let sessionsQuery = "WITH \(ofSessions) SELECT \(numberOfSessions)"

  private static let numberOfSessions = """
    (SELECT count(*) FROM temporary) + (SELECT count(*) FROM pg_type WHERE typnamespace IN (SELECT oid FROM sessions))
    """

  private static let ofSessions = """
    temporary AS (SELECT c.oid FROM pg_class AS c WHERE c.relpersistence = 't'),
      sessions AS (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname ~ '\(ofSession)')
    """

  /// A pattern of their schemas' names.
  static let ofSession = "^pg_(temp_|toast_temp_)"

  /// After so many transactions nothing is known of an age.
  private static let longest = 2_000_000_000

  /// - Parameter youngest: the age that a row has at most to be young.
  private static func sums(_ major: Int, _ youngest: String, leavesOut: Bool) -> String {
    let rows = parts.filter { $0.since <= major }.map { $0.rows(youngest, leavesOut) }
      .joined(separator: "\nUNION ALL\n")
    let sum = "sum(\(hash("x.oid", "x.xmin"))) FILTER (WHERE age(x.xmin) <= \(youngest))"
    return """
      SELECT 'catalogs', count(*), \(sum) FROM (
      \(rows)) AS x
      UNION ALL
      SELECT 'pg_tablespace', count(*), \(sum) FROM pg_tablespace AS x
      UNION ALL
      \(ofServer.joined(separator: "\nUNION ALL\n"))
      UNION ALL
      SELECT 'abilities', \(abilities.enumerated().map { "(\($1.value) << \($0))" }.joined(separator: " + ")), 0
      """
  }

  /// A number for a version of a row: the oid hashed with the version as the seed. A hash of both in one number (hashint8) would be of
  /// their XOR, and a type and its array, whose oids follow one another, could change places in the sum.
  ///
  /// `age` turns xmin into a number in a fifth of the time that its text takes. It counts from the next transaction, and `age('3')` does
  /// so, too. What initdb began with has xmin 1, which is older than all.
  static func hash(_ oid: String, _ xmin: String) -> String {
    "hashoidextended(\(oid), age(\(xmin)) - age('3'::xid)::bigint)"
  }

  /// Columns that not everybody may read, counted as one where the user may: what is asked for depends on it.
  static let abilities = [("pg_subscription", "subconninfo"), ("pg_user_mapping", "umoptions")].map {
    (label: "\($0).\($1)", value: "has_column_privilege('\($0)', '\($1)', 'SELECT')::integer")
  }

  /// Rows of one catalog.
  struct Part {
    let catalog: String
    /// The column that tells rows of one version apart.
    let oid: String
    /// Which rows of it are not of temporary relations, nor of sessions' schemas, as `x`; nil: all.
    let lasting: String?
    /// Rows of it go only together with rows that are counted, or that get a new version: only what is young counts.
    let goesWithOthers: Bool
    /// Which rows of it, as `x`; nil: all.
    let condition: String?
    /// The major version that brought the catalog.
    let since: Int

    /// - Parameter relation: the column that names a relation.
    init(
      _ catalog: String, oid: String = "oid", of relation: String? = nil, lasting: String? = nil,
      goesWithOthers: Bool = false, _ condition: String? = nil, since: Int = 0
    ) {
      self.catalog = catalog
      self.oid = oid
      self.lasting = relation.map { "x.\($0) NOT IN (SELECT oid FROM temporary)" } ?? lasting
      self.goesWithOthers = goesWithOthers
      self.condition = condition
      self.since = since
    }

    fileprivate func rows(_ youngest: String, _ leavesOut: Bool) -> String {
      let isYoung = goesWithOthers ? "age(x.xmin) <= \(youngest)" : nil
      let conditions = [isYoung, condition, leavesOut ? lasting : nil].compactMap(\.self)
      return "SELECT x.\(oid)::oid AS oid, x.xmin FROM \(catalog) AS x"
        + (conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))")
    }
  }

  /// Catalogs whose rows are written only together with others of these are left out: pg_attrdef (pg_attribute), pg_aggregate (pg_proc),
  /// pg_range (pg_type), pg_partitioned_table (pg_class and pg_inherits).
  static let parts = [
    Part("pg_namespace", "x.nspname !~ '\(ofSession)'"),
    Part("pg_class", lasting: "x.relpersistence <> 't'"),
    // They go with their relation. Those of columns like ctid are only in the way, but to leave them out takes a quarter of the scan.
    Part("pg_attribute", oid: "attrelid", of: "attrelid", goesWithOthers: true),
    Part("pg_constraint", lasting: "x.connamespace \(ofNoSession)"),
    Part("pg_index", oid: "indexrelid", of: "indrelid", goesWithOthers: true),
    Part("pg_type", lasting: "x.typnamespace \(ofNoSession)"),
    Part("pg_trigger", of: "tgrelid"),
    Part("pg_rewrite", of: "ev_class"),
    Part("pg_policy", of: "polrelid"),
    Part("pg_statistic_ext", of: "stxrelid"),
    Part("pg_inherits", oid: "inhrelid", of: "inhrelid"),
    Part("pg_sequence", oid: "seqrelid", of: "seqrelid"),
    Part("pg_proc"),
    Part("pg_operator"),
    Part("pg_opclass"),
    Part("pg_opfamily"),
    Part("pg_amop"),
    Part("pg_amproc"),
    Part("pg_collation"),
    Part("pg_conversion"),
    Part("pg_ts_config"),
    Part("pg_ts_config_map", oid: "mapcfg"),
    Part("pg_ts_dict"),
    Part("pg_ts_parser"),
    Part("pg_ts_template"),
    Part("pg_language"),
    Part("pg_am"),
    Part("pg_cast"),
    Part("pg_transform"),
    Part("pg_event_trigger"),
    Part("pg_enum"),
    Part("pg_extension"),
    Part("pg_foreign_data_wrapper"),
    Part("pg_foreign_server"),
    Part("pg_foreign_table", oid: "ftrelid"),
    Part("pg_publication"),
    Part("pg_publication_rel"),
    Part("pg_publication_namespace", since: 15),
    Part("pg_description", oid: "objoid"),
    Part("pg_default_acl"),
    Part("pg_init_privs", oid: "objoid"),
    // Members of extensions, and what depends on one.
    Part("pg_depend", oid: "objid", "x.refclassid = 'pg_extension'::regclass AND x.deptype IN ('e', 'x')"),
    // User mappings, which not everybody may see; each depends on its server. That their options change is not seen: they are secrets, and
    // where a snapshot has any it is not kept.
    Part("pg_depend", oid: "objid", "x.classid = 'pg_user_mapping'::regclass"),
    // Columns' sequences.
    Part(
      "pg_depend", oid: "objid", of: "objid",
      """
      x.classid = 'pg_class'::regclass AND x.refclassid = 'pg_class'::regclass AND x.refobjsubid > 0
        AND x.deptype IN ('a', 'i') AND x.objid IN (SELECT s.seqrelid FROM pg_sequence AS s)
      """),
    Part("pg_database", "x.datname = current_database()"),
    Part("pg_db_role_setting", oid: "setrole", "x.setdatabase = \(thisDatabase)"),
    Part("pg_shdescription", oid: "objoid", "x.classoid = 'pg_database'::regclass AND x.objoid = \(thisDatabase)"),
  ]

  private static let ofNoSession = "NOT IN (SELECT oid FROM sessions)"

  /// What belongs to the whole server, or has no xmin that everybody may see.
  private static let ofServer = [
    // A view: only the names matter.
    "SELECT 'pg_roles', count(*), sum(hashtextextended(x.rolname::text, x.oid::bigint)) FROM pg_roles AS x",
    """
    SELECT 'pg_subscription', count(*), sum(hashtextextended(
      concat_ws(' ', x.subname, x.subenabled, x.subslotname, x.subpublications::text), x.subdbid::bigint))
    FROM pg_subscription AS x WHERE x.subdbid = \(thisDatabase)
    """,
  ]
}

extension CatalogFingerprint {
  /// What to ask to find out whether a later state, that of the open transaction, has it: see `isThat(of:_:)`.
  /// - Parameter next: `CatalogState.next(of:)`.
  func question(_ major: Int, next: Int64?) -> String {
    guard leftOut == 0, let next else { return Self.query(major, since: since) }
    return Self.queryOfAll(major, since: since, next: next)
  }

  /// Whether the state that answered the question has it. Where all was counted and is not the same, there may be temporary tables now.
  func isThat(of answer: QueryResult, _ connection: Connection) throws(PostgresError) -> Bool {
    if try CatalogFingerprint(of: answer) == self { return true }
    guard leftOut == 0, try connection.query(Self.sessionsQuery, as: operation(connection)).int(0, 0) != 0
    else { return false }
    let query = Self.query(connection.majorVersion, since: since)
    return try CatalogFingerprint(of: connection.query(query, as: operation(connection))) == self
  }
}

/// How privileges are said: SQL that turns an access list (aclitem[]) into sorted words.
///
/// Who granted a privilege is no part of it: a member of the owning role who grants is written down as the owner or as
/// himself, as the server sees fit, and what may be done is the same.
struct PrivilegeWords {
  let major: Int
  /// acldefault's letter for the kind of object.
  let type: String
  /// An expression for the owner's oid.
  let owner: String

  /// What others than the owner may do, `role: PRIVILEGE` with ` WITH GRANT OPTION`, and where the owner may do less or more
  /// than by default: `owner without PRIVILEGE`, `owner: PRIVILEGE`.
  /// - Parameter list: an expression for the list; NULL: the default of its kind.
  /// - Returns: an expression for a JSON array, or NULL.
  func words(of list: String) -> String {
    let words = """
      (SELECT json_agg(word ORDER BY word COLLATE "C") FROM (
        SELECT \(holder("now_.grantee")) || now_.word AS word
        FROM (\(grants(of: hasPublicDefault ? "coalesce(\(list), acldefault('\(type)', \(owner)))" : list))) AS now_ WHERE now_.grantee <> \(owner)
        UNION ALL
        SELECT 'owner' || now_.word FROM (\(grants(of: list))) AS now_ WHERE now_.grantee = \(owner) AND now_.word NOT IN (
          SELECT base_.word FROM (\(grants(of: "acldefault('\(type)', \(owner))"))) AS base_ WHERE base_.grantee = \(owner))
        UNION ALL
        SELECT 'owner without ' || substr(base_.word, 3) FROM (\(grants(of: "acldefault('\(type)', \(owner))"))) AS base_
        WHERE base_.grantee = \(owner) AND \(list) IS NOT NULL
          AND base_.word NOT IN (SELECT now_.word FROM (\(grants(of: list))) AS now_ WHERE now_.grantee = \(owner))
      ) AS words)
      """
    return hasPublicDefault ? words : "CASE WHEN \(list) IS NOT NULL THEN \(words) END"
  }

  /// What one list grants and another does not, `role: PRIVILEGE`, and `without role: PRIVILEGE` the other way round.
  /// - Returns: an expression for a JSON array, or NULL where they say the same.
  func difference(_ new: String, from old: String) -> String {
    let (new, old) = (grants(of: new), grants(of: old))
    return """
      (SELECT json_agg(word ORDER BY word COLLATE "C") FROM (
        SELECT \(holder("except_.grantee")) || except_.word AS word FROM ((\(new)) EXCEPT (\(old))) AS except_
        UNION ALL
        SELECT 'without ' || \(holder("except_.grantee")) || except_.word FROM ((\(old)) EXCEPT (\(new))) AS except_
        WHERE (except_.grantee, except_.word || ' WITH GRANT OPTION') NOT IN (\(new))
      ) AS words)
      """
  }

  private func holder(_ grantee: String) -> String {
    "CASE WHEN \(grantee) = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(\(grantee))) END"
  }

  /// Whether the default grants anything to others than the owner; else a list that is NULL need not be looked into.
  private var hasPublicDefault: Bool { ["f", "T", "l", "d"].contains(type) }

  /// A list as rows of grantee and `: PRIVILEGE`. Two who granted the same are one row.
  ///
  /// PostgreSQL 17 brought MAINTAIN on tables, which ALL includes: of who has all else, it is said only where it is missing.
  /// A GRANT ALL then reads the same from an older and a newer server. An owner who gave something up keeps it.
  private func grants(of list: String) -> String {
    let option = "bool_or(grant_.is_grantable AND grant_.grantee <> \(owner))"
    let word = "': ' || grant_.privilege_type || CASE WHEN \(option) THEN ' WITH GRANT OPTION' ELSE '' END"
    let plain = "FROM aclexplode(\(list)) AS grant_ GROUP BY grant_.grantee"
    guard major >= 17, type == "r" else {
      return "SELECT grant_.grantee, \(word) AS word \(plain), grant_.privilege_type"
    }
    let older = "grant_.privilege_type <> 'MAINTAIN'"
    return """
      SELECT grants_.grantee, grants_.word FROM (
        SELECT grant_.grantee, \(word) AS word, grant_.privilege_type, \(option) AS option,
          sum(CASE WHEN \(older) THEN 1 ELSE 0 END) OVER n = 7 AS all_others,
          sum(CASE WHEN \(older) AND \(option) THEN 1 ELSE 0 END) OVER n = 7 AS all_options
        \(plain), grant_.privilege_type WINDOW n AS (PARTITION BY grant_.grantee)) AS grants_
      WHERE NOT (grants_.privilege_type = 'MAINTAIN'
        AND (grants_.grantee = \(owner) OR grants_.all_others AND grants_.option = grants_.all_options))
      UNION ALL
      SELECT grant_.grantee, ' without MAINTAIN' \(plain)
      HAVING count(DISTINCT grant_.privilege_type) = 7 AND bool_and(\(older))
      """
  }
}

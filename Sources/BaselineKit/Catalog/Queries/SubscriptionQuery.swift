import Schema

extension CatalogQuery<Subscription> {
  /// The subscriptions of this database: pg_subscription is shared by all.
  static func subscriptions(_ context: QueryContext) -> Self {
    let isReadable = context.mayRead("pg_subscription.subconninfo")
    var query = Self(
      """
      SELECT s.oid, s.subname AS key, \(isReadable ? "s.subconninfo" : "''") AS connection,
        (SELECT json_agg(p ORDER BY p COLLATE "C") FROM unnest(s.subpublications) AS p) AS publications,
        s.subslotname AS slot, s.subenabled AS enabled,
        \(context.since(14, "s.subbinary")) AS binary,
        \(context.since(14, "CASE left(s.substream::text, 1) WHEN 't' THEN 'on' WHEN 'p' THEN 'parallel' END")) AS streaming,
        \(context.since(15, "s.subtwophasestate <> 'd'")) AS two_phase,
        \(context.since(15, "s.subdisableonerr")) AS disable_on_error, s.subsynccommit AS synchronous_commit,
        \(context.since(16, "s.suborigin")) AS origin, \(context.since(16, "s.subpasswordrequired")) AS password_required,
        \(context.since(16, "s.subrunasowner")) AS run_as_owner, \(context.since(17, "s.subfailover")) AS failover,
        d.description AS comment
        \(context.owner("s.subowner"))
      FROM pg_subscription AS s \(commentJoin("pg_subscription", "s.oid"))
      WHERE s.subdbid = \(thisDatabase)
      """)
    query.finish = { subscription, _ in
      let id = ObjectID(.subscription, [subscription.key])
      if !isReadable {
        return try context.demand(
          "connection", of: id, why: "only superusers may see it",
          grant: "GRANT SELECT ON pg_catalog.pg_subscription, which shows passwords too")
      }
      guard let connection = ConnectionString(subscription.connection.string) else {
        subscription.connection = ""
        return try context.demand("connection", of: id, why: "libpq could not read it either", grant: nil)
      }
      subscription.connection = connection.shown
    }
    return query
  }
}

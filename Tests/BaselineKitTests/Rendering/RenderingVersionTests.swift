import Postgres
import Processes
import Schema
import Testing

@testable import BaselineKit
@testable import TestSupport

/// One schema on servers of two major versions: what only reads differently is proved to be the same, and what was changed is
/// found.
struct RenderingVersionTests {
  private static let schema = """
    CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL, email varchar(100), status varchar(10)
      CHECK (status IN ('new', 'old')));
    CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, total numeric(10,2),
      placed_at timestamptz DEFAULT now(), tags text[], info jsonb);
    CREATE VIEW recent AS SELECT id, customer_id, total FROM orders WHERE placed_at > now() - interval '90 days';
    CREATE VIEW totals AS SELECT c.name, count(*) AS orders, sum(o.total) FILTER (WHERE o.total > 0) AS spent
      FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id HAVING count(*) > 1 ORDER BY 3 DESC;
    CREATE VIEW ranked AS SELECT id, total, rank() OVER (PARTITION BY customer_id ORDER BY total DESC) AS place,
      lag(total, 1) OVER w AS before FROM orders WINDOW w AS (ORDER BY placed_at);
    CREATE VIEW tree AS WITH RECURSIVE t AS (SELECT id, 1 AS depth FROM orders WHERE customer_id IS NULL
      UNION ALL SELECT o.id, t.depth + 1 FROM orders o JOIN t ON o.customer_id = t.id) SELECT * FROM t;
    CREATE VIEW both_ways AS SELECT id FROM customers UNION SELECT id FROM orders EXCEPT SELECT 1;
    CREATE VIEW tagged AS SELECT o.id, t.tag, info ->> 'a' AS a FROM orders o, LATERAL unnest(o.tags) AS t(tag)
      WHERE o.info @> '{"a": 1}' AND EXISTS (SELECT FROM customers WHERE customers.id = o.customer_id);
    CREATE VIEW cases AS SELECT CASE WHEN total > 10 THEN 'big' ELSE 'small' END AS size, coalesce(total, 0) AS total,
      extract(year FROM placed_at) AS year, placed_at::date AS day FROM orders WHERE total BETWEEN 1 AND 9;
    CREATE MATERIALIZED VIEW monthly AS SELECT date_trunc('month', placed_at) AS month, sum(total) FROM orders GROUP BY 1;
    """

  /// Folders of servers that ci/postgres-versions brought, of other majors than the one that the tests run on.
  private static let others: [ServerBinaries] = {
    do {
      let major = try TestServer.binaries().major
      let listed = try Invocation(
        "\(projectTop)/ci/postgres-versions", ["--installed"], environment: ["PATH": "/usr/bin:/bin"]
      ).run(seconds: 30).text
      let found = listed.split(separator: "\n").compactMap { folder in
        try? ServerBinaries.find(major: nil, environment: ["BASELINE_POSTGRES_BIN": String(folder)])
      }.filter { $0.major != major }.sorted { $0.major < $1.major }
      return environmentVariable("BASELINE_TEST_ALL") == "1" ? found : Array(found.prefix(1))
    } catch {
      return []
    }
  }()

  @Test(arguments: others) func whatAnotherMajorWordsDifferentlyIsNoDifference(binaries: ServerBinaries) throws {
    let server = try OtherServer(binaries)
    let migrated = try TestServer.shared.database(Self.schema)
    let before = try Catalog(migrated.connect()).snapshot(.everything)
    let live = try server.database(Self.schema)
    let after = try Catalog(Connection(live)).snapshot(.everything)
    let rendering = Rendering { try RenderingDatabase(migrated.target, keeping: migrated) }
    let judgement = try Watch(Config()).judge(before, after, .everything, includesLive: true, rendering: rendering)
    #expect(judgement.differences.map { "\($0.change.object) \($0.rendering?.unproved ?? "")" } == [])

    try Connection(live).execute(
      "CREATE OR REPLACE VIEW recent AS SELECT id, customer_id, total FROM orders WHERE placed_at > now() - interval '91 days'"
    )
    let changed = try Watch(Config()).judge(
      before, Catalog(Connection(live)).snapshot(.everything), .everything, includesLive: true, rendering: rendering)
    #expect(changed.differences.map(\.change.object.description) == ["public.recent"])
    #expect(changed.differences.first?.rendering == nil)
  }
}

private let projectTop = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(
  separator: "/")

/// A server of another version.
private final class OtherServer {
  private let scratch: Scratch
  private let server: PrivateServer

  init(_ binaries: ServerBinaries) throws {
    scratch = try Scratch(in: serverPlace)
    server = try PrivateServer(
      binaries: binaries, scratch: scratch, environment: TestServer.shared.cacheEnvironment())
  }

  deinit {
    server.stop()
    scratch.remove()
  }

  func database(_ sql: String) throws -> ConnectionTarget {
    try server.createDatabase("other")
    let target = try server.target(database: "other")
    try Connection(target).execute(sql)
    return target
  }
}

import Schema
import Testing

@testable import BaselineKit

/// What the weekly and the monthly review say of tables that rules hide: each by itself, or with all of its schema.
struct HiddenTablesTests {
  private let config: Config

  init() throws {
    let text = """
      schemas: [public, audit]
      ignore: [{kind: schema, name: ^audit$}]
      ignore_tables: [^staging_]
      """
    config = try Config.parse(Array(text.utf8), file: "c.yml")
  }

  private func snapshot(staging: Bool = true) throws -> Snapshot {
    var orders = Table(key: "orders")
    orders.inherits = ["audit.log"]
    var namespace = Namespace(key: "public")
    namespace.tables = Keyed(sorting: [orders] + (staging ? [Table(key: "staging_orders")] : []))
    var audit = Namespace(key: "audit")
    audit.tables = Keyed(sorting: [Table(key: "log")])
    var database = Database()
    database.schemas = Keyed(sorting: [namespace, audit])
    return Snapshot(postgres: 15, database: database)
  }

  private func items(
    _ cadence: Cadence, _ databases: [(name: String, snapshot: Snapshot)], _ events: [Event] = []
  ) throws -> [ReviewItem] {
    let now = try #require(Timestamp("2026-11-23T09:00:00Z"))
    let operations = Operations(events, project: config.file, now: now)
    let turn = ReviewCalendar.Turn(cadence, cadence.period(of: now), operations.reviews, now: now)
    let material = ReviewMaterial(
      turn: turn, operations: operations, config: config, waivers: try Waivers.parse([], config), baseline: nil,
      updates: HistoryReport(entries: [], isShallow: false, notCompared: []),
      databases: databases.map { .init(name: $0.name, watch: Watch(config), snapshot: $0.snapshot, hasTenants: false) },
      unseen: [("replica", "it is down")])
    return try Review(material).items
  }

  @Test func withTheirSchemaAndByDatabase() throws {
    let both = try [("staging", snapshot()), ("production", snapshot())]
    let found = try items(.weekly, both)
    let hidden = found.filter(\.isNewlyHidden)
    #expect(
      hidden.map(\.title) == [
        "audit.log on staging, production, hidden by ignore line 2: kind schema, name ^audit$",
        "public.staging_orders on staging, production, hidden by ignore_tables line 3: ^staging_",
      ])
    // Nobody marks what is no table.
    #expect(found.contains { $0.state == .open && $0.isNew && $0.title.hasPrefix("replica was not looked at") })
    let monthly = try items(.monthly, both).map(\.title)
    #expect(
      monthly.contains("ignore line 2: kind schema, name ^audit$ hides audit.log, which 1 watched table references"))

    // What was decided where it is on staging alone says nothing of production.
    let alone = try items(.weekly, [("staging", snapshot()), ("production", snapshot(staging: false))])
    let key = try #require(alone.first { $0.title.hasPrefix("public.staging_orders") }?.key)
    let accepted = Timeline.event(
      ReviewDecision.kind, 0, ReviewDecision.details([key], .accepted, reason: "imports", until: nil), database: nil,
      project: config.file)
    let states = try [[both[0], ("production", snapshot(staging: false))], both, both.reversed()].map { databases in
      try items(.weekly, databases, [accepted]).first { $0.title.hasPrefix("public.staging_orders") }?.state
    }
    #expect(states == [.accepted, .open, .open])
    #expect(try items(.weekly, both).map(\.key).sorted() == items(.weekly, both.reversed()).map(\.key).sorted())
  }

  /// A signature counts what was decided of the same items that it counts.
  @Test func questionsAreAnswered() throws {
    let question = try #require(try items(.monthly, []).first { $0.question == .load })
    let accepted = Timeline.event(
      ReviewDecision.kind, 0, ReviewDecision.details([question.key], .accepted, reason: "no", until: nil),
      database: nil, project: config.file)
    #expect(try items(.monthly, [], [accepted]).first { $0.question == .load }?.state == .open)
  }
}

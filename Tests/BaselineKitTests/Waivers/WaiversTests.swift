@testable import BaselineKit
import Schema
import Testing

private let file = "ci/schema_waivers.yml"
private let now = Timestamp("2026-11-22T12:00:00Z")!
private let email = ObjectID(.column, ["public", "customers", "email"])
private let change = Change(
  object: email, action: .altered,
  fields: [
    FieldChange("type", old: "text", new: "character varying(100)"), FieldChange("nullable", old: "true", new: "false"),
  ])

private func config(_ databases: [String] = []) throws -> Config {
  let lines = databases.map { "  \($0): {url_env: URL}\n" }.joined()
  return try Config.parse(Array((databases.isEmpty ? "" : "databases:\n\(lines)").utf8), file: "c.yml")
}

private func parse(_ text: String, _ databases: [String] = []) throws -> Waivers {
  try Waivers.parse(Array(text.utf8), config(databases))
}

private func entry(
  _ object: String = "public.customers.email", _ fingerprint: String = change.fingerprint, more: String = "",
  until: String = "2026-12-31", reason: String = "why"
) -> String {
  """
    - object: '\(object)'
      fingerprint: "\(fingerprint)"
      owner: Ada
      reason: \(reason)
      until: \(until)
  \(more.isEmpty ? "" : "    \(more)\n")
  """
}

private func judged(
  _ text: String, _ changes: [Change] = [change], at place: Waivers.Place = .database(nil), _ databases: [String] = [],
  now: Timestamp = now
) throws -> Judgement {
  var judgement = Judgement(
    differences: changes.map { Difference(change: $0, isCritical: true, action: .fail) }, silenced: [], warnings: [],
    notCompared: [])
  try parse("waivers:\n" + text, databases).apply(to: &judgement, at: place, now: now)
  return judgement
}

struct WaiversTests {
  @Test func acceptsExactlyOneDifference() throws {
    let accepted = try judged(entry())
    #expect(accepted.differences[0].permission == .waiver(until: Timestamp("2026-12-31")!, reason: "why"))
    #expect(accepted.outcome == .waived && accepted.warnings.isEmpty)
    // Any other value, a field more or less, or the other direction is another difference.
    for other in [
      Change(object: email, action: .altered, fields: Array(change.fields.prefix(1))),
      Change(
        object: email, action: .altered, fields: [change.fields[0], FieldChange("nullable", old: "true", new: "maybe")]),
      Change(
        object: email, action: .altered,
        fields: change.fields + [FieldChange("comment", old: nil, new: "x", weight: .comment)]),
      Change(
        object: email, action: .altered, fields: change.fields.map { FieldChange($0.name, old: $0.new, new: $0.old) }),
      Change(object: email, action: .removed, fields: change.fields),
      Change(object: ObjectID(.column, ["other", "customers", "email"]), action: .altered, fields: change.fields),
    ] {
      let judgement = try judged(entry(), [other])
      #expect(judgement.outcome == .failed && judgement.warnings.count == 1, "\(other)")
    }
    // What is said must be what is accepted.
    let misleading = try judged(entry("public.staging"))
    #expect(misleading.outcome == .failed)
    #expect(misleading.warnings == ["\(file):2: the waiver of public.staging is no longer needed: remove it"])
  }

  @Test func aTableIsAllThatLiesInIt() throws {
    func snapshot(_ type: Text) -> Snapshot {
      var column = Column(key: "id")
      column.type = type
      var table = Table(key: "t")
      table.columns = [column]
      var schema = Namespace(key: "public")
      schema.tables = [table]
      var snapshot = Snapshot(postgres: 15)
      snapshot.database.schemas = [schema]
      return snapshot
    }
    var none = Snapshot(postgres: 15)
    none.database.schemas = [Namespace(key: "public")]
    let changes = ["integer", "text"].map { compare(none, snapshot($0)).changes[0] }
    #expect(changes[0].fields == changes[1].fields && changes[0].contents == changes[1].contents)
    #expect(changes[0].fingerprint != changes[1].fingerprint)
    let text = entry("public.t", changes[0].fingerprint)
    #expect(try judged(text, [changes[0]]).outcome == .waived)
    #expect(try judged(text, [changes[1]]).outcome == .failed)
  }

  @Test func fieldsAreAcceptedOneByOne() throws {
    let alone = try ["type", "nullable"].map { try #require(change.alone($0)).fingerprint }
    let both =
      entry("public.customers.email", alone[0], more: "field: type", until: "2026-12-31", reason: "one")
      + entry("public.customers.email", alone[1], more: "field: nullable", until: "2027-01-31", reason: "two")
    let accepted = try judged(both)
    #expect(accepted.differences[0].permission == .waiver(until: Timestamp("2026-12-31")!, reason: "one; two"))
    let one = try judged(entry("public.customers.email", alone[0], more: "field: type"))
    #expect(one.outcome == .failed)
    // Without the word the fingerprint is of a whole difference, which this is not.
    #expect(
      try judged(entry("public.customers.email", alone[0]) + entry("public.customers.email", alone[1])).outcome
        == .failed)
    // One of them ended: all of it fails.
    #expect(try judged(both, now: Timestamp("2027-01-01T00:00:00Z")!).outcome == .failed)
  }

  @Test func theLastDayBelongsToIt() throws {
    for (moment, outcome, words) in [
      ("2026-11-22T12:00:00Z", Outcome.waived, nil), ("2026-12-23T23:59:59Z", .waived, nil),
      ("2026-12-24T00:00:01Z", .waived, "ends on 2026-12-31"), ("2026-12-31T23:59:59Z", .waived, "ends on 2026-12-31"),
      ("2027-01-01T00:00:00Z", .failed, "ended on 2026-12-31: the difference counts again"),
    ] as [(String, Outcome, String?)] {
      let judgement = try judged(entry(), now: Timestamp(moment)!)
      #expect(judgement.outcome == outcome, "\(moment)")
      #expect(
        judgement.warnings == (words.map { ["\(file):2: the waiver of public.customers.email \($0)"] } ?? []),
        "\(moment)")
    }
    // A later entry for the same difference takes its place; the older one is then no longer needed.
    let renewed = try judged(entry(until: "2026-11-01") + entry(until: "2027-01-31"))
    #expect(
      renewed.outcome == .waived && renewed.warnings.count == 1 && renewed.warnings[0].contains("no longer needed"))
  }

  @Test func holdsWhereItSays() throws {
    let names = ["production", "test"]
    let everywhere = entry()
    let production = entry(more: "database: production")
    let none = entry(more: "database: none")
    for (text, place, outcome) in [
      (everywhere, .database(nil), .waived), (everywhere, .database("test"), .waived),
      (everywhere, .migrations, .failed),
      (production, .database("production"), .waived), (production, .database("test"), .failed),
      (production, .database(nil), .failed), (production, .migrations, .failed), (none, .migrations, .waived),
      (none, .database("test"), .failed), (none, .database(nil), .failed),
    ] as [(String, Waivers.Place, Outcome)] {
      #expect(try judged(text, at: place, names).outcome == outcome, "\(place)")
    }
    // Of one for all databases only the only database can say that nobody needs it.
    #expect(try judged(everywhere, [], at: .database("test"), ["test"]).warnings.count == 1)
    #expect(try judged(everywhere, [], at: .database("test"), names).warnings.isEmpty)
    #expect(try judged(production, [], at: .database("production"), names).warnings.count == 1)
    #expect(try judged(production, [], at: .database("test"), names).warnings.isEmpty)
  }

  /// The same change in the schema that tenants are like, and in tenants, are two: who knows of one need not know of the other.
  @Test func tenantsHaveWaiversOfTheirOwn() throws {
    let config = try Config.parse(
      Array("databases: {one: {url_env: URL, tenants: {match: [\"tenant_*\", acme], as: public}}}\n".utf8),
      file: "c.yml")
    let differing = Judgement(
      differences: [Difference(change: change, isCritical: true, action: .fail)], silenced: [], warnings: [],
      notCompared: [])
    let tenants = TenantReport(try #require(config.databases[0].tenants), [("tenant_1", .success(differing))])
    let own = tenants.ofAll(change)
    #expect(own.object.description == "\"tenant_*,acme\".customers.email" && own.fingerprint != change.fingerprint)
    let ofModel = entry()
    let ofTenants = entry(own.object.description, own.fingerprint)
    for (text, passes) in [
      (ofModel, [true, false]), (ofTenants, [false, true]), (ofModel + ofTenants, [true, true]),
    ] {
      var (judgement, report) = (differing, Optional(tenants))
      try Waivers.parse(Array("waivers:\n\(text)".utf8), config).apply(
        to: &judgement, and: &report, at: .database("one"), now: now)
      #expect([judgement.outcome, report?.outcome].map { $0 == .waived } == passes, "\(text)")
      #expect(judgement.warnings.isEmpty, "\(judgement.warnings)")
    }
  }

  @Test func whatIsAcceptedNeedNotBeAcceptedAgain() throws {
    for (text, next) in [(entry(), ["undo it"]), (entry("public.staging"), ["undo it", "baseline accept x"])] {
      var judgement = try judged("", [change])
      judgement.differences[0].diagnosis = Diagnosis(causes: [.byHand], next: ["undo it", "baseline accept x"])
      try parse("waivers:\n" + text).apply(to: &judgement, at: .database(nil), now: now)
      #expect(judgement.differences[0].diagnosis?.next == next)
    }
  }

  @Test func warningsAreAcceptedToo() throws {
    var judgement = Judgement(
      differences: [Difference(change: change, isCritical: false, action: .warn)], silenced: [], warnings: [],
      notCompared: [])
    #expect(judgement.outcome == .warned)
    try parse("waivers:\n" + entry()).apply(to: &judgement, at: .database(nil), now: now)
    #expect(judgement.outcome == .waived)
  }

  @Test(arguments: [
    ("waivers: x", "1:10: waivers: expected a list, found 'x'"), ("other: []", "1:1: unknown key 'other'"),
    ("- a", "1:1: the waivers: expected keys and values, found a list"),
    ("waivers:\n  - x\n", "2:5: waivers: expected keys and values, found 'x'"),
    ("waivers:\n  - {}\n", "2:5: waivers: the key 'object' is missing"),
    ("waivers:\n" + entry("a.b.c.d"), "2:13: waivers.object: 'a.b.c.d' is no object's address"),
    ("waivers:\n" + entry("t", "abc"), "3:18: waivers.fingerprint: not 32 hexadecimal digits"),
    ("waivers:\n" + entry(until: "soon"), "6:12: waivers.until: 'soon' is no day"),
    ("waivers:\n" + entry(until: "2026-02-30"), "6:12: waivers.until: '2026-02-30' is no day"),
    ("waivers:\n" + entry(until: "2026-12-31T00:00:00Z"), "6:12: waivers.until: '2026-12-31T00:00:00Z' is no day"),
    ("waivers:\n" + entry(reason: "''"), "5:13: waivers.reason: an empty text"),
    ("waivers:\n" + entry(more: "field: colour"), "7:12: waivers.field: 'colour' is unknown"),
    ("waivers:\n" + entry(more: "database: tset"), "7:15: waivers.database: 'tset' is unknown"),
    ("waivers:\n" + entry(more: "until: 2026-12-31"), "7:5: the key 'until' stands in line 6 already"),
    ("waivers:\n" + entry(reason: "postgres://a:b@c/d"), "5:13: a password in the file"),
    ("waivers: [", "2:1"), ("waivers:\n  - &a {}\n", "2:5"),
  ])
  func refusesWithThePlace(text: String, mistake: String) throws {
    let error = #expect(throws: ConfigError.self) { _ = try parse(text, ["test"]) }
    #expect(error?.description.hasPrefix("\(file):\(mistake)") == true, "\(error?.description ?? "")")
  }

  @Test func noDatabaseIsCalledNone() {
    #expect(throws: ConfigError.self) { try config(["none"]) }
  }

  @Test(arguments: ["", "# nothing yet\n", "---\n", "waivers:\n", "waivers: []\n"])
  func noWaivers(text: String) throws { #expect(try parse(text).all.isEmpty) }
}

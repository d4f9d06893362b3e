import BaselineKit
import Schema
import Testing

struct WatchTests {
  private func config(_ yaml: String) throws -> Config {
    try Config.parse(Array(yaml.utf8), file: "ci/config.yml")
  }

  private func snapshot(
    _ names: [Text], schema: Text = "public", change: (inout Table) -> Void = { _ in },
    sequences: [SequenceGenerator] = []
  ) -> Snapshot {
    var namespace = Namespace(key: schema)
    namespace.tables = Keyed(
      sorting: names.map { name in
        var table = Table(key: name)
        var column = Column(key: "id")
        column.type = "bigint"
        table.columns = [column]
        change(&table)
        return table
      })
    namespace.sequences = Keyed(sorting: sequences)
    var database = Database()
    database.schemas = [namespace]
    return Snapshot(postgres: 15, database: database)
  }

  private func names(_ snapshot: Snapshot) -> [String] {
    snapshot.database.schemas.flatMap { $0.tables.map(\.key.string) }
  }

  @Test func patternsMeanWhatPeopleMean() throws {
    let config = try config(
      """
      ignore_tables: ["^staging_.*", ".*_backup$", "^payment_staff_changes$", "^.*_additional_backup$", "^temp_.*",
        "^archive_.*", "^[가-힣]+_backup$"]
      """)
    let watched = try Watch(config).filtered(
      snapshot([
        "staging_import", "customers_backup", "payment_staff_changes", "x_additional_backup", "temp_1", "archive_2024",
        "고객_backup", "my_staging_", "payment_staff_changes2", "backup_customers", "template", "customers",
      ]))
    #expect(
      names(watched.snapshot) == ["backup_customers", "customers", "my_staging_", "payment_staff_changes2", "template"])
    #expect(watched.silenced.first { $0.object.key == "staging_import" }?.rule == "ignore_tables line 1: ^staging_.*")
  }

  @Test func criticalTablesWinWithAllThatIsNestedInThem() throws {
    let config = try config(
      "ignore_tables: [\".*\"]\nignore: [{kind: sequence, name: .}]\ncritical_tables: [customers]\n")
    var owned = SequenceGenerator(key: "customers_id_seq")
    owned.ownedBy = "public.customers.id"
    var other = SequenceGenerator(key: "other_id_seq")
    other.ownedBy = "public.other.id"
    let watched = try Watch(config).filtered(
      snapshot(
        ["customers", "customers_2024", "customers_2024_01", "other"],
        change: { table in
          if table.key == "customers_2024" { table.partitionOf = "public.customers" }
          if table.key == "customers_2024_01" { table.partitionOf = "public.customers_2024" }
        }, sequences: [owned, other]))
    #expect(names(watched.snapshot) == ["customers", "customers_2024", "customers_2024_01"])
    #expect(watched.snapshot.database.schemas[0].sequences.map(\.key) == ["customers_id_seq"])
  }

  @Test func anIgnoredTableTakesItsSequenceAlong() throws {
    var owned = SequenceGenerator(key: "staging_id_seq")
    owned.ownedBy = "public.staging.id"
    let watched = try Watch(config("ignore_tables: [^staging]\n")).filtered(
      snapshot(["staging", "customers"], sequences: [owned]))
    #expect(watched.snapshot.database.schemas[0].sequences.isEmpty)
  }

  @Test func bookkeepingTablesAreNotWatchedUnlessAskedFor() throws {
    let all = snapshot(["alembic_version", "flyway_schema_history", "customers"])
    #expect(names(try Watch(config("")).filtered(all).snapshot) == ["customers"])
    #expect(
      names(try Watch(config("bookkeeping: track\n")).filtered(all).snapshot)
        == ["alembic_version", "customers", "flyway_schema_history"])
  }

  @Test func partitionsOfAParentCanBeLeftOut() throws {
    let watched = try Watch(config("partitions: {events: ignore-children}\n")).filtered(
      snapshot(["events", "events_2024", "orders_2024"]) { table in
        if table.key == "events_2024" { table.partitionOf = "public.events" }
        if table.key == "orders_2024" { table.partitionOf = "public.orders" }
      })
    #expect(names(watched.snapshot) == ["events", "orders_2024"])
  }

  @Test func aPatternThatRunsAwayIsAnErrorAndNeverNoMatch() throws {
    let watch = try Watch(config("ignore_tables: [\"^(a+)+$\"]\n"))
    let name = Text(String(repeating: "a", count: 62) + "!")
    #expect(throws: PatternError.self) { try watch.filtered(snapshot([name])) }
  }

  @Test func warnsOfRulesThatMatchNothingAndCriticalTablesThatAreGone() throws {
    let watch = try Watch(config("schemas: [public, billing]\nignore_tables: [^temp_]\ncritical_tables: [payments]\n"))
    let all = snapshot(["customers"])
    #expect(
      try watch.warnings(about: [all], includesLive: true) == [
        "ci/config.yml: ignore_tables line 2: ^temp_ matches nothing",
        "ci/config.yml: the critical table payments does not exist",
        "ci/config.yml: the schema billing does not exist",
      ])
    // No migration makes the tables that such rules are for.
    #expect(
      try watch.warnings(about: [all], includesLive: false) == [
        "ci/config.yml: the critical table payments does not exist",
        "ci/config.yml: the schema billing does not exist",
      ])
  }

  @Test func thePolicyDecidesByClassAndCriticalTablesFailWhateverItSays() throws {
    let before = snapshot(["customers", "payments"])
    let after = snapshot(["customers", "payments"]) { $0.comment = "new" }
    let judgement = try Watch(config("critical_tables: [payments]\n")).judge(
      before, after, .policy(Config().policy), includesLive: true)
    #expect(judgement.differences.map(\.change.object.key) == ["payments", "customers"])
    #expect(judgement.differences.map(\.action) == [.fail, .warn])
    #expect(judgement.outcome == .failed)

    let relaxed = try Watch(config("policy: {comment: ignore}\n"))
    let silent = try relaxed.judge(before, after, .policy(relaxed.config.policy), includesLive: true)
    #expect(silent.verdict == .same)
    #expect(silent.silenced.map(\.rule) == ["policy: comment: ignore", "policy: comment: ignore"])
    #expect(try relaxed.judge(before, after, .everything, includesLive: true).outcome == .failed)
  }

  @Test func anOwnedSequenceOfACriticalTableIsCritical() throws {
    var old = SequenceGenerator(key: "ids")
    old.ownedBy = "public.customers.id"
    var new = old
    new.increment = 2
    let judgement = try Watch(config("critical_tables: [customers]\npolicy: {definition: ignore}\n")).judge(
      snapshot(["customers"], sequences: [old]), snapshot(["customers"], sequences: [new]),
      .policy(Config().policy), includesLive: true)
    #expect(judgement.differences.map(\.isCritical) == [true])
  }

  @Test func aRuleCanBeAboutSomeFieldsOnly() throws {
    let watch = try Watch(config("ignore: [{kind: table, name: ., fields: [comment]}]\n"))
    let judgement = try watch.judge(
      snapshot(["customers"]),
      snapshot(["customers"]) {
        $0.comment = "new"
        $0.persistence = "unlogged"
      }, .everything, includesLive: true)
    #expect(judgement.differences.flatMap { $0.change.fields.map(\.name) } == ["persistence"])
  }
}

struct IgnoreRuleTests {
  @Test func aFieldThatTheKindDoesNotHaveIsAMistake() {
    let error = #expect(throws: ConfigError.self) {
      try Config.parse(Array("ignore: [{kind: index, name: ., fields: [coment]}]\n".utf8), file: "c.yml")
    }
    #expect(error?.reason == "ignore: no index has a field 'coment'")
    #expect(error?.hint?.contains("comment") == true)
  }
}

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

  /// Tables as tools make them, and ones that a team gave the same names.
  @Test func commonNamesAreBelievedWithTheToolsColumnsOnly() throws {
    let tools: [(Text, [Text], String)] = [
      (
        "schema_version",
        [
          "installed_rank", "version", "description", "type", "script", "checksum", "installed_by", "installed_on",
          "execution_time", "success",
        ], "Flyway"
      ),
      ("schema_version", ["version"], "tern"), ("schema_migration", ["version", "version_self"], "popx"),
      ("pgmigrations", ["id", "name", "run_on"], "node-pg-migrate"),
      ("schema_migrations", ["version"], "Rails or dbmate"),
      ("schema_migrations", ["version", "dirty"], "golang-migrate"),
      ("schema_migrations", ["version", "inserted_at"], "Ecto"),
      ("migrations", ["id", "migration", "batch"], "Laravel"), ("migrations", ["id", "timestamp", "name"], "TypeORM"),
      ("__diesel_schema_migrations", ["version", "run_on"], "diesel"),
    ]
    for (name, columns, tool) in tools { #expect(bookkeepingTool(table(name, columns)) == tool, "\(name)") }
    let own: [(Text, [Text])] = [
      ("schema_version", ["id", "schema", "version", "approved_by"]),
      ("schema_migration", ["id", "customer_id", "from_schema"]),
      ("pgmigrations", ["id", "name", "run_on", "cluster"]), ("schema_migrations", ["id", "version", "customer_id"]),
      ("migrations", ["id", "bird", "from_country", "to_country"]), ("orders", ["version"]),
    ]
    for (name, columns) in own { #expect(bookkeepingTool(table(name, columns)) == nil, "\(name)") }
  }

  private func table(_ name: Text, _ columns: [Text]) -> Table {
    var table = Table(key: name)
    table.columns = Keyed(inOrder: columns.map { Column(key: $0) })
    return table
  }

  /// At any depth, in any schema, of any kind; what lies in them and what they own goes with them.
  @Test func partitionsAreLeftOutWithAllThatIsTheirs() throws {
    let (all, tree) = try partitioned()
    #expect(tree.contains(ObjectID(.foreignTable, ["cold", "events_2019"])))
    let watched = try Watch(config("schemas: [\"*\"]\npartitions: {events: ignore-children}\n")).filtered(all)
    let left = watched.snapshot.objects.filter { $0.path.contains { $0.string.hasPrefix("events") } }
    #expect(
      left.map(\.description) == [
        "public.events", "public.events.id", "index:public.events.events_at_idx",
      ])
    #expect(Set(watched.silenced.map(\.rule)) == ["partitions: public.events"])
    // An index of the whole that not every partition has is a matter of the whole.
    var broken = all
    broken.database.schemas.rewrite { schema in
      var schema = schema
      schema.tables.rewrite { table in
        var table = table
        table.indexes.rewrite {
          var index = $0
          index.invalid = true
          return index
        }
        return table
      }
      return schema
    }
    let judgement = try Watch(config("schemas: [\"*\"]\npartitions: {events: ignore-children}\n")).judge(
      all, broken, .everything, includesLive: true)
    #expect(judgement.differences.map(\.change.object.description) == ["index:public.events.events_at_idx"])
  }

  @Test func theNearestPolicyOfAPartitionDecides() throws {
    let (all, _) = try partitioned()
    let watched = try Watch(
      config("schemas: [\"*\"]\npartitions: {events: ignore-children, events_2024: track}\n")
    ).filtered(all)
    #expect(names(watched.snapshot) == ["events_2024_01", "events"])
    let critical = try Watch(
      config("schemas: [\"*\"]\npartitions: {events: ignore-children}\ncritical_tables: [events]\n")
    ).filtered(all)
    #expect(names(critical.snapshot) == ["events_2024_01", "events", "events_2024"])
    #expect(critical.snapshot.database.schemas[key: "cold"]?.foreignTables.map(\.key) == ["events_2019"])
  }

  @Test func warnsOfPartitionsOfNoTable() throws {
    let watch = try Watch(config("partitions: {evnets: ignore-children}\n"))
    #expect(
      try watch.warnings(about: [snapshot(["events"])], includesLive: true)
        == ["ci/config.yml: the table evnets of `partitions` does not exist"])
  }

  /// `events`, with a partition that is partitioned itself, into another schema, a foreign one, and their sequences.
  private func partitioned() throws -> (Snapshot, [ObjectID]) {
    func table(_ name: Text, of parent: Text?) -> Table {
      var table = Table(key: name)
      table.partitionOf = parent
      table.columns = [Column(key: "id")]
      table.indexes = [Index(key: "\(name)_at_idx")]
      return table
    }
    func sequence(_ name: Text, _ owner: Text) -> SequenceGenerator {
      var sequence = SequenceGenerator(key: name)
      sequence.ownedBy = owner
      return sequence
    }
    var open = Namespace(key: "public")
    open.tables = [table("events", of: nil), table("events_2024", of: "public.events")]
    open.sequences = [sequence("events_2024_id_seq", "public.events_2024.id")]
    var cold = Namespace(key: "cold")
    cold.tables = [table("events_2024_01", of: "public.events_2024")]
    var foreign = ForeignTable(key: "events_2019")
    foreign.partitionOf = "public.events"
    cold.foreignTables = [foreign]
    cold.sequences = [sequence("events_2019_id_seq", "cold.events_2019.id")]
    var database = Database()
    database.schemas = [cold, open]
    let snapshot = Snapshot(postgres: 15, database: database)
    return (snapshot, snapshot.objects)
  }

  /// What each class does to a run, by what the policy says of it, and by --strict.
  @Test(arguments: [FieldWeight.definition, .state, .order, .comment], Config.Action.allCases)
  func eachClassDoesWhatItsPolicySays(weight: FieldWeight, action: Config.Action) throws {
    func changed(_ table: inout Table) {
      switch weight {
      case .definition: table.persistence = "unlogged"
      case .state: table.detachPending = true
      case .order: table.columns = Keyed(inOrder: table.columns.reversed())
      case .comment: table.comment = "new"
      }
    }
    let two = { (table: inout Table) in table.columns = Keyed(inOrder: [Column(key: "a"), Column(key: "b")]) }
    let before = snapshot(["customers", "payments"], change: two)
    let after = snapshot(["customers", "payments"]) {
      two(&$0)
      changed(&$0)
    }
    let watch = try Watch(config("critical_tables: [payments]\npolicy: {\(weight.rawValue): \(action.rawValue)}\n"))
    let judgement = try watch.judge(before, after, .policy(watch.config.policy), includesLive: true)
    let others = judgement.differences.filter { !$0.isCritical }
    #expect(others.map(\.action) == (action == .ignore ? [] : [action]))
    #expect(judgement.differences.filter(\.isCritical).map(\.action) == [.fail])
    #expect(judgement.silenced.map(\.rule) == (action == .ignore ? ["policy: \(weight.rawValue): ignore"] : []))
    let strict = try watch.judge(before, after, .everything, includesLive: true)
    #expect(strict.differences.map(\.action) == [.fail, .fail])
  }

  @Test func saysByWhichRuleHowMuchWasLeftOut() throws {
    let watch = try Watch(config("ignore_tables: [^staging_]\nschemas: [public]\npolicy: {comment: ignore}\n"))
    let judgement = try watch.judge(
      snapshot(["staging_a", "alembic_version", "customers"]),
      snapshot(["staging_a", "staging_b", "alembic_version", "customers"]) { $0.comment = "new" },
      .policy(watch.config.policy), includesLive: true)
    let counts = Dictionary(uniqueKeysWithValues: judgement.silencings.map { ($0.reason, $0.count) })
    #expect(counts == [.pattern: 2, .bookkeeping: 1, .policy: 1])
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

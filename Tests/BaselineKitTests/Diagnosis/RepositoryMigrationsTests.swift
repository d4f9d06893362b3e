import Git
import TestSupport
import Testing

@testable import BaselineKit

/// Which migrations a state of the repository has, by names alone, and how far a database is with them.
struct RepositoryMigrationsTests {
  private let test: TestRepository

  init() throws { test = try TestRepository() }

  private func state(_ migrations: Config.Migrations, _ tool: MigrationTool) throws -> RepositoryMigrations? {
    let repository = try Repository(at: test.path, environment: test.environment)
    return try RepositoryMigrations(of: FileSource(repository, .workTree), migrations, tool)
  }

  /// A branch, a merge, a dependency; every way in which Alembic's files write it.
  @Test func alembic() throws {
    let files = [
      "a.py":
        "\"\"\"first\n\nrevision = 'wrong'\ndown_revision = 'wrong'\n\"\"\"\nrevision = 'a'\ndown_revision = None\n",
      "b.py":
        "from typing import Union\nrevision: str = \"b\"  # the second\ndown_revision: Union[str, None] = \"a\"\nx == 1\n",
      "c.py": "revision = u'c'\r\ndown_revision = 'a'\r\n",
      "m.py": "revision='m'\ndown_revision = (\n  'b',\n  'c',\n)\n",
      "d.py": "revision = 'd'\ndown_revision = ['m']\ndepends_on = 'o'\n",
      "o.py": "revision = 'o'\ndown_revision = None\n",
      "env.py": "revision_environment = true\n",
    ]
    for (file, text) in files { try test.write(text, to: "alembic/versions/\(file)") }
    try test.write("[alembic]\n", to: "alembic.ini")
    let state = try #require(try state(.init(runner: .alembic, paths: ["alembic", "alembic.ini"]), .alembic))
    #expect(Set(state.all.map(\.key)) == ["a", "b", "c", "m", "d", "o"])
    for migration in state.all {
      let place = state.all.firstIndex(of: migration) ?? 0
      #expect(migration.parents.allSatisfy { parent in state.all[..<place].contains { $0.key == parent } })
    }
    func standing(_ heads: String...) -> [[String]] {
      let standing = state.standing(of: AppliedMigrations(heads, extent: .withAncestors))
      return [standing.applied.map(\.key).sorted(), standing.pending.map(\.key).sorted(), standing.unknown]
    }
    #expect(standing("b", "c") == [["a", "b", "c"], ["d", "m", "o"], []])
    #expect(standing("m") == [["a", "b", "c", "m"], ["d", "o"], []])
    #expect(standing("d") == [["a", "b", "c", "d", "m", "o"], [], []])
    #expect(standing() == [[], ["a", "b", "c", "d", "m", "o"], []])
    #expect(standing("z")[2] == ["z"])

    try test.write("revision = 'e'\ndown_revision = PARENT\n", to: "alembic/versions/e.py")
    #expect(throws: MigrationError.self) { try self.state(.init(runner: .alembic, paths: ["alembic"]), .alembic) }
    try test.write("revision = 'd'\ndown_revision = None\n", to: "alembic/versions/e.py")
    #expect(throws: MigrationError.self) { try self.state(.init(runner: .alembic, paths: ["alembic"]), .alembic) }
    try test.write("revision = 'e'\ndown_revision = 'e'\n", to: "alembic/versions/e.py")
    #expect(throws: MigrationError.self) { try self.state(.init(runner: .alembic, paths: ["alembic"]), .alembic) }
  }

  /// An app that calls itself otherwise, a squashed migration, apps of packages.
  @Test func django() throws {
    for file in ["shop/migrations/0001_initial.py", "shop/migrations/__init__.py", "people/migrations/0001_initial.py"]
    {
      try test.write("x = 1\n", to: file)
    }
    try test.write("class PeopleConfig(AppConfig):\n    name = 'people'\n    label = 'persons'\n", to: "people/apps.py")
    try test.write(
      "class Migration(migrations.Migration):\n    replaces = [\n        ('shop', '0002_a'),\n        (\"shop\", \"0003_b\"),\n    ]\n",
      to: "shop/migrations/0002_squashed.py")
    let migrations = Config.Migrations(runner: .command, paths: ["shop", "people"], command: ["true"])
    let state = try #require(try state(migrations, .django))
    #expect(state.all.map(\.key) == ["persons.0001_initial", "shop.0001_initial", "shop.0002_squashed"])
    func standing(_ keys: String...) -> [[String]] {
      let standing = state.standing(of: AppliedMigrations(keys))
      return [standing.pending.map(\.key), standing.unknown]
    }
    #expect(
      standing("persons.0001_initial", "shop.0001_initial", "shop.0002_a", "shop.0003_b", "auth.0001_initial") == [
        [], [],
      ])
    #expect(
      standing("persons.0001_initial", "shop.0001_initial", "shop.0002_a") == [["shop.0002_squashed"], ["shop.0002_a"]])
    #expect(standing("shop.0009_other", "auth.0001_initial")[1] == ["shop.0009_other"])
    #expect(try self.state(migrations, .alembic) == nil)
  }

  /// Numbers are numbers, Flyway's versions are compared part by part, its baselines stand for what is below.
  @Test func versions() throws {
    for file in ["V1__a.sql", "V1_2__b.sql", "V1.10__c.sql", "V002__d.sql", "R__all_views.sql", "U2__d.sql"] {
      try test.write("SELECT 1;\n", to: "db/\(file)")
    }
    let flyway = Config.Migrations(runner: .sql, paths: ["db"])
    var applied = AppliedMigrations(["1.10", "R__all_views"])
    applied.floor = "1.2"
    let standing = try #require(try state(flyway, .flyway)).standing(of: applied)
    #expect(standing.pending.map(\.name) == ["V002__d.sql"] && standing.unknown == [])
    #expect(try state(flyway, .golangMigrate) == nil)
    try test.write("SELECT 1;\n", to: "db/B2__base.sql")
    let base = try #require(try state(flyway, .flyway))
    #expect(base.standing(of: AppliedMigrations(["1", "1.2", "1.10", "2", "R__all_views"])).isExact)
    #expect(base.standing(of: AppliedMigrations(["1", "R__all_views"])).unknown == ["1"])

    for file in ["000001_a.up.sql", "000001_a.down.sql", "000010_b.up.sql", "000010_b.down.sql"] {
      try test.write("SELECT 1;\n", to: "go/\(file)")
    }
    let numbered = try #require(try state(.init(runner: .sql, paths: ["go"]), .golangMigrate))
    #expect(numbered.standing(of: AppliedMigrations(["9"], extent: .upTo)).pending.map(\.key) == ["10"])
    #expect(numbered.standing(of: AppliedMigrations(["9"], extent: .upTo)).unknown == ["9"])
    #expect(numbered.standing(of: AppliedMigrations(["10"], extent: .upTo)).isExact)
    // Run by a command, in whatever language.
    for file in ["20240101000000_a.rb", "20240102000000_b.rb", "readme.md"] {
      try test.write("x\n", to: "rails/\(file)")
    }
    let rails = try #require(try state(.init(runner: .command, paths: ["rails"], command: ["true"]), .rails))
    #expect(rails.standing(of: AppliedMigrations(["20240101000000"])).pending.map(\.name) == ["20240102000000_b.rb"])
    #expect(try state(.init(runner: .sql, paths: ["go"]), .django) == nil)
  }
}

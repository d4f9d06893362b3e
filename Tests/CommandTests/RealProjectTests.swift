import Processes
import TestSupport
import Testing

/// Projects that nobody here wrote, installed from the package registries into `.build-real/`. They take minutes and the
/// network, so they run with BASELINE_TEST_ALL=1 (`make test-all`), and then fail where something cannot be had.
@Suite(.enabled(if: environmentVariable("BASELINE_TEST_ALL") == "1"), .serialized)
struct RealProjectTests {
  /// MLflow's own migrations through the `command` runner. An older release makes another schema, and `verify` says which
  /// tables. (Releases before 3.14 cannot upgrade an empty database.)
  @Test func mlflow() throws {
    let drivers = ["alembic<1.17", "sqlalchemy<2.1", "psycopg2-binary"]
    let new = try RealProject.python("mlflow-3.17.2", ["mlflow-skinny==3.17.2"] + drivers)
    let old = try RealProject.python("mlflow-3.14.0", ["mlflow-skinny==3.14.0"] + drivers)
    let sandbox = try Sandbox()
    try sandbox.write("mlflow-skinny==3.17.2\n", to: "requirements.txt")
    try sandbox.write(".venv\n", to: ".gitignore")
    try sandbox.write(
      """
      postgres: \(try TestServer.binaries().major)
      critical_tables: [experiments, runs, registered_models]
      migrations:
        runner: command
        paths: [requirements.txt]
        command: [".venv/bin/mlflow", "db", "upgrade", "{url}"]
        env: {MLFLOW_DISABLE_TELEMETRY: "true"}

      """, to: "ci/schema_drift_config.yml")
    try sandbox.use(environment: new)
    try sandbox.repository.commit("Track with MLflow")

    let newTables = try sandbox.mlflowTables(new)
    let oldTables = try sandbox.mlflowTables(old)
    #expect(newTables.count == 65)
    let refreshed = try sandbox.succeed("refresh")
    #expect(refreshed.contains("read 64 tables"), "alembic_version is Alembic's own\n\(refreshed)")
    let live = try TestServer.shared.database()
    try sandbox.mlflow(new, in: live)
    try sandbox.useRestoredDump(of: live)
    #expect(try sandbox.succeed("check", "--strict").contains("same"))
    #expect(refreshed.contains("committed"))
    #expect(try sandbox.succeed("verify", "--commit", "HEAD").contains("same"))
    #expect(try sandbox.succeed("refresh").contains("nothing to change"))

    try sandbox.use(environment: old)
    let older = try sandbox.fail("verify", code: 1).output
    let removed = older.split(separator: "\n").compactMap { line in
      line.after("✗ table public.").flatMap { $0.contains(" removed") ? String($0.prefix { $0 != " " }) : nil }
    }
    #expect(newTables.subtracting(oldTables).count > 1)
    #expect(Set(removed) == newTables.subtracting(oldTables), "\(older)")
  }

  /// Zabbix's schema as its Debian package ships it, through the `sql` runner, against what psql makes of the same file.
  @Test func zabbix() throws {
    let package = try RealProject.debian("zabbix-server-pgsql")
    let schema = try RealProject.output("gzip", ["-dc", "\(package)/usr/share/zabbix-server-pgsql/schema.sql.gz"])
    let sandbox = try Sandbox()
    try sandbox.write(schema, to: "database/schema.sql")
    try sandbox.write(
      """
      postgres: \(try TestServer.binaries().major)
      baseline: ci/schema_baseline/
      critical_tables: [hosts, items, triggers, users]
      migrations:
        runner: sql
        paths: [database/schema.sql]
        convention: structure

      """, to: "ci/schema_drift_config.yml")
    try sandbox.repository.commit("Zabbix")
    let refreshed = try sandbox.succeed("refresh")
    #expect(refreshed.contains("committed"))
    let tables = schema.split(separator: "\n").filter { $0.hasPrefix("CREATE TABLE ") }.count
    #expect(tables > 150)
    #expect(refreshed.contains("read \(tables) tables"), "\(refreshed)")
    #expect(try sandbox.succeed("verify", "--commit", "HEAD").contains("same"))

    let live = try sandbox.useLive("")
    try sandbox.psql(schema, in: live)
    #expect(try sandbox.succeed("check", "--strict").contains("same"))
    let restored = try sandbox.useRestoredDump(of: live)
    #expect(try sandbox.succeed("check", "--strict").contains("same"))
    try restored.execute("ALTER TABLE hosts ALTER ipmi_username TYPE text; DROP INDEX items_1")
    let drift = try sandbox.fail("check", code: 1).output
    #expect(drift.contains("column public.hosts.ipmi_username altered"), "\(drift)")
    #expect(drift.contains("public.items.items_1 removed"), "\(drift)")
  }

  /// Twenty revisions of Alembic with a branch and its merge, through the `alembic` runner, as a service business has them.
  @Test func alembic() throws {
    let python = try RealProject.python("alembic", ["alembic==1.13.3", "sqlalchemy<2.1", "psycopg2-binary"])
    let sandbox = try Sandbox()
    sandbox.environment["PATH"] = "\(python)/bin:" + (sandbox.environment["PATH"] ?? "")
    for (file, text) in AlembicProject.files(revisions: 20) { try sandbox.write(text, to: file) }
    let begun = try sandbox.succeed("init", "--trust")
    #expect(begun.contains("migrations: alembic"), "\(begun)")
    #expect(begun.contains("\(AlembicProject.tableCount(revisions: 20)) tables"), "\(begun)")
    try sandbox.git("add", "--all")
    #expect(try sandbox.git(["commit", "--quiet", "-m", "Begin"]).error.contains("verified"))

    try sandbox.write(AlembicProject.revision(21).text, to: AlembicProject.revision(21).file)
    try sandbox.git("add", "--all")
    #expect(try sandbox.gitFails("commit", "--quiet", "-m", "Forget").error.contains("table_21"))
    try sandbox.succeed("update", "--staged")
    try sandbox.git("commit", "--quiet", "-m", "A table more")

    // A live database that Alembic itself migrated, and what happens when it is one revision behind.
    let live = try sandbox.useLive("")
    try sandbox.alembic("upgrade", "head", in: live)
    #expect(try sandbox.succeed("check", "--strict").contains("same"))
    try sandbox.alembic("downgrade", "-1", in: live)
    try live.execute("ALTER TABLE table_2 ADD odd integer")
    let behind = try sandbox.fail("check", code: 1).output
    for part in [
      "changed by hand:\n  ✗ column public.table_2.odd added", "not deployed yet:\n  ! table public.table_21 missing",
      "not applied (Alembic): r0021_revision.py",
      "expected: the 20 migrations up to r0020_revision.py, run on a private server",
    ] {
      #expect(behind.contains(part), "\(behind)")
    }
    // On one of two branches, with the other's revision in the books too.
    try sandbox.alembic("downgrade", "r0004", in: live)
    try sandbox.alembic("upgrade", "r0006", in: live)
    try sandbox.alembic("upgrade", "r0005", in: live)
    let branches = try sandbox.fail("check", code: 1).output
    #expect(branches.contains("changed by hand:\n  ✗ column public.table_2.odd added"), "\(branches)")
    #expect(branches.contains("expected: the 6 migrations up to r0006_revision.py"), "\(branches)")
    #expect(try sandbox.succeed("history", "table_21").contains("A table more"))
  }

  /// Ways back as Alembic goes them: of two branches and their merge, and with the mistakes that people make.
  @Test func alembicWayBack() throws {
    let python = try RealProject.python("alembic", ["alembic==1.13.3", "sqlalchemy<2.1", "psycopg2-binary"])
    let sandbox = try Sandbox()
    sandbox.environment["PATH"] = "\(python)/bin:" + (sandbox.environment["PATH"] ?? "")
    for (file, text) in AlembicProject.files(revisions: 8) { try sandbox.write(text, to: file) }
    try sandbox.write(
      """
      postgres: \(try TestServer.binaries().major)
      migrations: {runner: alembic, paths: [alembic, alembic.ini]}

      """, to: "ci/schema_drift_config.yml")
    let all = try sandbox.succeed("verify", "--down", "--last", "all")
    #expect(all.hasPrefix("same: the work tree: 8 migrations there and back\n"), "\(all)")
    try sandbox.repository.commit("Begin")

    var parent = "r0008"
    for (id, up, down) in [
      (
        "r0009", "op.create_table('paid', sa.Column('by', sa.Enum('card', 'cash', name='means')))",
        "op.drop_table('paid')"
      ),
      ("r0010", "op.drop_column('table_1', 'name')", "raise NotImplementedError('the names are gone')"),
      ("r0011", "op.create_index('at_idx', 'table_1', ['at'])", "pass"),
      ("r0012", "op.create_table('last', sa.Column('id', sa.Integer))", "op.drop_table('lost')"),
    ] {
      try sandbox.write(
        """
        from alembic import op
        import sqlalchemy as sa

        revision = '\(id)'
        down_revision = '\(parent)'

        def upgrade():
            \(up)

        def downgrade():
            \(down)

        """, to: "alembic/versions/\(id).py")
      parent = id
    }
    let result = try sandbox.fail("verify", "--down", "--since", "HEAD", code: 1)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(
      Array(lines.prefix(6)) == [
        "differs: the work tree: 1 without a way back, 3 whose way back is wrong",
        "  ✗ r0009.py: alembic downgrade does not lead back",
        "      left behind: enum public.means",
        "  ! r0010.py: it has no way back (NotImplementedError: the names are gone)",
        "  ✗ r0011.py: alembic downgrade does not lead back",
        "      left behind: index public.table_1.at_idx",
      ], "\(result)")
    #expect(lines[6] == "  ✗ r0012.py: alembic downgrade cannot be run", "\(result)")
    #expect(result.output.contains("table \"lost\" does not exist"), "\(result)")
  }

  /// Our hooks as the pre-commit framework runs them.
  @Test func preCommitFramework() throws {
    let python = try RealProject.python("pre-commit", ["pre-commit==4.0.1"])
    let sandbox = try Sandbox.shop()
    let staged = ["try-repo", projectFolder, "baseline", "--verbose"]
    let pushed = ["try-repo", projectFolder, "baseline-pre-push", "--verbose", "--hook-stage", "pre-push"]
    let references = [
      "--from-ref", "HEAD~1", "--to-ref", "HEAD", "--remote-branch", "refs/heads/main", "--local-branch",
      "refs/heads/main", "--remote-name", "origin", "--remote-url", "nowhere",
    ]
    func framework(_ arguments: [String]) throws -> FinishedProcess {
      try sandbox.repository.run("\(python)/bin/pre-commit", arguments)
    }
    try sandbox.repository.commit("Nothing that matters", ["notes.txt": "note\n"])
    #expect(try framework(staged).status == .exited(0))
    #expect(try framework(pushed + references).status == .exited(0))
    try sandbox.write("CREATE TABLE forgotten (id int);\n", to: "migrations/0007_forgotten.sql")
    try sandbox.git("add", "--all")
    let refused = try framework(staged)
    #expect(refused.status == .exited(1) && refused.text.contains("public.forgotten"), "\(refused.text)")
    try sandbox.repository.commit("Forget the baseline")
    let stopped = try framework(pushed + references)
    #expect(stopped.status == .exited(1) && stopped.text.contains("public.forgotten"), "\(stopped.text)")
  }
}

/// What is installed for the tests, once for all runs.
enum RealProject {
  /// A virtual environment with packages from the registry; its folder.
  static func python(_ name: String, _ packages: [String]) throws -> String {
    let folder = "\(projectFolder)/.build-real/\(name)"
    let complete = "\(folder)/complete"
    if access(complete, F_OK) == 0 { return folder }
    _ = try output("rm", ["-rf", folder])
    _ = try output("python3", ["-m", "venv", folder])
    _ = try output("\(folder)/bin/pip", ["install", "--quiet", "--disable-pip-version-check"] + packages)
    _ = try output("touch", [complete])
    return folder
  }

  /// A Debian package's files, unpacked and not installed; their folder.
  static func debian(_ name: String) throws -> String {
    let folder = "\(projectFolder)/.build-real/\(name)"
    if access("\(folder)/usr", F_OK) == 0 { return folder }
    _ = try output("mkdir", ["-p", "\(folder)/download"])
    var finished = try run("apt-get", ["-qq", "download", name], in: "\(folder)/download")
    if !finished.status.isSuccess {
      // The lists of a fresh machine are empty.
      _ = try output("apt-get", ["-qq", "update"])
      finished = try run("apt-get", ["-qq", "download", name], in: "\(folder)/download")
    }
    guard finished.status.isSuccess else { throw TestFailure("downloading \(name): \(finished.errorText)") }
    _ = try output("sh", ["-c", "dpkg -x \"$1\"/download/*.deb \"$1\"/unpacked", "sh", folder])
    _ = try output("mv", ["\(folder)/unpacked/usr", "\(folder)/usr"])
    return folder
  }

  static func run(_ program: String, _ arguments: [String], in folder: String? = nil) throws -> FinishedProcess {
    var environment = currentEnvironment().filter { !$0.key.hasPrefix("GIT_") }
    environment["LC_ALL"] = "C.UTF-8"
    return try Invocation(program, arguments, environment: environment, directory: folder).run(seconds: 900)
  }

  static func output(_ program: String, _ arguments: [String]) throws -> String {
    let finished = try run(program, arguments)
    guard finished.status.isSuccess else {
      throw TestFailure("\(program) \(arguments.joined(separator: " ")): \(finished.errorText)")
    }
    return finished.text
  }
}

extension Sandbox {
  /// The work tree's virtual environment is a link to the one that was installed.
  fileprivate func use(environment folder: String) throws {
    unlink("\(path)/.venv")
    guard symlink(folder, "\(path)/.venv") == 0 else { throw TestFailure("linking the environment") }
  }

  /// The tables that a release of MLflow makes in an empty database.
  fileprivate func mlflowTables(_ environment: String) throws -> Set<String> {
    let database = try TestServer.shared.database()
    try mlflow(environment, in: database)
    let tables = try database.connect().query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return Set(try (0..<tables.rowCount).compactMap { try tables.string($0, 0) })
  }

  fileprivate func mlflow(_ environment: String, in database: TestDatabase) throws {
    let finished = try repository.run(
      "\(environment)/bin/mlflow", ["db", "upgrade", database.url], environment: ["MLFLOW_DISABLE_TELEMETRY": "true"])
    guard finished.status.isSuccess else { throw TestFailure("mlflow: \(finished.errorText)") }
  }

  /// Makes the live database another one, that psql made of what pg_dump writes of this one.
  @discardableResult fileprivate func useRestoredDump(of database: TestDatabase) throws -> TestDatabase {
    let dump = try repository.run("\(TestServer.binaries().directory)/pg_dump", [database.url])
    guard dump.status.isSuccess else { throw TestFailure("pg_dump: \(dump.errorText)") }
    let restored = try useLive("")
    try psql(dump.text, in: restored)
    return restored
  }

  fileprivate func psql(_ script: String, in database: TestDatabase) throws {
    let psql = "\(try TestServer.binaries().directory)/psql"
    let finished = try repository.run(psql, ["-Xq", "-v", "ON_ERROR_STOP=1", database.url], input: script)
    guard finished.status.isSuccess else { throw TestFailure("psql: \(finished.errorText)") }
  }

  fileprivate func alembic(_ arguments: String..., in database: TestDatabase) throws {
    let finished = try repository.run("alembic", arguments, environment: ["DATABASE_URL": database.url])
    guard finished.status.isSuccess else { throw TestFailure("alembic: \(finished.errorText)") }
  }
}

/// A project with Alembic revisions of every usual kind: a table each, and on top a column, an index, an enum, a view.
private enum AlembicProject {
  static func tableCount(revisions: Int) -> Int { (1...revisions).filter { $0 != mergeAt }.count }

  /// The fifth and the sixth both follow the fourth; the seventh merges them.
  private static let mergeAt = 7

  static func files(revisions: Int) -> [(file: String, text: String)] {
    [("alembic.ini", ini), ("alembic/env.py", environment), ("alembic/script.py.mako", "")]
      + (1...revisions).map(revision)
  }

  static func revision(_ number: Int) -> (file: String, text: String) {
    let parents =
      switch number {
      case 1: "None"
      case 6: "'r0004'"
      case mergeAt: "('r0005', 'r0006')"
      default: "'\(id(number - 1))'"
      }
    let table = "table_\(number)"
    var up = [
      "op.create_table('\(table)', sa.Column('id', sa.BigInteger, primary_key=True), "
        + "sa.Column('name', sa.String(100), nullable=False), sa.Column('at', sa.DateTime(timezone=True), server_default=sa.func.now()))"
    ]
    var down = ["op.drop_table('\(table)')"]
    if number == mergeAt { (up, down) = (["pass"], ["pass"]) }
    if number % 5 == 0 { up.append("op.create_index('\(table)_name_idx', '\(table)', ['name'], unique=True)") }
    if number % 7 == 1 && number > 1 {
      up.append(
        "op.add_column('\(table)', sa.Column('first_id', sa.BigInteger, sa.ForeignKey('table_1.id', name='\(table)_first_fk')))"
      )
    }
    if number == 3 {
      up.append("op.execute(\"CREATE TYPE state AS ENUM ('pending', 'paid')\")")
      up.append(
        "op.execute(\"CREATE VIEW names AS SELECT id, upper(name) AS name FROM table_3 WHERE at > now() - interval '90 days'\")"
      )
      down = ["op.execute('DROP VIEW names')", "op.execute('DROP TYPE state')"] + down
    }
    let text = """
      from alembic import op
      import sqlalchemy as sa

      revision = '\(id(number))'
      down_revision = \(parents)


      def upgrade():
          \(up.joined(separator: "\n    "))


      def downgrade():
          \(down.joined(separator: "\n    "))

      """
    return ("alembic/versions/\(id(number))_revision.py", text)
  }

  private static func id(_ number: Int) -> String {
    "r" + String(repeating: "0", count: 4 - String(number).count) + String(number)
  }

  private static let ini = """
    [alembic]
    script_location = alembic
    sqlalchemy.url = postgresql+psycopg2://nobody@nowhere.invalid/production

    """

  private static let environment = """
    import os
    from alembic import context
    from sqlalchemy import create_engine

    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()

    """
}

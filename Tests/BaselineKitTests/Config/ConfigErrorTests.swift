import BaselineKit
import Testing

private func mistakes(_ text: String) -> [String] {
  do {
    _ = try Config.parse(Array(text.utf8), file: "c")
    return []
  } catch {
    return error.all.map(\.description)
  }
}

struct ConfigErrorTests {
  @Test(arguments: [
    // Keys
    ("ignore_table: []", "c:1:1: unknown key 'ignore_table'"),
    ("hooks: {bugdet: 3}", "c:1:9: unknown key 'hooks.bugdet'"),
    ("databases: {p: {url_env: A, url: x}}", "c:1:29: unknown key 'databases.p.url'"),
    ("a: 1\na: 2", "c:2:1: the key 'a' stands in line 1 already"),
    ("postgres: &x 15", "c:1:11: an anchor (&)"),
    ("- a", "c:1:1: the configuration: expected keys and values, found a list"),
    ("text", "c:1:1: the configuration: expected keys and values, found 'text'"),
    // Types
    ("postgres: '15'", "c:1:11: postgres: expected a whole number from 12 to 18, found the quoted text '15'"),
    ("postgres: 015", "c:1:11: postgres: expected a whole number from 12 to 18, found '015'"),
    ("postgres: 9", "c:1:11: postgres: expected a whole number from 12 to 18, found '9'"),
    ("postgres: 1e1", "c:1:11: postgres: expected a whole number from 12 to 18, found '1e1'"),
    (
      "postgres: 99999999999999999999",
      "c:1:11: postgres: expected a whole number from 12 to 18, found '99999999999999999999'"
    ),
    ("schemas: public", "c:1:10: schemas: expected a list, found 'public'"),
    ("schemas: []", "c:1:10: schemas: an empty list"),
    ("schemas: ['']", "c:1:11: schemas: an empty text"),
    ("schemas: [a, ~]", "c:1:14: schemas: expected text, found nothing"),
    ("schemas: [[a]]", "c:1:11: schemas: expected text, found a list"),
    ("baseline: [a]", "c:1:11: baseline: expected text, found a list"),
    ("hooks: [a]", "c:1:8: hooks: expected keys and values, found a list"),
    ("hooks: {budget: 0}", "c:1:17: hooks.budget: expected a whole number from 1 to 3600, found '0'"),
    ("hooks: {missing: no}", "c:1:18: hooks.missing: 'no' is unknown"),
    ("track: [owner]", "c:1:9: track: 'owner' is unknown"),
    ("policy: {state: Fail}", "c:1:17: policy.state: 'Fail' is unknown"),
    ("bookkeeping: yes", "c:1:14: bookkeeping: 'yes' is unknown"),
    // Names
    ("critical_tables: [a.b.c]", "c:1:19: critical_tables: 'a.b.c' is no table name"),
    ("partitions: {a..b: track}", "c:1:14: partitions: 'a..b' is no table name"),
    ("partitions: {a: track, '\"a\"': track}", "c:1:24: partitions: the table '\"a\"' stands there twice"),
    ("partitions: {a: x}", "c:1:17: partitions.a: 'x' is unknown"),
    (
      "databases: {a/b: {url_env: X}}",
      "c:1:13: databases: the database's name 'a/b' has other than letters, digits, '_', '-' and inner dots"
    ),
    (
      "databases: {p: {url_env: A, tenants: ['t_*']}}",
      "c:1:38: databases.p.tenants: expected keys and values, found a list"
    ),
    ("databases: {p: {url_env: A, tenants: {as: x}}}", "c:1:38: databases.p.tenants: the key 'match' is missing"),
    ("databases: {p: {url_env: A, tenants: {match: t}}}", "c:1:38: databases.p.tenants: the key 'as' is missing"),
    (
      "databases: {p: {url_env: A, tenants: {match: [], as: x}}}", "c:1:46: databases.p.tenants.match: an empty list"
    ),
    (
      "databases: {p: {url_env: A, tenants: {match: t, as: 'x*'}}}",
      "c:1:53: databases.p.tenants.as: 'x*' is a pattern"
    ),
    (
      "databases: {p: {url_env: A, tenants: {match: t, as: x, schemas: y}}}",
      "c:1:56: unknown key 'databases.p.tenants.schemas'"
    ),
    ("databases: {p: {url_env: A, schemas: []}}", "c:1:38: databases.p.schemas: an empty list"),
    ("databases: {p: {}}", "c:1:16: databases.p: the key 'url_env' is missing"),
    ("databases: {p: }", "c:1:16: databases.p: expected keys and values, found nothing"),
    ("databases: {p: {url_env: 1X}}", "c:1:26: databases.p.url_env: no name of an environment variable"),
    ("databases: {p: {url_env: 'postgres://h/d'}}", "c:1:26: databases.p.url_env: no name of an environment variable"),
    ("shadow: {}", "c:1:9: shadow: the key 'url_env' is missing"),
    // Rules
    (
      "ignore_tables: ['^(']",
      "c:1:17: ignore_tables: the pattern '^(' cannot be read: missing closing parenthesis at offset 2"
    ),
    ("ignore_tables: ['']", "c:1:17: ignore_tables: an empty text"),
    ("ignore: [{}]", "c:1:10: ignore: a rule without kind, schema and name"),
    ("ignore: [{fields: [comment]}]", "c:1:10: ignore: a rule without kind, schema and name"),
    ("ignore: [{kind: tabel}]", "c:1:17: ignore.kind: 'tabel' is unknown"),
    ("ignore: [a]", "c:1:10: ignore: expected keys and values, found 'a'"),
    // Migrations
    ("migrations: {paths: [m]}", "c:1:13: migrations: the key 'runner' is missing"),
    ("migrations: {runner: sql}", "c:1:13: migrations: the key 'paths' is missing"),
    ("migrations: {runner: sql, paths: []}", "c:1:34: migrations.paths: an empty list"),
    ("migrations: {runner: sqll, paths: [m]}", "c:1:22: migrations.runner: 'sqll' is unknown"),
    ("migrations: {runner: command, paths: [m]}", "c:1:13: migrations: the command runner needs the key 'command'"),
    (
      "migrations: {runner: sql, paths: [m], command: [a]}", "c:1:48: migrations.command: the sql runner has no command"
    ),
    ("migrations: {runner: sql, paths: [m], env: {A: b}}", "c:1:44: migrations.env: the sql runner has no env"),
    (
      "migrations: {runner: alembic, paths: [m], convention: plain}",
      "c:1:55: migrations.convention: the alembic runner has no convention"
    ),
    (
      "migrations: {runner: command, paths: [m], command: make it}",
      "c:1:52: migrations.command: expected a list, found 'make it'"
    ),
    ("migrations: {runner: command, paths: [m], command: ['']}", "c:1:53: migrations.command: an empty text"),
    (
      "migrations: {runner: command, paths: [m], command: [a, '{database}']}",
      "c:1:56: migrations.command: nothing is filled in for {database}"
    ),
    (
      "migrations: {runner: alembic, paths: [m], env: {A B: c}}",
      "c:1:49: migrations.env: 'A B' is no name of an environment variable"
    ),
    ("migrations: {runner: alembic, paths: [m], env: {A: [c]}}", "c:1:52: migrations.env: expected text, found a list"),
    ("migrations: {runner: sql, paths: [m], workdir: ..}", "c:1:48: migrations.workdir: '..' in a path"),
    // Paths
    ("baseline: ../../etc/x", "c:1:11: baseline: '..' in a path"),
    ("baseline: /etc/x", "c:1:11: baseline: an absolute path"),
    ("baseline: .git/hooks/pre-commit", "c:1:11: baseline: git's own folder in a path"),
    ("waivers: a//b", "c:1:10: waivers: an empty part in a path"),
    ("migrations: {runner: sql, paths: [a, ../b]}", "c:1:38: migrations.paths: '..' in a path"),
    ("baseline: c", "c:1:11: baseline: 'c' would hold the configuration itself (c)"),
    ("baseline: ci/", "c:1:11: baseline: 'ci' would hold waivers (ci/schema_waivers.yml)"),
    (
      "baseline: db/\nmigrations: {runner: sql, paths: [db/m]}",
      "c:1:11: baseline: 'db' would hold migrations.paths (db/m)"
    ),
    ("waivers: c", "c:1:10: waivers: the file is the configuration itself"),
  ])
  func namesThePlace(text: String, expected: String) {
    #expect(mistakes(text) == [expected])
  }

  @Test(arguments: [
    ("ignore_table: []", "did you mean 'ignore_tables'?"),
    (
      "databases: {p: {url: x, url_env: X}}",
      "connections come from the environment: name the variable that holds the URL in url_env"
    ),
    ("track: [colours]", "known: owners, privileges"),
    ("migrations: {runner: sqll, paths: [m]}", "did you mean 'sql'?"),
    ("schemas: public", "write one value as [value]"),
    ("ignore_tables: [*_x]", "write the value out, or quote a text that begins with *"),
  ])
  func saysWhatToWrite(text: String, hint: String) {
    let error = #expect(throws: ConfigError.self) { try Config.parse(Array(text.utf8), file: "c") }
    #expect(error?.hint == hint)
  }

  @Test func allMistakesComeAtOnceInFileOrder() {
    #expect(
      mistakes(
        "waivers: /x\npolicy: {stat: warn}\npostgres: 1\nbaseline: ../y\nignore_tables:\n  - '['\n  - ok\n  - ')'\n")
        == [
          "c:1:10: waivers: an absolute path",
          "c:2:10: unknown key 'policy.stat'",
          "c:3:11: postgres: expected a whole number from 12 to 18, found '1'",
          "c:4:11: baseline: '..' in a path",
          "c:6:5: ignore_tables: the pattern '[' cannot be read: missing terminating ] for character class at offset 1",
          "c:8:5: ignore_tables: the pattern ')' cannot be read: unmatched closing parenthesis at offset 0",
        ])
  }
}

struct ConfigSecretTests {
  @Test(arguments: [
    ("shadow: {url_env: \"postgres://u:canary@h/d\"}", "c:1:20: a password in the file"),
    ("# postgresql://u:canary@h/d", "c:1:3: a password in the file"),
    ("a: 1\n가: [x, postgresql+psycopg2://u:can/ary@h]", "c:2:8: a password in the file"),
    ("postgres: postgres://u:p@ss:w/or%d-canary@h", "c:1:11: a password in the file"),
    ("x: https://u:canary@h/p", "c:1:4: a password in the file"),
    ("x: \"host=h PASSWORD=canary\"", "c:1:12: a password in the file"),
    ("x: postgres://h/d?password=canary", "c:1:19: a password in the file"),
    ("password: canary", "c:1:1: password: a password in the file"),
    ("databases: {p: {url_env: A, db_password: canary}}", "c:1:29: databases.p.db_password: a password in the file"),
    ("databases: {password: canary}", "c:1:13: databases.password: a password in the file"),
    (
      "migrations: {runner: alembic, paths: [m], env: {PGPASSWORD: canary}}",
      "c:1:49: migrations.env.PGPASSWORD: a password in the file"
    ),
  ])
  func refusesPasswordsAndRepeatsNone(text: String, expected: String) {
    #expect(mistakes(text) == [expected])
    let error = #expect(throws: ConfigError.self) { try Config.parse(Array(text.utf8), file: "c") }
    #expect(error.map { "\($0) \($0.hint ?? "")".contains("canary") } == false)
  }

  @Test(arguments: [
    "# postgres://user@host/db, postgres://user:***@host, postgres://$USER:$PASSWORD@host",
    "# see https://example.org:8080/a@b and http://h/x:y@z",
    "migrations: {runner: alembic, paths: [m], env: {A: 'postgresql+asyncpg://{user}@{host}:{port}/{dbname}', DB_PASSWORD: ''}}",
    "migrations: {runner: alembic, paths: [m], env: {A: 'postgresql://{user}:@{host}/{dbname}'}}",
  ])
  func leavesOtherTextAlone(text: String) {
    #expect(mistakes(text) == [])
  }

  @Test func aLongLineOfUrlsEnds() {
    let line = "# " + String(repeating: "://", count: 30_000)
    #expect(mistakes(line) == [])
  }
}

import Processes
import TestSupport
import Testing

@testable import Postgres

/// T28: the canary never comes out, in whatever form it went in.
struct PasswordTests {
  private static let canary = "p@ss:w/or%d'x y"
  private static let encoded = "p%40ss%3Aw%2For%25d%27x%20y"
  private static let inConninfo = "password='p@ss:w/or%d\\'x y'"

  private func expectHidden(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    for piece in ["p@ss", "w/or", "%40ss", "or%d", "or%25d", "x y"] {
      #expect(!text.contains(piece), sourceLocation: sourceLocation)
    }
  }

  private func expectHidden(_ error: PostgresError, sourceLocation: SourceLocation = #_sourceLocation) {
    expectHidden("\(error) \(error.hint ?? "")\(error.context ?? "")", sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    "postgres://ada:\(encoded)@127.0.0.1:1/shop", "postgresql+psycopg2://ada:\(encoded)@127.0.0.1:1/shop",
    "host=127.0.0.1 port=1 dbname=shop user=ada \(inConninfo)",
    "postgres://127.0.0.1:1/shop?user=ada&password=\(encoded)",
  ])
  func understoodURLs(url: String) throws {
    let target = try ConnectionTarget(url: url)
    #expect(target.displayName == "postgres://ada:***@127.0.0.1:1/shop")
    #expect(target.redactor.redact("<\(Self.canary)|\(Self.encoded)|\(Self.inConninfo)>") == "<***|***|password='***'>")
    let error = try #require(throws: PostgresError.self) { _ = try Connection(target) }
    expectHidden(error)
  }

  @Test(arguments: [
    "postgres://ada:\(canary)@127.0.0.1:1/shop", "postgres://ada:p@ss@127.0.0.1:1/shop",
    "postgres://ada:x y@p@ss/shop", "postgres://ada:w/or@127.0.0.1/shop", "postgres://ada:or%d@127.0.0.1/shop",
    "postgres://ada:x%20y@127.0.0.1:p%40ss/shop", "postgres://ada:w/or", "postgres://h/db?p@ss=x", "ada p@ss",
    "host=h password='p@ss", "host=h password=x y", "host=h p@ss=x", "mysql://ada:p@ss@h/db",
  ])
  func misunderstoodURLs(url: String) throws {
    let error = try #require(throws: PostgresError.self) { _ = try Connection(ConnectionTarget(url: url)) }
    expectHidden(error)
    #expect(error.operation == "reading the connection URL")
    #expect(error.hint != nil)
  }

  @Test(arguments: [
    ("postgres://ada:p@ss:w/or%d@db/shop", "<postgres://ada:***@db/shop>"),
    ("postgresql+asyncpg://ada:or%25d@db/shop", "<postgresql+asyncpg://ada:***@db/shop>"),
    ("host=db password='p@ss wo\\'rd' user=ada", "<host=db password='***' user=ada>"),
    ("host=db password=p@ss user=ada", "<host=db password=*** user=ada>"),
    ("postgres://db/shop?password=p%40ss&user=ada", "<postgres://db/shop?password=***&user=ada>"),
  ])
  func redactsURLsThatNobodyParsed(url: String, clean: String) {
    #expect(Redactor(urls: [url]).redact("<\(url)>") == clean)
  }

  @Test func wrongPassword() throws {
    let scratch = try Scratch()
    let server = try PrivateServer(
      TestServer.binaries(), scratch, TestServer.shared.cacheEnvironment(), maxConnections: 20
    ) {
      (data) throws(ServerError) in
      let rules = Array("local all postgres trust\nlocal all all scram-sha-256\n".utf8)
      let file = open("\(data)/pg_hba.conf", O_WRONLY | O_TRUNC)
      guard write(file, rules, rules.count) == rules.count else { throw .fromErrno("writing pg_hba.conf") }
      close(file)
    }
    let admin = try Connection(server.target(database: "postgres"))
    try admin.execute("CREATE ROLE ada LOGIN PASSWORD \(admin.quoteLiteral(Self.canary))")
    let url = { (password: String) in "postgres://ada:\(password)@/postgres?host=\(server.host)&port=\(server.port)" }

    let error = try #require(throws: PostgresError.self) {
      _ = try Connection(ConnectionTarget(url: url(Self.encoded + "-wrong")))
    }
    #expect(error.sqlstate == "28P01")
    #expect(error.reason.contains("password authentication failed for user \"ada\""))
    expectHidden(error)

    let connection = try Connection(ConnectionTarget(url: url(Self.encoded)))
    // The server repeats what it was told: our own password does not come back out of an error.
    let echoed = try #require(throws: PostgresError.self) {
      _ = try connection.query("SELECT \(connection.quoteLiteral(Self.canary))::int")
    }
    #expect(echoed.reason.contains("***"))
    expectHidden(echoed)
  }

  @Test(arguments: [
    ("secret", "a secret, Secret and secrets", "a ***, Secret and ***s"), ("a b", "a+b a%20b a\\ b", "*** *** ***"),
    ("a%b", "a%b a%25b", "*** ***"), ("%41x", "%41x %2541x Ax", "*** *** Ax"), ("é!?", "%C3%A9!%3f", "***"),
    ("ab", "ab is too short", "ab is too short"),
  ])
  func redactsEveryForm(secret: String, text: String, clean: String) {
    #expect(Redactor(secrets: [secret]).redact(text) == clean)
  }

  @Test func collectsFromURLsAndTheEnvironment() {
    let redactor = Redactor(
      urls: ["postgres://u:first@h:5432/db?options=a@b", "password = 'sec\\'ond' host=h", "postgres://x:x@h/x"],
      environment: ["PGPASSWORD": "third"])
    #expect(redactor.redact("first sec'ond third x") == "*** *** *** x")
  }

  @Test func nameOfAUserIsNoSecret() throws {
    let target = try ConnectionTarget(url: "postgres://postgres:postgres@127.0.0.1:1/postgres")
    #expect(target.redactor.redact("user postgres") == "user postgres")
  }

  @Test(arguments: [
    ("postgres://ada@db.example:6543/shop", "postgres://ada@db.example:6543/shop"),
    ("host=db.example user=ada dbname=shop", "postgres://ada@db.example:5432/shop"),
    ("postgres://ada@/shop?host=/run/pg", "shop on /run/pg"), ("host=/run/pg user=ada", "ada on /run/pg"),
  ])
  func displaysTargets(url: String, name: String) throws {
    #expect(try ConnectionTarget(url: url).displayName == name)
  }
}

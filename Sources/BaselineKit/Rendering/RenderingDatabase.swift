import Postgres
import Schema

/// A database of a throw-away server, with a schema in it, where texts that some server deparsed are put back and read again.
///
/// The texts come from databases that nobody vouches for. They are put in by a role that is no superuser and owns nothing but a
/// schema of its own, one statement at a time, in a transaction that is never committed, and what they make is never used
/// (docs/decisions/029-rendering.md).
package final class RenderingDatabase {
  /// Of the role and of its schema.
  static let name = "baseline_rendering"

  private let connection: Connection
  private let administrator: Connection
  /// Whatever keeps the server.
  private let keeper: AnyObject?
  /// Why it is on a server of another version than the configured one; nil: it is not.
  let missing: ServerError?

  /// Makes the role and its schema, and lets it see all that is there.
  /// - Parameters:
  ///   - database: of a throw-away server, as its superuser.
  ///   - schema: the search_path, in which texts name what lies in it; nil: none.
  ///   - keeper: lives as long as this value.
  ///   - missing: why the server is of another version than the configured one.
  package init(
    _ database: ConnectionTarget, relativeTo schema: Text? = nil, keeping keeper: AnyObject? = nil,
    missing: ServerError? = nil
  ) throws(PostgresError) {
    let operation = "preparing to render texts on \(database.displayName)"
    administrator = try Connection(database)
    for statement in [Self.role, Self.preparation] { try administrator.execute(statement, as: operation) }
    self.keeper = keeper
    self.missing = missing
    connection = try Connection(database.with(user: Self.name), timeouts: Timeouts(statementMilliseconds: 10_000))
    try connection.execute("BEGIN", as: operation)
    for (setting, value) in CatalogSession.settings + [
      ("search_path", schema?.string ?? ""), ("check_function_bodies", "off"),
    ] {
      try connection.execute("SET LOCAL \(setting) = \(sqlLiteral(Text(value)))", as: operation)
    }
  }

  /// Makes the role, unless it is there, or another session makes it at this moment.
  static let role = """
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '\(name)') THEN
        CREATE ROLE \(name) LOGIN;
        ALTER ROLE \(name) SET temp_file_limit = '64MB';
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$
    """

  /// Triggers on DDL that the migrations made are for another database than this one.
  private static let preparation = """
    DO $$
    DECLARE
      item name;
    BEGIN
      FOR item IN SELECT evtname FROM pg_catalog.pg_event_trigger LOOP
        EXECUTE pg_catalog.format('ALTER EVENT TRIGGER %I DISABLE', item);
      END LOOP;
      FOR item IN SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' LOOP
        EXECUTE pg_catalog.format('GRANT USAGE ON SCHEMA %I TO \(name)', item);
        EXECUTE pg_catalog.format('GRANT SELECT, TRIGGER ON ALL TABLES IN SCHEMA %I TO \(name)', item);
        EXECUTE pg_catalog.format('GRANT EXECUTE ON ALL ROUTINES IN SCHEMA %I TO \(name)', item);
      END LOOP;
      CREATE SCHEMA IF NOT EXISTS \(name) AUTHORIZATION \(name);
    END $$
    """

  /// How often a text is put back at most: one that does not stand still then is not understood.
  private static let rounds = 3

  /// A text as this server prints it, put back until it stands still.
  /// - Throws: PostgresError when the server does not take it, Failure when it never stood still.
  func rendered(_ text: DeparsedText) throws -> DeparsedText {
    if case .words = text.form { return text }
    var text = text
    for _ in 0..<Self.rounds {
      let next = try again(text)
      if next == text { return text }
      text = next
    }
    throw Failure("rendering it again", "it reads differently each time")
  }

  private func again(_ text: DeparsedText) throws -> DeparsedText {
    // Only the owner can make a rule.
    if case .rule(let relation) = text.form {
      try administrator.execute("ALTER TABLE \(relation.sql) OWNER TO \(Self.name)", as: "rendering it again")
    }
    try connection.execute("SAVEPOINT before")
    // The extended protocol takes one statement: a second one in a text is an error.
    let answer = Result {
      for statement in text.statements { _ = try connection.query(statement, as: "rendering it again") }
      return try connection.query(text.question, as: "reading it again").string(0, 0)
    }
    if connection.isAlive { try connection.execute("ROLLBACK TO before") }
    guard let answer = try answer.get().flatMap({ text.answered(Text($0)) }) else {
      throw Failure("rendering it again", "the server has no text for it")
    }
    return answer
  }
}

import CPQ

/// A connection to one database. Statements go out in UTF-8 and results come back as text. It belongs to one task: to
/// work on several databases at once, open one in each.
package final class Connection {
  let pq: LibPQ
  let handle: ConnectionHandle
  private let redactor: Redactor
  /// Where this is, for messages; never with a password.
  package let displayName: String
  /// The server's version as a number, as in 150018 for 15.18.
  package let serverVersion: Int

  /// Connects, or fails within the timeouts.
  /// - Parameters:
  ///   - target: which database.
  ///   - timeouts: after how long to give up.
  ///   - applicationName: what `pg_stat_activity` shows, unless the target or `PGAPPNAME` names another.
  ///   - onNotice: hears what the server says beside its answers, from the first moment on; nil: nobody does.
  /// - Throws: a connection loss, with the server's SQLSTATE when it answered.
  package init(
    _ target: ConnectionTarget, timeouts: Timeouts = Timeouts(), applicationName: String = "baseline",
    onNotice: ((Notice) -> Void)? = nil
  ) throws(PostgresError) {
    let pq = try LibPQ.loaded()
    let used = Settings.defaults(pq).values.merging(target.parameters) { $1 }
    // Keywords of the target win; those of the environment too, save the encoding, which we rely on.
    var keywords = timeouts.keywords.filter { used[$0.key] == nil }
    keywords["fallback_application_name"] = applicationName
    keywords.merge(target.parameters) { $1 }
    keywords["client_encoding"] = "UTF8"
    // As libpq reads it: zero or less is for ever.
    let seconds = used["connect_timeout"].flatMap { Int($0) } ?? timeouts.connectSeconds
    let operation = "connecting to \(target.displayName)"
    do {
      // libpq reads its variables when it begins.
      let hidden = HiddenVariables(target.hiddenVariables)
      defer { hidden.restore() }
      handle = try ConnectionHandle(starting: keywords, pq, operation: operation, notices: NoticeReceiver(pq, onNotice))
    }
    do throws(PostgresError) {
      try handle.complete(seconds: seconds.flatMap { $0 > 0 ? $0 : nil }, operation: operation)
    } catch {
      throw target.redactor.redact(error)
    }
    self.pq = pq
    displayName = target.displayName
    // The password may have come from a file (~/.pgpass) that only libpq has read.
    let found = pq.pass(handle.pointer).map { String(cString: $0) }
    redactor = target.redactor.merging(Redactor(secrets: found.map { $0 == used["user"] ? [] : [$0] } ?? []))
    serverVersion = Int(pq.serverVersion(handle.pointer))
    var settings = timeouts.settings
    // Such a server refuses to send what is not UTF-8 to a client of that encoding, without saying where it is: we take
    // the bytes as they are, and `QueryResult.string` names the place.
    if parameter("server_encoding") == "SQL_ASCII" { settings.append("SET client_encoding = 'SQL_ASCII'") }
    if !settings.isEmpty { try execute(settings.joined(separator: "; ")) }
  }

  /// The server's major version, as in 15.
  package var majorVersion: Int { serverVersion / 10_000 }

  /// Hears what the server says beside its answers.
  package var onNotice: ((Notice) -> Void)? {
    get { handle.notices.receive }
    set { handle.notices.receive = newValue }
  }

  /// A setting that the server reports by itself (`server_encoding`, `TimeZone`, `standard_conforming_strings`, …; the
  /// manual, PQparameterStatus); nil for any other.
  package func parameter(_ name: String) -> String? {
    pq.parameterStatus(handle.pointer, name).map { String(cString: $0) }
  }

  /// Whether nothing is known against the connection, after a look at what the server has sent meanwhile. A server that
  /// vanished without a word is only noticed by the next statement.
  package var isAlive: Bool {
    // libpq may have found that it cannot write and not have drawn the conclusion: reading finds the end.
    pq.consumeInput(handle.pointer) == 1 && pq.status(handle.pointer) == CONNECTION_OK
  }

  /// Whether a transaction is open, sound or failed.
  package var isInTransaction: Bool {
    let status = pq.transactionStatus(handle.pointer)
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE
  }

  /// What another thread needs to cancel a statement of this connection.
  package func canceller() throws(PostgresError) -> Canceller {
    guard let pointer = pq.getCancel(handle.pointer) else {
      throw PostgresError(operation: "preparing to cancel on \(displayName)", reason: "there is no connection")
    }
    return Canceller(pq, owning: pointer, displayName: displayName)
  }

  /// A string as SQL writes it, with its quotes.
  package func quoteLiteral(_ text: String) throws(PostgresError) -> String {
    try quote(text, pq.escapeLiteral)
  }

  /// A name as SQL writes it, always in quotes.
  package func quoteIdentifier(_ name: String) throws(PostgresError) -> String {
    try quote(name, pq.escapeIdentifier)
  }

  private func quote(
    _ text: String, _ escape: (OpaquePointer?, UnsafePointer<CChar>?, Int) -> UnsafeMutablePointer<CChar>?
  ) throws(PostgresError) -> String {
    let operation = "quoting \"\(text)\""
    try refuseNUL(text, operation)
    guard let quoted = escape(handle.pointer, text, text.utf8.count) else { throw failure(operation) }
    defer { pq.freemem(quoted) }
    return String(cString: quoted)
  }

  /// C strings end at a NUL byte: what comes after would be silently dropped.
  func refuseNUL(_ text: String, _ operation: String) throws(PostgresError) {
    if text.utf8.contains(0) { throw PostgresError(operation: operation, reason: "the text holds a NUL byte") }
  }

  /// The error gate. Takes ownership of a result; it is freed when it says that the statement failed.
  /// - Throws: the server's report, or libpq's text when there is no answer.
  func check(_ result: OpaquePointer?, _ operation: String) throws(PostgresError) -> QueryResult {
    guard let result else { throw failure(operation) }
    switch pq.resultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
      return QueryResult(pq, owning: result, operation: operation)
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      pq.clear(result)
      throw PostgresError(operation: operation, reason: "COPY from or to the client is not possible here")
    default:
      defer { pq.clear(result) }
      let report = ServerReport(pq: pq, result: result)
      throw redactor.redact(
        report.error(operation: operation, fallback: connectionMessage, connectionBroke: !isAlive))
    }
  }

  /// The error of a call that left no result.
  func failure(_ operation: String) -> PostgresError {
    redactor.redact(PostgresError(operation: operation, reason: connectionMessage, isConnectionLoss: !isAlive))
  }

  /// libpq's own text, on one line and without its guesses, which begin with a tab.
  private var connectionMessage: String {
    let text = pq.errorMessage(handle.pointer).map { String(cString: $0) } ?? ""
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("\t") }
    return lines.isEmpty ? "unknown reason" : lines.joined(separator: "; ")
  }
}

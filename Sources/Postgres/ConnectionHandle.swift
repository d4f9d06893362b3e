import CPQ
import Processes

/// The one owner of a PGconn, connected or failed.
struct ConnectionHandle: ~Copyable {
  let pq: LibPQ
  let pointer: OpaquePointer
  let notices: NoticeReceiver

  /// Begins to connect; `complete` goes on with it.
  ///
  /// libpq's blocking function prints the server's first notices on stderr and hides SQLSTATE when it fails; its
  /// non-blocking one does neither, but leaves the timeout to us.
  /// Values of keywords are never expanded, so that a database may be called `a=b`.
  init(
    starting keywords: [String: String], _ pq: LibPQ, operation: String, notices: NoticeReceiver
  ) throws(PostgresError) {
    let pairs = keywords.sorted { $0.key < $1.key }
    let started = withTexts(pairs.map(\.key)) { names in
      withTexts(pairs.map(\.value)) { values in pq.connectStartParams(names, values, 0) }
    }
    guard let started else { throw PostgresError(operation: operation, reason: "out of memory") }
    self.pq = pq
    self.pointer = started
    self.notices = notices
    notices.attach(to: started)
    // The SQLSTATE is only there in the verbose text, since a failed connection has no result to ask.
    _ = pq.setErrorVerbosity(started, PQERRORS_VERBOSE)
  }

  /// Waits until the connection is made or has failed; so many seconds for each address, or for ever.
  borrowing func complete(seconds: Int?, operation: String) throws(PostgresError) {
    if pq.status(pointer) == CONNECTION_BAD { throw connectError(pq, pointer, operation, nil) }
    var state = PGRES_POLLING_WRITING
    var socket = pq.socket(pointer)
    var deadline = seconds.map { monotonicSeconds() + Double($0) }
    var expired: Int?
    while state == PGRES_POLLING_READING || state == PGRES_POLLING_WRITING {
      let isReady = try wait(pq.socket(pointer), state, until: deadline, operation)
      if !isReady {
        // As a failure of this address, so that libpq goes on to the next one.
        expired = seconds
        shutdown(pq.socket(pointer), Int32(SHUT_RDWR))
      }
      state = pq.connectPoll(pointer)
      if !isReady || pq.socket(pointer) != socket {
        socket = pq.socket(pointer)
        deadline = seconds.map { monotonicSeconds() + Double($0) }
      }
    }
    if state != PGRES_POLLING_OK { throw connectError(pq, pointer, operation, expired) }
  }

  deinit { pq.finish(pointer) }
}

/// Waits for the socket; false when the time was over first.
private func wait(
  _ socket: Int32, _ state: PostgresPollingStatusType, until deadline: Double?, _ operation: String
) throws(PostgresError) -> Bool {
  let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
  while true {
    var waiting = pollfd(fd: socket, events: Int16(events), revents: 0)
    let patience = deadline.map { max(0, min(Int32.max / 2, Int32(($0 - monotonicSeconds()) * 1000) + 1)) } ?? -1
    let count = poll(&waiting, 1, patience)
    if count >= 0 { return count > 0 }
    let code = errno
    guard code == EINTR else {
      throw PostgresError(operation: operation, reason: systemMessage(code), isConnectionLoss: true)
    }
  }
}

/// Takes libpq's text for a failed connection apart. It has a line for each address that was tried, as in
/// `connection to server at "db", port 5432 failed: FATAL:  28P01: password authentication failed`, and lines in between
/// that say where in the server's source that was, or ask a question.
private func connectError(
  _ pq: LibPQ, _ connection: OpaquePointer, _ operation: String, _ expired: Int?
) -> PostgresError {
  let text = pq.errorMessage(connection).map { String(cString: $0) } ?? ""
  var error = PostgresError(operation: operation, reason: "", isConnectionLoss: true)
  var reasons: [String] = []
  for line in text.split(whereSeparator: \.isNewline).map(String.init) {
    if line.hasPrefix("LOCATION:") { continue }
    if line.hasPrefix("\t") {
      error.hint = line.trimmedStart
    } else if line.hasPrefix("DETAIL:") {
      error.detail = String(line.dropFirst(7)).trimmedStart
    } else if line.hasPrefix("HINT:") {
      error.hint = String(line.dropFirst(5)).trimmedStart
    } else if let (before, sqlstate, message) = splitSQLSTATE(line) {
      error.sqlstate = sqlstate
      reasons.append("\(before): \(message)")
    } else {
      reasons.append(line)
    }
  }
  if let expired { reasons.append("timeout expired after \(expired) s") }
  error.reason = reasons.isEmpty ? "unknown reason" : reasons.joined(separator: "; ")
  return error
}

/// Splits `… FATAL:  28P01: message`: two spaces and five characters of the server's own alphabet, in every language.
private func splitSQLSTATE(_ line: String) -> (before: String, sqlstate: String, message: String)? {
  for place in line.ranges(of: ":  ") {
    let rest = line[place.upperBound...]
    let code = rest.prefix(5)
    if code.utf8.count == 5, code.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }),
      rest.dropFirst(5).hasPrefix(": ")
    {
      return (String(line[..<place.lowerBound]), String(code), String(rest.dropFirst(7)))
    }
  }
  return nil
}

extension String {
  fileprivate var trimmedStart: String { String(drop(while: \.isWhitespace)) }
}

/// A NULL-terminated array of C strings that lives as long as the call; nil becomes NULL.
func withTexts<Result>(_ strings: [String?], _ body: (LibPQ.Texts) -> Result) -> Result {
  let copies = strings.map { $0.map { strdup($0) } ?? nil }
  defer { for copy in copies { free(copy) } }
  return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: copies.count + 1) { array in
    _ = array.initialize(from: copies.map { UnsafePointer($0) } + [nil])
    return body(UnsafePointer(array.baseAddress!))
  }
}

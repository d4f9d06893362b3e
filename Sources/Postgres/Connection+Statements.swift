import CPQ
import Processes

extension Connection {
  /// Runs one statement.
  /// - Parameters:
  ///   - sql: a single statement; several are an error of the server.
  ///   - parameters: the values of $1, $2, …, as text; nil for NULL.
  ///   - operation: what errors call it; nil: the statement's first word and where it ran.
  /// - Returns: its rows; none for a statement that has none.
  /// - Throws: the server's error, or a connection loss.
  package func query(
    _ sql: String, parameters: [String?] = [], as operation: String? = nil
  ) throws(PostgresError) -> QueryResult {
    let operation = operation ?? name(sql)
    for text in parameters { if let text { try refuseNUL(text, operation) } }
    var answer: QueryResult?
    try send(
      sql, operation,
      { text in
        withTexts(parameters) { values in
          pq.sendQueryParams(handle.pointer, text, Int32(parameters.count), nil, values, nil, nil, 0)
        }
      }
    ) { result throws(PostgresError) in answer = try check(result, operation) }
    guard let answer else { throw failure(operation) }
    return answer
  }

  /// Runs statements in one round trip, as one transaction unless they say otherwise. The first that fails ends them all.
  /// - Parameters:
  ///   - sql: a single statement each, without a final semicolon or with one.
  ///   - operation: what errors call it; nil: the first word of the statement that failed.
  ///   - meanwhile: done while the server works on them; it must not use the connection.
  /// - Returns: one result for each.
  /// - Throws: the failed one's error, its position counted in that statement.
  package func queryAll(
    _ sql: [String], as operation: String? = nil, meanwhile: () -> Void = {}
  ) throws(PostgresError) -> [QueryResult] {
    var results: [QueryResult] = []
    try eachResult(of: sql, operation, meanwhile: meanwhile) { _, result in results.append(result) }
    return results
  }

  /// The same, and hands over each result as soon as it is there: it can be read while the server works on the next.
  /// - Parameters:
  ///   - sql: as `queryAll` takes it.
  ///   - operation: as `queryAll` takes it.
  ///   - isLarge: whether the results are received on a thread of their own, so that the server need not wait either while one
  ///     is taken.
  ///   - take: gets the statement's number, from 0, and its result. After its first error it is not called again.
  /// - Throws: what `queryAll` throws, and what `take` does.
  package func queryEach(
    _ sql: [String], as operation: String? = nil, isLarge: Bool = false, _ take: (Int, QueryResult) throws -> Void
  ) throws {
    var failure: (any Error)?
    let takeUntilFailure = { (index: Int, result: QueryResult) in
      guard failure == nil else { return }
      do { try take(index, result) } catch { failure = error }
    }
    if isLarge {
      try receive(sql, operation, takeUntilFailure)
    } else {
      try eachResult(of: sql, operation, takeUntilFailure)
    }
    if let failure { throw failure }
  }

  /// `eachResult` with the results received on another thread, which has the connection for itself meanwhile.
  private func receive(_ sql: [String], _ operation: String?, _ take: (Int, QueryResult) -> Void) throws {
    let lent = Lent(connection: self)
    var failure: PostgresError?
    try alongside(making: { put in
      do throws(PostgresError) {
        try lent.connection.eachResult(of: sql, operation) { index, result in put(.success((index, result))) }
      } catch {
        put(.failure(error))
      }
    }) { (received: Result<(Int, QueryResult), PostgresError>) in
      switch received {
      case .success(let (index, result)): take(index, result)
      case .failure(let error): failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Only one thread uses it at a time.
  private struct Lent: @unchecked Sendable {
    let connection: Connection
  }

  private func eachResult(
    of sql: [String], _ operation: String?, meanwhile: () -> Void = {}, _ take: (Int, QueryResult) -> Void
  ) throws(PostgresError) {
    if sql.isEmpty { return }
    var count = 0
    // The newline ends a comment in the last line of a statement.
    let joined = sql.joined(separator: "\n;\n")
    try send(joined, operation ?? name(joined), simply, meanwhile: meanwhile) { result throws(PostgresError) in
      let index = min(count, sql.count - 1)
      do throws(PostgresError) {
        let answer = try check(result, operation ?? name(sql[index]))
        count += 1
        if count <= sql.count { take(index, answer) }
      } catch {
        var error = error
        error.position? -= sql[..<index].reduce(0) { $0 + $1.unicodeScalars.count + 3 }
        throw error
      }
    }
    guard count == sql.count else {
      throw PostgresError(
        operation: operation ?? name(joined), reason: "\(sql.count) statements brought \(count) results")
    }
  }

  /// Runs any number of statements, as psql's `-c` does: in one transaction unless they say otherwise. Their rows are
  /// thrown away, and so is what COPY TO STDOUT sends; COPY FROM STDIN is an error, since there is nothing to send.
  package func execute(_ sql: String, as operation: String? = nil) throws(PostgresError) {
    let operation = operation ?? name(sql)
    try send(sql, operation, simply) { result throws(PostgresError) in
      if pq.resultStatus(result) == PGRES_COPY_OUT {
        pq.clear(result)
        discardCopy()
      } else {
        _ = try check(result, operation)
      }
    }
  }

  /// The simple query protocol: a text of any number of statements.
  func simply(_ text: UnsafePointer<CChar>) -> Int32 { pq.sendQuery(handle.pointer, text) }

  /// Sends a text and hands over each result, which `take` owns. After the first error the others are read and dropped:
  /// of a connection that broke, the first says why, and the last only that it did.
  func send(
    _ sql: String, _ operation: String, _ begin: (UnsafePointer<CChar>) -> Int32, meanwhile: () -> Void = {},
    _ take: (OpaquePointer) throws(PostgresError) -> Void
  ) throws(PostgresError) {
    try refuseNUL(sql, operation)
    drain()
    guard sql.withCString(begin) == 1 else { throw failure(operation) }
    meanwhile()
    while let result = pq.getResult(handle.pointer) {
      do throws(PostgresError) {
        try take(result)
      } catch {
        drain()
        throw error
      }
    }
    // A connection that broke between two results has no result that says so.
    if !isAlive { throw failure(operation) }
  }

  /// Brings the connection to where a new statement can be sent, whatever the last one left: more results, or a COPY.
  private func drain() {
    var isFirst = true
    while isAlive || isFirst, let result = pq.getResult(handle.pointer) {
      isFirst = false
      let status = pq.resultStatus(result)
      pq.clear(result)
      if status == PGRES_COPY_IN || status == PGRES_COPY_BOTH {
        _ = pq.putCopyEnd(handle.pointer, "there is no data to copy")
      } else if status == PGRES_COPY_OUT {
        discardCopy()
      }
    }
  }

  private func discardCopy() {
    var buffer: UnsafeMutablePointer<CChar>?
    while pq.getCopyData(handle.pointer, &buffer, 0) > 0 { pq.freemem(buffer) }
  }

  /// `running SELECT on …`: the first word and no more, since a statement may hold a password.
  private func name(_ sql: String) -> String {
    let word = sql.drop { $0.isWhitespace || $0 == "(" }.prefix { $0.isASCII && $0.isLetter }
    return "running \(word.isEmpty ? "a statement" : word.uppercased()) on \(displayName)"
  }
}

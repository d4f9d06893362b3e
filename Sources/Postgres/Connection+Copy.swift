import CPQ

extension Connection {
  /// Runs one `COPY … FROM STDIN` and feeds it its data, as psql does with the lines that follow it in a script.
  package func copy(_ sql: String, data: [UInt8]) throws(PostgresError) {
    let operation = "running COPY on \(displayName)"
    try send(sql, operation, simply) { result throws(PostgresError) in
      guard pq.resultStatus(result) == PGRES_COPY_IN else {
        _ = try check(result, operation)
        return
      }
      pq.clear(result)
      let sent = data.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { pq.putCopyData(handle.pointer, $0.baseAddress, Int32($0.count)) }
      }
      guard sent == 1, pq.putCopyEnd(handle.pointer, nil) == 1 else { throw failure(operation) }
    }
  }
}

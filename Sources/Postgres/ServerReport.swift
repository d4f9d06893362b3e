import CPQ

/// The fields of an error or notice that the server sent.
struct ServerReport {
  let pq: LibPQ
  let result: OpaquePointer

  /// The field codes of PostgreSQL's manual, 55.8 "Error and Notice Message Fields".
  enum Field: Character {
    case severity = "V"
    case sqlstate = "C"
    case message = "M"
    case detail = "D"
    case hint = "H"
    case position = "P"
    case context = "W"
  }

  subscript(field: Field) -> String? {
    pq.resultErrorField(result, Int32(field.rawValue.asciiValue ?? 0)).map { String(cString: $0) }
  }

  /// The report as an error. The fallback is libpq's text, for a failure that it found itself: a broken connection has
  /// no fields.
  func error(operation: String, fallback: String, connectionBroke: Bool) -> PostgresError {
    let sqlstate = self[.sqlstate]
    let announced = sqlstate.map { $0.hasPrefix("08") || ["57P01", "57P02", "57P03"].contains($0) } ?? false
    return PostgresError(
      operation: operation, reason: self[.message] ?? fallback, sqlstate: sqlstate, detail: self[.detail],
      hint: self[.hint], position: self[.position].flatMap { Int($0) }, context: self[.context],
      isConnectionLoss: connectionBroke || announced)
  }
}

import CPQ
import Processes

/// Cancels what its connection is doing, from any thread; the statement then fails with SQLSTATE 57014.
///
/// Unchecked, because a PGcancel is never changed after it was made and the manual calls PQcancel safe in other threads
/// (and in signal handlers).
package final class Canceller: @unchecked Sendable {
  private let pq: LibPQ
  private let pointer: OpaquePointer
  private let displayName: String

  init(_ pq: LibPQ, owning pointer: OpaquePointer, displayName: String) {
    self.pq = pq
    self.pointer = pointer
    self.displayName = displayName
  }

  deinit { pq.freeCancel(pointer) }

  /// Sends the request over a connection of its own. That it was sent does not say that it came in time.
  package func cancel() throws(PostgresError) {
    let reason = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer -> String? in
      buffer.initialize(repeating: 0)
      guard pq.cancel(pointer, buffer.baseAddress, Int32(buffer.count)) == 0 else { return nil }
      return buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    if let reason {
      throw PostgresError(operation: "cancelling a statement on \(displayName)", reason: reason.trimmed("\n"))
    }
  }
}

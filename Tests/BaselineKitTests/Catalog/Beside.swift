import Processes
import Synchronization
import TestSupport

/// Work on a thread of its own beside a test that blocks: tests share the few threads of Swift's pool, where a task of its
/// own could wait for ever.
final class Beside<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, any Error>?>(nil)
  private let thread = Mutex(pthread_t())

  init(_ body: @escaping @Sendable () throws -> Value) throws {
    let work = Unmanaged.passRetained(
      Work { [self] in
        let result = Result { try body() }
        outcome.withLock { $0 = result }
      })
    let status = thread.withLock { thread in
      pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
          return nil
        }, work.toOpaque())
    }
    if status != 0 {
      work.release()
      throw TestFailure("pthread_create: \(systemMessage(status))")
    }
  }

  /// Waits for its end. To be called once.
  func value() throws -> Value {
    _ = thread.withLock { pthread_join($0, nil) }
    guard let outcome = outcome.withLock({ $0 }) else { throw TestFailure("the thread ended without a value") }
    return try outcome.get()
  }
}

/// Runs scripts in turn, each in a transaction and at a pace of its own, for as long as a body takes.
/// - Parameter pausing: seconds between them at most; a reading that takes longer seldom finds the schema standing still.
/// - Returns: how often all of them were run.
func alternating(
  _ scripts: [String], in database: TestDatabase, pausing: Double = 0.1, while body: () throws -> Void
) throws -> Int {
  let stop = Atomic(false)
  let altering = try Beside {
    let connection = try database.connect()
    var rounds = 0
    while !stop.load(ordering: .relaxed) {
      for script in scripts {
        try connection.execute("BEGIN; \(script); COMMIT")
        try connection.execute("SELECT pg_sleep(random() * \(pausing))")
      }
      rounds += 1
    }
    return rounds
  }
  do {
    defer { stop.store(true, ordering: .relaxed) }
    try body()
  }
  return try altering.value()
}

private final class Work: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }
}

import Synchronization

/// Does the same work for several things, each on a thread, at most so many at once, and waits for all of it.
///
/// Threads and not tasks: the work blocks in C libraries, and Swift's pool has only as many threads as the machine has cores.
/// - Parameters:
///   - jobs: how many threads.
///   - meanwhile: done on the calling thread as soon as the others are at work.
///   - done: told on the calling thread how many are done, whenever one more is.
///   - work: must not touch what is not safe to share.
/// - Returns: what the work returned, in the order of the items.
/// - Throws: ProcessError when a thread could not be started; what is begun is finished first.
package func inParallel<Item: Sendable, Value: Sendable>(
  _ items: [Item], jobs: Int, meanwhile: () -> Void = {}, done: (Int) -> Void = { _ in },
  _ work: @escaping @Sendable (Item) -> Value
) throws(ProcessError) -> [Value] {
  let queue = WorkQueue(items, work)
  let bell = try Pipe()
  let ring = bell.writeEnd
  var threads: [pthread_t] = []
  var failure: ProcessError?
  for _ in 0..<min(jobs, items.count) where failure == nil {
    do throws(ProcessError) {
      threads.append(
        try startThread {
          while queue.workOnNext() {
            var byte: UInt8 = 0
            while write(ring, &byte, 1) < 0 && errno == EINTR {}
          }
        })
    } catch {
      failure = error
    }
  }
  meanwhile()
  if !threads.isEmpty {
    for count in 1...items.count {
      var byte: UInt8 = 0
      while read(bell.readEnd, &byte, 1) < 0 && errno == EINTR {}
      done(count)
    }
  }
  for thread in threads { pthread_join(thread, nil) }
  // With fewer threads than were wanted everything was done all the same.
  if let failure, threads.isEmpty { throw failure }
  return queue.results()
}

/// Does something on a thread that nobody waits for; where none can be started it is not done.
package func unawaited(_ work: @escaping @Sendable () -> Void) {
  if case .success(let thread) = Result(catching: { () throws(ProcessError) in try startThread(work) }) {
    pthread_detach(thread)
  }
}

/// What is still to be done, and what came of the rest.
private final class WorkQueue<Item: Sendable, Value: Sendable>: Sendable {
  private struct State {
    var next = 0
    var values: [Value?]
  }
  private let items: [Item]
  private let work: @Sendable (Item) -> Value
  private let state: Mutex<State>

  init(_ items: [Item], _ work: @escaping @Sendable (Item) -> Value) {
    self.items = items
    self.work = work
    state = Mutex(State(values: Array(repeating: nil, count: items.count)))
  }

  /// - Returns: whether there was anything left to do.
  func workOnNext() -> Bool {
    let index = state.withLock { state in
      defer { state.next += 1 }
      return state.next
    }
    guard index < items.count else { return false }
    let value = work(items[index])
    state.withLock { $0.values[index] = value }
    return true
  }

  func results() -> [Value] { state.withLock { $0.values.compactMap(\.self) } }
}

func startThread(_ body: @escaping @Sendable () -> Void) throws(ProcessError) -> pthread_t {
  let box = Unmanaged.passRetained(ThreadBody(body))
  #if canImport(Darwin)
    var thread: pthread_t?
  #else
    var thread = pthread_t()
  #endif
  let status = pthread_create(&thread, nil, threadMain, box.toOpaque())
  guard status == 0 else {
    box.release()
    throw .fromErrno("starting a thread", status)
  }
  #if canImport(Darwin)
    return thread!
  #else
    return thread
  #endif
}

#if canImport(Darwin)
  private func threadMain(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
    return nil
  }
#else
  private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run() }
    return nil
  }
#endif

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}

import Synchronization

/// Makes values on a thread and takes them on the calling one, in their order: the next is made while the last is taken.
/// - Parameters:
///   - make: hands over each value; must not touch what is not safe to share.
///   - take: gets each.
/// - Throws: ProcessError when the thread could not be started; nothing was made then.
package func alongside<Value: Sendable>(
  making make: @escaping @Sendable (_ put: (Value) -> Void) -> Void, _ take: (Value) -> Void
) throws(ProcessError) {
  let line = Line<Value>()
  let bell = try Pipe()
  let ring = bell.writeEnd
  let thread = try startThread {
    var byte: UInt8 = 0
    make { value in
      line.put(value)
      while write(ring, &byte, 1) < 0 && errno == EINTR {}
    }
    while write(ring, &byte, 1) < 0 && errno == EINTR {}
  }
  var byte: UInt8 = 0
  repeat {
    while read(bell.readEnd, &byte, 1) < 0 && errno == EINTR {}
    guard let value = line.next() else { break }
    take(value)
  } while true
  pthread_join(thread, nil)
}

/// What was made and not taken yet.
private final class Line<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])

  func put(_ value: Value) { values.withLock { $0.append(value) } }

  func next() -> Value? { values.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}

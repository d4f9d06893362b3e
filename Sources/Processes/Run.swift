import CSystem

/// A process that has ended, with what it wrote.
package struct FinishedProcess: Sendable {
  package let status: ExitStatus
  package let output: [UInt8]
  package let error: [UInt8]
  /// It was ended by us because its time was over.
  package let timedOut: Bool

  package var text: String { String(decoding: output, as: UTF8.self) }
  package var errorText: String { String(decoding: error, as: UTF8.self) }
}

extension Invocation {
  /// Runs the program to its end, feeding it `input` and collecting both its outputs.
  /// - Parameters:
  ///   - limit: bytes kept of each stream; what comes after is read and thrown away.
  ///   - seconds: after this long its group gets SIGTERM, and SIGKILL two seconds later; nil: it may take for ever.
  ///   - onStart: told the process as soon as it runs (to register it with a `Scratch`).
  /// - Throws: ProcessError when it could not be started or waited for; never for how it ended.
  package func run(
    input: [UInt8] = [], limit: Int = 256 << 20, seconds: Double? = nil,
    onStart: (ChildProcess) throws(ProcessError) -> Void = { _ throws(ProcessError) in }
  ) throws(ProcessError) -> FinishedProcess {
    let feed = try Pipe()
    let output = try Pipe()
    let error = try Pipe()
    let child = try ChildProcess(
      self, streams: .init(input: feed.readEnd, output: output.writeEnd, error: error.writeEnd))
    feed.closeReadEnd()
    output.closeWriteEnd()
    error.closeWriteEnd()
    try onStart(child)

    var pump = Pump(feed: Feed(input, feed), output: output, error: error, limit: limit)
    let deadline = seconds.map { monotonicSeconds() + $0 }
    var timedOut = false
    while try pump.turn(until: timedOut ? nil : deadline) {
      if !timedOut, let deadline, monotonicSeconds() >= deadline {
        timedOut = true
        try child.end()
      }
    }
    let status = try child.wait()
    return FinishedProcess(status: status, output: pump.collectedOutput, error: pump.collectedError, timedOut: timedOut)
  }
}

extension Invocation {
  /// Runs the program to its end, feeding it `input`. What it prints is thrown away: what it started and left running holds
  /// nothing up.
  /// - Parameter seconds: as with `run`.
  package func tell(_ input: [UInt8], seconds: Double) throws(ProcessError) -> FinishedProcess {
    let pipe = try Pipe()
    let child = try ChildProcess(self, streams: .init(input: pipe.readEnd))
    pipe.closeReadEnd()
    var feed = Feed(input, pipe)
    let deadline = monotonicSeconds() + seconds
    var timedOut = false
    while try child.poll() == nil, !timedOut {
      if monotonicSeconds() >= deadline {
        timedOut = true
        try child.end()
      } else {
        if feed.isOpen { try feed.send() }
        usleep(2_000)
      }
    }
    return FinishedProcess(status: try child.wait(), output: [], error: [], timedOut: timedOut)
  }
}

extension ChildProcess {
  /// Its time is over.
  fileprivate func end() throws(ProcessError) {
    signalGroup(SIGTERM)
    if try !waits(seconds: 2) { signalGroup(SIGKILL) }
  }

  /// Waits for the end at most so long, looking every two milliseconds.
  /// - Returns: whether it has ended.
  package func waits(seconds: Double) throws(ProcessError) -> Bool {
    let deadline = monotonicSeconds() + seconds
    while try poll() == nil {
      if monotonicSeconds() >= deadline { return false }
      usleep(2_000)
    }
    return true
  }
}

/// Seconds on a clock that never goes back; only differences mean anything.
package func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Seconds since 1970 by the system's clock, which people set.
package func wallSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// A pipe whose ends are closed once, and not inherited by children that were not handed them.
package final class Pipe {
  package private(set) var readEnd: Int32 = -1
  package private(set) var writeEnd: Int32 = -1

  package init() throws(ProcessError) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      let code = pipe2(&ends, O_CLOEXEC)
    #else
      let code = pipe(&ends)
    #endif
    guard code == 0 else { throw .fromErrno("making a pipe", errno) }
    readEnd = ends[0]
    writeEnd = ends[1]
    #if !canImport(Glibc)
      _ = fcntl(readEnd, F_SETFD, FD_CLOEXEC)
      _ = fcntl(writeEnd, F_SETFD, FD_CLOEXEC)
    #endif
  }

  package func closeReadEnd() {
    if readEnd >= 0 { close(readEnd) }
    readEnd = -1
  }

  package func closeWriteEnd() {
    if writeEnd >= 0 { close(writeEnd) }
    writeEnd = -1
  }

  deinit {
    if readEnd >= 0 { close(readEnd) }
    if writeEnd >= 0 { close(writeEnd) }
  }
}

/// What a child is to read, written as it takes it.
private struct Feed {
  let pipe: Pipe
  private let input: [UInt8]
  private var sent = 0

  init(_ input: [UInt8], _ pipe: Pipe) {
    self.input = input
    self.pipe = pipe
    if input.isEmpty {
      pipe.closeWriteEnd()
    } else {
      _ = fcntl(pipe.writeEnd, F_SETFL, fcntl(pipe.writeEnd, F_GETFL) | O_NONBLOCK)
    }
  }

  /// There is more to send, to a child that may read it.
  var isOpen: Bool { pipe.writeEnd >= 0 }

  /// A child that closed its input early is no error: it may have read all it wanted.
  mutating func send() throws(ProcessError) {
    let count = input.withUnsafeBytes { write(pipe.writeEnd, $0.baseAddress! + sent, min($0.count - sent, 1 << 16)) }
    if count < 0 {
      let code = errno
      if code == EAGAIN || code == EINTR { return }
      guard code == EPIPE else { throw .fromErrno("writing to a child", code) }
      pipe.closeWriteEnd()
      return
    }
    sent += count
    if sent == input.count { pipe.closeWriteEnd() }
  }
}

/// Moves bytes to and from a child without either side waiting for the other.
private struct Pump {
  var feed: Feed
  let output: Pipe
  let error: Pipe
  let limit: Int
  var collectedOutput: [UInt8] = []
  var collectedError: [UInt8] = []

  /// One wait and what it brought; false when both outputs are at their end.
  mutating func turn(until deadline: Double?) throws(ProcessError) -> Bool {
    var waiting: [pollfd] = []
    if output.readEnd >= 0 { waiting.append(pollfd(fd: output.readEnd, events: Int16(POLLIN), revents: 0)) }
    if error.readEnd >= 0 { waiting.append(pollfd(fd: error.readEnd, events: Int16(POLLIN), revents: 0)) }
    if waiting.isEmpty { return false }
    if feed.isOpen { waiting.append(pollfd(fd: feed.pipe.writeEnd, events: Int16(POLLOUT), revents: 0)) }
    let patience = deadline.map { max(0, Int32(($0 - monotonicSeconds()) * 1000) + 1) } ?? -1
    if poll(&waiting, nfds_t(waiting.count), patience) < 0 {
      if errno == EINTR { return true }
      throw .fromErrno("waiting for a child's output", errno)
    }
    for ready in waiting where ready.revents != 0 {
      if ready.fd == feed.pipe.writeEnd {
        try feed.send()
      } else if ready.fd == output.readEnd {
        if try !receive(from: output.readEnd, into: &collectedOutput) { output.closeReadEnd() }
      } else if try !receive(from: error.readEnd, into: &collectedError) {
        error.closeReadEnd()
      }
    }
    return true
  }

  private func receive(from descriptor: Int32, into bytes: inout [UInt8]) throws(ProcessError) -> Bool {
    let (count, code) = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count > 0 {
        bytes.append(contentsOf: UnsafeRawBufferPointer(buffer)[0..<min(count, max(0, limit - bytes.count))])
      }
      return (count, errno)
    }
    if count < 0 && code != EINTR { throw .fromErrno("reading from a child", code) }
    return count != 0
  }
}

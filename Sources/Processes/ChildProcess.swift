import CSystem

/// What to start. The environment is complete: nothing is inherited that is not listed, so that a caller decides what
/// a child may know (a password, GIT_DIR, PG*).
package struct Invocation: Sendable {
  /// An absolute path, or a bare name that is looked up in the PATH of `environment`; never in the current folder.
  package var program: String
  package var arguments: [String]
  package var environment: [String: String]
  /// Where the child starts; nil: where we are.
  package var directory: String?

  package init(
    _ program: String, _ arguments: [String], environment: [String: String], directory: String? = nil
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
  }
}

/// How a process ended.
package enum ExitStatus: Equatable, Sendable, CustomStringConvertible {
  case exited(Int32)
  case signalled(Int32)

  package var isSuccess: Bool { self == .exited(0) }

  package var description: String {
    switch self {
    case .exited(let code): "exit code \(code)"
    case .signalled(let signal): "killed by signal \(signal)"
    }
  }

  init(waitStatus: Int32) {
    let signal = waitStatus & 0x7f
    self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signalled(signal)
  }
}

/// A started process and the one place that waits for it. It leads a process group of its own, so that a signal reaches
/// what it started in turn, and the terminal's Ctrl-C reaches it only through us.
package final class ChildProcess {
  package let pid: pid_t
  private var status: ExitStatus?

  /// The descriptors that become the child's 0, 1 and 2; nil: /dev/null. They stay the caller's to close.
  package struct Streams {
    package var input: Int32?
    package var output: Int32?
    package var error: Int32?

    package init(input: Int32? = nil, output: Int32? = nil, error: Int32? = nil) {
      self.input = input
      self.output = output
      self.error = error
    }
  }

  package init(_ invocation: Invocation, streams: Streams = Streams()) throws(ProcessError) {
    _ = Self.ignoreSIGPIPE
    let path = try resolveProgram(invocation.program, path: invocation.environment["PATH"])
    pid = try spawn(path, invocation, streams)
  }

  /// A child that goes away while we write to it is EPIPE for the writer, not the end of the whole program.
  private static let ignoreSIGPIPE: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  /// Whether it has ended; reaps it when it has. Never blocks.
  package func poll() throws(ProcessError) -> ExitStatus? {
    try reap(options: WNOHANG)
  }

  /// Blocks until it has ended.
  @discardableResult package func wait() throws(ProcessError) -> ExitStatus {
    while true {
      if let status = try reap(options: 0) { return status }
    }
  }

  /// Sends a signal to the process and all that it started and that stayed in its group. Does nothing after it was reaped.
  package func signalGroup(_ signal: Int32) {
    if status == nil { _ = kill(-pid, signal) }
  }

  private func reap(options: Int32) throws(ProcessError) -> ExitStatus? {
    if let status { return status }
    var raw: Int32 = 0
    let result = waitpid(pid, &raw, options)
    if result == 0 { return nil }
    if result < 0 {
      let code = errno
      if code == EINTR { return nil }
      throw .fromErrno("waiting for process \(pid)", code)
    }
    status = ExitStatus(waitStatus: raw)
    return status
  }
}

/// Finds a program as execvp would, save that an empty or relative entry of PATH is passed over: a program of the
/// current folder (a checked-out stranger's branch) must never be started for one of the system.
package func resolveProgram(_ program: String, path: String?) throws(ProcessError) -> String {
  if program.contains("/") { return program }
  for folder in (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":") where folder.hasPrefix("/") {
    let candidate = "\(folder)/\(program)"
    if access(candidate, X_OK) == 0 { return candidate }
  }
  throw ProcessError(operation: "looking for the program \(program)", reason: "not found in PATH")
}

private func spawn(
  _ path: String, _ invocation: Invocation, _ streams: ChildProcess.Streams
) throws(ProcessError) -> pid_t {
  var actions = posix_spawn_file_actions_t()
  var attributes = posix_spawnattr_t()
  posix_spawn_file_actions_init(&actions)
  posix_spawnattr_init(&attributes)
  defer {
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }
  for (target, source) in [(Int32(0), streams.input), (1, streams.output), (2, streams.error)] {
    if let source {
      posix_spawn_file_actions_adddup2(&actions, source, target)
    } else {
      posix_spawn_file_actions_addopen(&actions, target, "/dev/null", target == 0 ? O_RDONLY : O_WRONLY, 0)
    }
  }
  if let directory = invocation.directory { posix_spawn_file_actions_addchdir_np(&actions, directory) }

  // We ignore SIGPIPE and may have signals blocked around a critical section; a child starts with neither.
  var none = sigset_t()
  var defaults = sigset_t()
  sigemptyset(&none)
  sigemptyset(&defaults)
  for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&defaults, signal) }
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setsigdefault(&attributes, &defaults)
  posix_spawnattr_setpgroup(&attributes, 0)
  posix_spawnattr_setflags(
    &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

  let variables = invocation.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  var pid: pid_t = 0
  let code = withCStrings([path] + invocation.arguments) { argv in
    withCStrings(variables) { envp in posix_spawn(&pid, path, &actions, &attributes, argv, envp) }
  }
  guard code == 0 else {
    let place = invocation.directory.map { " in \($0)" } ?? ""
    throw .fromErrno("starting \(path)\(place)", code)
  }
  return pid
}

/// A NULL-terminated array of C strings that lives as long as the call.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  let copies = strings.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<CChar>?.self, capacity: copies.count + 1) { array in
    _ = array.initialize(from: copies + [nil])
    return body(array.baseAddress!)
  }
}

import Processes

/// What initdb is told; part of the template's recipe. Small WAL segments make the copy smaller.
let initdbArguments = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--wal-segsize=1"]

/// The folder of one private server: the socket, the log, and the data folder below it. Mode 0700 and the server's own.
struct ServerFolder {
  let path: String
  private let scratch: Scratch
  private let owner: ServerUser?
  var data: String { "\(path)/data" }

  init(in scratch: Scratch, owner: ServerUser?) throws(ServerError) {
    let operation = "making a folder for a private server in \(scratch.path)"
    var template = Array("\(scratch.path)/pgXXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw .fromErrno(operation) }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    self.scratch = scratch
    self.owner = owner
    if let owner {
      try owner.requirePassage(to: scratch.path, operation)
      // The server's user must be able to pass through, and nobody else.
      guard chown(path, owner.uid, owner.gid) == 0, chown(scratch.path, 0, owner.gid) == 0,
        chmod(scratch.path, 0o710) == 0
      else { throw .fromErrno(operation) }
    }
    let socket = "\(path)/.s.PGSQL.5432"
    guard socket.utf8.count < 108 else {
      throw ServerError(
        operation: operation, reason: "the socket's name \(socket) has more than 107 bytes",
        hint: "set TMPDIR to a folder with a shorter name")
    }
  }

  /// Gives a copied data folder to the server's user.
  func handOver() throws(ServerError) {
    guard let owner else { return }
    var status = stat()
    guard lstat(data, &status) == 0 else { throw .fromErrno("looking at \(data)") }
    // A template keeps its owner: mostly there is nothing to do.
    if status.st_uid == owner.uid { return }
    let chown = Invocation(
      "chown", ["-R", "\(owner.uid):\(owner.gid)", "--", data], environment: ["PATH": "/usr/bin:/bin"])
    try run(chown, "handing \(data) to the server's user")
  }

  func initialise(_ binaries: ServerBinaries) throws(ServerError) {
    try run(
      asOwner(invocation("\(binaries.directory)/initdb", initdbArguments + ["-D", data])),
      "making a data folder with initdb \(binaries.fullVersion)")
  }

  /// Starts the server itself: pg_ctl would look every tenth of a second whether it is there.
  func start(_ binaries: ServerBinaries, _ log: ServerLog, maxConnections: Int) throws(ServerError) -> ChildProcess {
    let settings = settings(maxConnections: maxConnections).sorted { $0.key < $1.key }
    let arguments = ["-D", data] + settings.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    return try ServerError.wrapping { () throws(ProcessError) in
      try ChildProcess(
        asOwner(invocation("\(binaries.directory)/postgres", arguments)),
        streams: .init(output: log.descriptor, error: log.descriptor))
    }
  }

  private func settings(maxConnections: Int) -> [String: String] {
    [
      "listen_addresses": "", "unix_socket_directories": path, "unix_socket_permissions": "0700", "port": "5432",
      // Nothing here needs to survive anything.
      "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off",
      "wal_level": "minimal", "max_wal_senders": "0",
      "shared_buffers": "16MB", "huge_pages": "off", "jit": "off", "max_connections": "\(maxConnections)",
      // One transaction may touch every table of a large schema: a constant number of locks, however few connections.
      "max_locks_per_transaction": "\(max(64, 40_960 / max(1, maxConnections)))",
      // In the data folder rather than /dev/shm, where a killed server would leave it.
      "dynamic_shared_memory_type": "mmap",
      "shared_preload_libraries": "", "log_destination": "stderr", "logging_collector": "off",
    ]
  }

  private func invocation(_ program: String, _ arguments: [String]) -> Invocation {
    Invocation(
      program, arguments, environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"],
      directory: path)
  }

  private func asOwner(_ invocation: Invocation) -> Invocation { owner?.running(invocation) ?? invocation }

  private func run(_ invocation: Invocation, _ operation: String) throws(ServerError) {
    let finished = try ServerError.wrapping { () throws(ProcessError) in try scratch.run(invocation, seconds: 120) }
    if finished.status.isSuccess { return }
    // The cause comes before what followed from it.
    let all = finished.errorText.split(separator: "\n")
    let causes = all.filter { line in ["PANIC: ", "FATAL: ", "error: "].contains { line.contains($0) } }
    let lines = (causes.isEmpty ? all.suffix(3) : causes.prefix(1)).joined(separator: "; ")
    throw ServerError(operation: operation, reason: "\(finished.status)" + (lines.isEmpty ? "" : ": \(lines)"))
  }
}

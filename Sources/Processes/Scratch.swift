/// A private folder, and processes beside it, that outlive us in no case: on success, on failure, on SIGINT, SIGTERM,
/// SIGHUP and on SIGKILL.
///
/// No signal handler could promise that. A shell of a few lines holds the read end of a pipe whose only write end is
/// ours; when we are gone, however that came about, it reads the end of the pipe, ends the registered processes and
/// removes the folder. `remove()` closes the pipe too, so there is one way of cleaning up and it is always exercised.
package final class Scratch {
  /// Absolute, mode 0700, short enough for a Unix socket below it.
  package let path: String
  private let lifeline: Pipe
  private let watchdog: ChildProcess

  /// - Parameter parent: where to make the folder; a longer path than 60 bytes is not used, because the name of a Unix
  ///   socket has at most 107 bytes and lies below.
  package init(in parent: String? = nil) throws(ProcessError) {
    let wanted = parent ?? environmentVariable("TMPDIR") ?? "/tmp"
    let folder = wanted.utf8.count <= 60 && wanted.hasPrefix("/") ? wanted : "/tmp"
    // The watchdog is there before the folder: at no moment could we be killed and leave it.
    path = "\(folder)/baseline-\(String(UInt64.random(in: 1 << 44..<1 << 48), radix: 16))"
    lifeline = try Pipe()
    watchdog = try ChildProcess(
      Invocation("/bin/sh", ["-c", Self.script, "baseline-watchdog", path], environment: ["PATH": "/usr/bin:/bin"]),
      streams: .init(input: lifeline.readEnd))
    lifeline.closeReadEnd()
    guard mkdir(path, 0o700) == 0 else {
      let code = errno
      // It is somebody else's then, and not to be removed.
      watchdog.signalGroup(SIGKILL)
      throw .fromErrno("making a folder in \(folder)", code, hint: "set TMPDIR to a folder that you may write to")
    }
    guard mkdir("\(path)/processes", 0o700) == 0 else { throw .fromErrno("making a folder in \(path)", errno) }
  }

  /// From now on the process is ended with `signal` when we are gone, and so is what it started in its group.
  package func register(_ child: ChildProcess, signal: Int32) throws(ProcessError) {
    let file = "\(path)/processes/\(child.pid)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .fromErrno("writing \(file)", errno) }
    defer { close(descriptor) }
    let line = Array("\(signal)\n".utf8)
    guard write(descriptor, line, line.count) == line.count else { throw .fromErrno("writing \(file)", errno) }
  }

  /// To be said once the process was reaped, since its number may be given to another.
  package func forget(_ child: ChildProcess) {
    unlink("\(path)/processes/\(child.pid)")
  }

  /// Ends the registered processes and removes the folder, and returns when that is done. Once is enough; also on deinit.
  package func remove() {
    lifeline.closeWriteEnd()
    // Nothing useful can be done when waiting fails: the shell goes on without us.
    _ = try? watchdog.wait()
  }

  deinit { remove() }

  /// Ends with the signal each process asked for, then, after two seconds, with SIGKILL. `processes/` holds one file for
  /// each, named by its number. A group's number is its leader's.
  private static let script = """
    trap '' INT TERM HUP QUIT
    cd / || exit 1
    while read -r line; do :; done
    for file in "$1"/processes/*; do
      [ -f "$file" ] || continue
      read -r signal < "$file"
      kill -"$signal" "${file##*/}" 2>/dev/null
      [ "$signal" = 3 ] || kill -"$signal" -- "-${file##*/}" 2>/dev/null
    done
    turns=0
    for file in "$1"/processes/*; do
      [ -f "$file" ] || continue
      while kill -0 "${file##*/}" 2>/dev/null && [ "$turns" -lt 200 ]; do sleep 0.01; turns=$((turns + 1)); done
      kill -9 -- "-${file##*/}" 2>/dev/null
    done
    rm -rf -- "$1"
    """
}

/// One variable of our own environment.
package func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}

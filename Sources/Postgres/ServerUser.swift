import Processes

/// The user who runs the server when we are root: initdb and postgres refuse to be root.
struct ServerUser: Equatable {
  let uid: uid_t
  let gid: gid_t

  /// nil when we are an ordinary user and run the server ourselves.
  /// - Throws: when we are root and there is nobody to become.
  static func needed() throws(ServerError) -> ServerUser? {
    guard geteuid() == 0 else { return nil }
    for name in ["postgres", "nobody"] {
      if let user = named(name) { return user }
    }
    throw ServerError(
      operation: "choosing a user for the private server", reason: "root may not run it, and there is no other user",
      hint: "run as an ordinary user, or create the user postgres")
  }

  private static func named(_ name: String) -> ServerUser? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1 << 14) { buffer in
      var entry = passwd()
      var found: UnsafeMutablePointer<passwd>?
      guard getpwnam_r(name, &entry, buffer.baseAddress!, buffer.count, &found) == 0, found != nil, entry.pw_uid != 0
      else { return nil }
      return ServerUser(uid: entry.pw_uid, gid: entry.pw_gid)
    }
  }

  /// - Throws: when this user may not go through one of the folders above a path that is ours.
  func requirePassage(to path: String, _ operation: String) throws(ServerError) {
    var folder = path
    while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
      folder = String(folder[..<slash])
      var status = stat()
      guard stat(folder, &status) == 0 else { throw .fromErrno("looking at \(folder)") }
      let bit: mode_t = status.st_uid == uid ? S_IXUSR : status.st_gid == gid ? S_IXGRP : S_IXOTH
      if status.st_mode & bit == 0 {
        throw ServerError(
          operation: operation, reason: "\(folder) is closed to the user \(uid), who runs the server when we are root",
          hint: "set TMPDIR to a folder that every user may go through, as /tmp")
      }
    }
  }

  /// The same program as this user. setpriv (util-linux) becomes the program, so that its process is the child itself.
  func running(_ invocation: Invocation) -> Invocation {
    Invocation(
      "setpriv",
      ["--reuid=\(uid)", "--regid=\(gid)", "--clear-groups", "--", invocation.program] + invocation.arguments,
      environment: invocation.environment, directory: invocation.directory)
  }
}

import Processes

/// A data folder fresh from initdb, kept in the user's cache and never started: copying it takes a tenth of the time.
///
/// A cache that cannot be used is no error, since initdb can always be run instead. What is in it is believed only when
/// it is ours and its marker is there: the folder gets its name by one rename, after its content and the marker.
struct ServerTemplate {
  /// nil: there is no place for a cache.
  let folder: String?
  private let scratch: Scratch

  /// The recipe is all that decides what initdb makes: another recipe is another template.
  init(_ binaries: ServerBinaries, recipe: [String], environment: [String: String], scratch: Scratch) {
    self.scratch = scratch
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.cache" : nil }
    let cache = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
    let version = binaries.fullVersion.prefix { !$0.isWhitespace && $0 != "/" }
    let key = fingerprint([binaries.fullVersion, binaries.directory] + recipe)
    folder = cache.map { "\($0)/baseline/postgres/\(version)-\(key)" }
  }

  private static let marker = "complete"

  /// Copies the template to a path that does not exist yet.
  /// - Returns: false when there is none that can be used; nothing is left at the path then.
  func copy(to data: String) -> Bool {
    guard let folder, isOurs(folder), access("\(folder)/\(Self.marker)", F_OK) == 0 else { return false }
    if run("cp", "-a", "--", "\(folder)/data", data) { return true }
    run("rm", "-rf", "--", data)
    return false
  }

  /// Keeps a copy of a data folder that was never started, in the place of what is there if that is damaged.
  func keep(_ data: String) {
    guard let folder, let end = folder.lastIndex(of: "/") else { return }
    let parent = String(folder[..<end])
    // What a run that was killed left here.
    run("find", parent, "-maxdepth", "1", "-name", "*.new-*", "-mmin", "+60", "-exec", "rm", "-rf", "{}", "+")
    let staging = "\(folder).new-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    guard run("mkdir", "-p", "-m", "700", "--", parent), mkdir(staging, 0o700) == 0 else { return }
    defer { run("rm", "-rf", "--", staging) }
    guard run("cp", "-a", "--", data, "\(staging)/data"), run("touch", "--", "\(staging)/\(Self.marker)") else {
      return
    }
    if access("\(folder)/\(Self.marker)", F_OK) != 0 { discard() }
    // It fails when another run was faster: then theirs is kept.
    rename(staging, folder)
  }

  /// Forgets the template: what was made of it does not start.
  func discard() {
    guard let folder else { return }
    // One rename, so that nobody meets half of it.
    let old = "\(folder).new-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    if rename(folder, old) == 0 { run("rm", "-rf", "--", old) }
  }

  /// A template that another user can change would be a program of theirs that we run.
  private func isOurs(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_uid == geteuid() && status.st_mode & 0o022 == 0
  }

  @discardableResult private func run(_ program: String, _ arguments: String...) -> Bool {
    do throws(ProcessError) {
      let invocation = Invocation(program, arguments, environment: ["PATH": "/usr/bin:/bin"])
      return try scratch.run(invocation).status.isSuccess
    } catch {
      return false
    }
  }
}

/// FNV-1a, 64 bits, in hexadecimal: a short name, not a protection.
private func fingerprint(_ texts: [String]) -> String {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in texts.joined(separator: "\0").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  return String(hash, radix: 16)
}

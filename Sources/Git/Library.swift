import CGit2
import Processes

/// libgit2 as a whole: started once per process, with options that are the process's, not a repository's.
enum Library {
  /// Starts libgit2 if that was not done yet.
  /// - Throws: the error of the first start, every time.
  static func start() throws(GitError) { try started.get() }

  private static let started = Result { () throws(GitError) in
    try check(git_libgit2_init(), "starting libgit2")
    // What the user, the system and XDG configure is read through the git program, which alone knows of `git -c`,
    // GIT_CONFIG_GLOBAL and includes. libgit2 sees the repository's own configuration only.
    for level in [GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL]
    {
      try check(baseline_git_set_search_path(level.rawValue, ""), "configuring libgit2")
    }
    // libgit2 does not honour `safe.directory = *`: Ownership.swift lets git decide.
    try check(baseline_git_set_owner_validation(0), "configuring libgit2")
    try check(baseline_git_enable_fsync_gitdir(1), "configuring libgit2")
    // Extensions that change nothing for what we read and write.
    try withExtensionNames(["worktreeconfig", "preciousobjects", "partialclone", "relativeworktrees"])
  }

  private static func withExtensionNames(_ names: [String]) throws(GitError) {
    let copies = names.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var pointers: [UnsafePointer<CChar>?] = copies.map { UnsafePointer($0) }
    try check(baseline_git_set_extensions(&pointers, pointers.count), "configuring libgit2")
  }
}

/// The one owner of a libgit2 handle. It must be held by name, or in a property, as long as its pointer is used: one
/// that is only passed through (`make().pointer`) may be released before the call that gets the pointer.
final class Owned {
  let pointer: OpaquePointer
  private let release: (OpaquePointer) -> Void

  init(_ pointer: OpaquePointer, release: @escaping (OpaquePointer) -> Void) {
    self.pointer = pointer
    self.release = release
  }

  deinit { release(pointer) }
}

/// Calls a libgit2 function that makes a handle, and takes the handle over.
func own(
  _ operation: @autoclosure () -> String, release: @escaping (OpaquePointer) -> Void,
  make: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
) throws(GitError) -> Owned {
  var pointer: OpaquePointer?
  try check(make(&pointer), operation())
  guard let pointer else { throw GitError(operation: operation(), reason: "libgit2 gave nothing") }
  return Owned(pointer, release: release)
}

import Processes

/// git refuses repositories that other users own, since their configuration can run programs; libgit2's own check does
/// not know `safe.directory = *`. So git decides, and only where someone else owns something.
func checkOwner(
  of paths: [String], in directory: String, _ environment: [String: String]
) throws(GitError) {
  let user = geteuid()
  let isForeign = paths.contains { path in
    var information = stat()
    return lstat(path, &information) == 0 && information.st_uid != user
  }
  guard isForeign else { return }
  let finished = try runGit(["rev-parse", "--git-dir"], environment: environment, directory: directory)
  guard !finished.status.isSuccess else { return }
  let operation = "opening the repository at \(directory)"
  guard finished.errorText.contains("dubious ownership") else { throw .program(operation, finished) }
  throw GitError(
    operation: operation, reason: "it is owned by another user, whose configuration could run programs as you",
    hint: "if you trust it: git config --global --add safe.directory \(paths.dropFirst().first ?? paths[0])", code: 128)
}

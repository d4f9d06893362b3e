import CGit2

extension Repository {
  /// The commit that a revision means, as in gitrevisions(7): `HEAD`, `main~2`, `v1.0`, an id or the beginning of one.
  /// Tags are followed to their commit.
  /// - Returns: nil when it means nothing here, or no commit.
  /// - Throws: when it means more than one.
  package func resolve(_ revision: String) throws(GitError) -> OID? {
    // Whatever the text is, git gets it as one argument that cannot be an option.
    guard !revision.isEmpty, !revision.hasPrefix("-"), revision.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
      return nil
    }
    if revision == "HEAD", let commit = try head().commit { return commit }
    // `^{commit}` cannot be appended: in `:/words` it would be words.
    let finished = try git(["-c", "core.disambiguate=commit", "rev-parse", "--verify", "--end-of-options", revision])
    if finished.status.isSuccess {
      guard let line = finished.text.split(separator: "\n").last, let oid = OID(hex: line) else { return nil }
      return try peeled(oid)
    }
    if finished.errorText.contains("ambiguous") {
      throw GitError(
        operation: "looking for the revision \(revision)", reason: "it is the beginning of several ids",
        hint: "give more of its digits", code: 128)
    }
    return nil
  }

  /// The commit that an object is or that a tag stands for; nil: neither.
  private func peeled(_ oid: OID) throws(GitError) -> OID? {
    var id = oid.gitID
    var pointer: OpaquePointer?
    let isThere = try found(git_object_lookup(&pointer, handle, &id, GIT_OBJECT_ANY), "reading the object \(oid)")
    guard isThere, let pointer else { return nil }
    let object = Owned(pointer, release: git_object_free)
    var target: OpaquePointer?
    let code = git_object_peel(&target, object.pointer, GIT_OBJECT_COMMIT)
    if code == GIT_EPEEL.rawValue || code == GIT_EINVALIDSPEC.rawValue {
      git_error_clear()
      return nil
    }
    guard try found(code, "following the tag \(oid)"), let target else { return nil }
    let commit = Owned(target, release: git_object_free)
    return withExtendedLifetime(commit) { git_object_id(commit.pointer).map { OID(gitID: $0.pointee) } }
  }

  /// Whether one commit is reachable from another; a commit is an ancestor of itself.
  package func isAncestor(_ ancestor: OID, of commit: OID) throws(GitError) -> Bool {
    let finished = try git(["merge-base", "--is-ancestor", "\(ancestor)", "\(commit)"])
    if finished.status == .exited(1) { return false }
    guard finished.status.isSuccess else { throw .program("comparing \(ancestor.short) and \(commit.short)", finished) }
    return true
  }

  /// The best common ancestor of two commits; nil: they have none.
  package func mergeBase(_ one: OID, _ other: OID) throws(GitError) -> OID? {
    let finished = try git(["merge-base", "\(one)", "\(other)"])
    if finished.status == .exited(1) { return nil }
    guard finished.status.isSuccess else {
      throw .program("looking for the merge base of \(one.short) and \(other.short)", finished)
    }
    return OID(hex: finished.text.prefix(40))
  }

  /// The commits that are reachable from one commit and not from the others, newest first, as `git rev-list`. Excluded
  /// ids that are not in this repository are passed over: a pre-push line names what the remote has, which we need not
  /// have.
  package func commits(from commit: OID, notIn excluded: [OID]) throws(GitError) -> [OID] {
    let lines = ["\(commit)"] + excluded.filter { !$0.isZero && contains($0) }.map { "^\($0)" }
    let output = try gitOutput(
      ["rev-list", "--stdin"], input: Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")],
      doing: "listing the commits of \(commit.short)")
    return output.split(separator: "\n").compactMap { OID(hex: $0) }
  }

  /// The commits among those reachable from `known` that a commit's own history begins on; the commit itself when all of it
  /// is known; empty when nothing is.
  package func boundary(of commit: OID, notIn known: [OID]) throws(GitError) -> [OID] {
    let lines = ["\(commit)"] + known.map { "^\($0)" }
    let output = try gitOutput(
      ["rev-list", "--boundary", "--stdin"], input: Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")],
      doing: "looking for what is known of \(commit.short)")
    let listed = output.split(separator: "\n")
    return listed.isEmpty ? [commit] : listed.compactMap { $0.hasPrefix("-") ? OID(hex: $0.dropFirst()) : nil }
  }
}

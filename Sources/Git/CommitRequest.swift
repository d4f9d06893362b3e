/// A commit to be made: a few files changed against its parent, and nothing that happens to be staged.
package struct CommitRequest: Sendable {
  package var updates: [FileUpdate]
  package var message: String
  /// nil: where HEAD is. A name without `refs/` is a branch, which begins at HEAD when there is none; a name with it
  /// is any reference, which begins with a commit without parent.
  package var branch: String?
  /// The commit is made only on top of this one; nil: on top of whatever is there, and again when another process
  /// was faster.
  package var expectedParent: OID?
  /// Whether the work tree's files and the index follow. They must where the branch is checked out, and cannot elsewhere.
  package var touchWorkTree: Bool
  /// nil: as git writes it, `commit: ` and the subject.
  package var reflogMessage: String?

  package init(
    updates: [FileUpdate], message: String, branch: String? = nil, expectedParent: OID? = nil,
    touchWorkTree: Bool = true, reflogMessage: String? = nil
  ) {
    self.updates = updates
    self.message = message
    self.branch = branch
    self.expectedParent = expectedParent
    self.touchWorkTree = touchWorkTree
    self.reflogMessage = reflogMessage
  }
}

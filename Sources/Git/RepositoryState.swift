import CGit2

/// What the repository is in the middle of.
package enum RepositoryState: Sendable, Hashable {
  case none, merge, revert, cherryPick, bisect, rebase, am

  /// For messages, as in `a rebase is going on`; nil for `none`.
  package var word: String? {
    switch self {
    case .none: nil
    case .merge: "a merge"
    case .revert: "a revert"
    case .cherryPick: "a cherry-pick"
    case .bisect: "a bisect"
    case .rebase: "a rebase"
    case .am: "a git am"
    }
  }

  /// The commands that end it.
  package var hint: String? {
    switch self {
    case .none: nil
    case .merge: "git commit, or git merge --abort"
    case .revert: "git revert --continue, or git revert --abort"
    case .cherryPick: "git cherry-pick --continue, or git cherry-pick --abort"
    case .bisect: "git bisect reset"
    case .rebase: "git rebase --continue, or git rebase --abort"
    case .am: "git am --continue, or git am --abort"
    }
  }
}

extension Repository {
  /// What the repository is in the middle of.
  package var state: RepositoryState {
    switch git_repository_state_t(UInt32(max(0, git_repository_state(handle)))) {
    case GIT_REPOSITORY_STATE_MERGE: .merge
    case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: .revert
    case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE: .cherryPick
    case GIT_REPOSITORY_STATE_BISECT: .bisect
    case GIT_REPOSITORY_STATE_REBASE, GIT_REPOSITORY_STATE_REBASE_INTERACTIVE, GIT_REPOSITORY_STATE_REBASE_MERGE:
      .rebase
    case GIT_REPOSITORY_STATE_APPLY_MAILBOX, GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE: .am
    default: .none
    }
  }
}

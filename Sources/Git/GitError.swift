import CGit2
import Processes

/// What libgit2, the git program, or a file operation on the repository refused.
package struct GitError: Error, Equatable, CustomStringConvertible {
  /// What was being done, with its operand, as in `reading blob 1234567`.
  package let operation: String
  package let reason: String
  /// The command to run next, or what to know before.
  package let hint: String?
  /// libgit2's error code (below zero), git's exit code (above), or 0 when neither spoke.
  package let code: Int32

  package init(operation: String, reason: String, hint: String? = nil, code: Int32 = 0) {
    self.operation = operation
    self.reason = reason
    self.hint = hint
    self.code = code
  }

  package var description: String {
    "\(operation): \(reason)" + (hint.map { "\nhint: \($0)" } ?? "")
  }

  /// A reference did not have the value that it was expected to have: another writer was faster.
  package var isLostRace: Bool { code == GIT_EMODIFIED.rawValue }
  /// A lock file that git honours is there.
  package var isLocked: Bool { code == GIT_ELOCKED.rawValue }
  /// An object that is named by another is not in the object store.
  package var isMissingObject: Bool { code == GIT_ENOTFOUND.rawValue }

  init(_ error: ProcessError, hint: String? = nil) {
    self.init(operation: error.operation, reason: error.reason, hint: hint)
  }

  /// A failed system call. `errno` is to be read at once: the next call may change it.
  static func system(_ operation: String, _ code: Int32, hint: String? = nil) -> GitError {
    GitError(operation: operation, reason: systemMessage(code), hint: hint)
  }

  /// The error of the libgit2 call that has just returned `code`.
  static func libgit2(_ operation: String, _ code: Int32, hint: String? = nil) -> GitError {
    let message = git_error_last().flatMap { $0.pointee.message }.map { String(cString: $0) }
    git_error_clear()
    return GitError(
      operation: operation, reason: message ?? "libgit2 error \(code)", hint: hint, code: code)
  }
}

/// The one gate of libgit2's return codes: below zero throws, all else is returned.
@discardableResult func check(_ code: Int32, _ operation: @autoclosure () -> String) throws(GitError) -> Int32 {
  guard code < 0 else { return code }
  throw .libgit2(operation(), code)
}

/// The same, where GIT_ENOTFOUND means nothing worse than "there is none": false then.
func found(_ code: Int32, _ operation: @autoclosure () -> String) throws(GitError) -> Bool {
  if code == GIT_ENOTFOUND.rawValue {
    git_error_clear()
    return false
  }
  try check(code, operation())
  return true
}

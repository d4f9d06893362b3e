import Processes

/// git's configuration as git itself resolves it: system, user, repository and work tree, includes, `git -c`.
package struct Configuration: Sendable {
  /// One line of a configuration file.
  package struct Entry: Sendable, Hashable {
    /// `section.subsection.name`; section and name in lower case, as git compares them.
    package let key: String
    /// `true` where the file gives the name alone.
    package let value: String
    /// system, global, local, worktree or command.
    package let scope: String
    /// Where it was read, as in `file:/home/ada/.gitconfig`.
    package let origin: String
  }

  /// In the order of reading: the last one counts.
  package let entries: [Entry]

  init(of repository: Repository) throws(GitError) {
    let operation = "reading git's configuration"
    let (environment, directory) = (Self.needed(repository.environment), repository.topDirectory)
    let ahead = ConfigurationAhead.answer(environment, in: directory)
    let finished = if let ahead { ahead } else { try Self.ask(environment, in: directory) }
    guard finished.status.isSuccess else { throw .program(operation, finished) }
    let parts = finished.output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
    guard parts.count % 3 == 0 else { throw GitError(operation: operation, reason: "git's answer has an unknown form") }
    var entries: [Entry] = []
    for start in stride(from: parts.startIndex, to: parts.endIndex, by: 3) {
      let pair = parts[start + 2].split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
      entries.append(
        Entry(
          key: String(decoding: pair[0], as: UTF8.self),
          value: pair.count > 1 ? String(decoding: pair[1], as: UTF8.self) : "true",
          scope: String(decoding: parts[start], as: UTF8.self),
          origin: String(decoding: parts[start + 1], as: UTF8.self)))
    }
    self.entries = entries
  }

  /// It is read before anybody knows which variables are secrets: git gets what it needs, and no other.
  static func needed(_ environment: [String: String]) -> [String: String] {
    environment.filter { name, _ in ["PATH", "HOME", "XDG_CONFIG_HOME"].contains(name) || name.hasPrefix("GIT_") }
  }

  static func ask(_ environment: [String: String], in directory: String) throws(GitError) -> FinishedProcess {
    try runGit(
      ["config", "--list", "-z", "--show-scope", "--show-origin"], environment: environment, directory: directory)
  }

  /// All that is said of a key, the one that counts last.
  package func all(_ key: String) -> [Entry] {
    let wanted = Self.normalized(key)
    return entries.filter { $0.key.utf8.elementsEqual(wanted.utf8) }
  }

  /// The value that counts; nil: not set.
  package func value(_ key: String) -> String? { all(key).last?.value }

  /// The value as a boolean; nil: not set.
  /// - Throws: when it is none, as git does.
  package func flag(_ key: String) throws(GitError) -> Bool? {
    guard let entry = all(key).last else { return nil }
    guard let flag = Self.boolean(entry.value) else {
      throw GitError(
        operation: "reading git's configuration", reason: "\(key) is neither true nor false: \(entry.value)",
        hint: "it is set in \(entry.origin)")
    }
    return flag
  }

  /// git's booleans; nil: none.
  static func boolean(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off", "": false
    case let number: Int(number).map { $0 != 0 }
    }
  }

  /// Section and name in lower case; a subsection between them counts as it is written.
  private static func normalized(_ key: String) -> String {
    guard let first = key.firstIndex(of: "."), let last = key.lastIndex(of: ".") else { return key.lowercased() }
    return key[..<first].lowercased() + key[first..<last] + key[last...].lowercased()
  }
}

extension Repository {
  /// The value of a key that counts; nil: not set.
  package func config(_ key: String) throws(GitError) -> String? { try configuration().value(key) }

  /// All values of a key, the one that counts last.
  package func configAll(_ key: String) throws(GitError) -> [String] { try configuration().all(key).map(\.value) }

  /// Sets a key in this repository's own configuration, in place of all values it has there.
  package func setLocalConfig(_ key: String, _ value: String) throws(GitError) {
    _ = try gitOutput(
      ["config", "--local", "--replace-all", key, value], doing: "setting \(key) in git's configuration")
    forgetConfiguration()
  }

  /// Removes a key from this repository's own configuration; nothing happens where it is not set.
  package func unsetLocalConfig(_ key: String) throws(GitError) {
    let finished = try git(["config", "--local", "--unset-all", key])
    // 5: it was not set.
    guard finished.status.isSuccess || finished.status == .exited(5) else {
      throw .program("removing \(key) from git's configuration", finished)
    }
    forgetConfiguration()
  }
}

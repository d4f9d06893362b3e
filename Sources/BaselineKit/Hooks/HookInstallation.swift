import Git
import Processes

/// Installing, removing and looking at the hook scripts of a clone. An existing hook keeps working, and comes back byte for
/// byte.
package struct HookInstallation {
  let repository: Repository

  package init(_ repository: Repository) {
    self.repository = repository
  }

  /// How one hook stands.
  package enum Status: Equatable, Sendable {
    case installed
    /// Ours, in front of one that was there before.
    case chained
    case foreign
    case absent
  }

  /// The folder whose hooks git runs here.
  /// - Throws: Failure when git runs none, or runs those of a folder in the work tree, which each branch brings its own of.
  package func folder() throws -> String { try directory().path }

  /// Whether the folder serves all of a user's repositories: `core.hooksPath` is set for the user or the machine.
  package func isShared() throws -> Bool {
    try ["global", "system"].contains(directory().setting?.scope)
  }

  private func directory() throws -> HooksDirectory {
    guard let directory = try repository.hooksDirectory() else {
      throw Failure(
        "looking for the hooks folder", "core.hooksPath switches all hooks off",
        hint: "git config --unset core.hooksPath")
    }
    return directory
  }

  package func status() throws -> [(hook: HookName, status: Status)] {
    let folder = try folder()
    return try HookName.allCases.map { hook in (hook, try status(of: hook, in: folder)) }
  }

  private func status(of hook: HookName, in folder: String) throws -> Status {
    let path = "\(folder)/\(hook.rawValue)"
    guard fileExists(path) else { return .absent }
    guard let bytes = try? readFile(path, limit: 1 << 20), HookScript.isOurs(bytes) else { return .foreign }
    return fileExists(Self.legacy(path)) ? .chained : .installed
  }

  private static func legacy(_ path: String) -> String { "\(path).before-baseline" }

  /// Writes the scripts. An existing hook is renamed and called first.
  /// - Returns: the hooks that have an older one in front now.
  @discardableResult package func install(program: String, failsWithout: Bool) throws -> [HookName] {
    let folder = try folder()
    if let top = repository.workTree, folder == top || folder.hasPrefix(top + "/"),
      !folder.hasPrefix(repository.commonDirectory + "/")
    {
      throw Failure(
        "installing the hooks",
        "core.hooksPath leads into the work tree (\(folder)), where another tool or your team keeps them",
        hint:
          "add `baseline hook pre-commit`, `baseline hook pre-merge-commit` and `baseline hook pre-push \"$@\"` to the hooks there"
      )
    }
    var chained: [HookName] = []
    for hook in HookName.allCases {
      let path = "\(folder)/\(hook.rawValue)"
      let status = try status(of: hook, in: folder)
      if status == .foreign {
        guard !fileExists(Self.legacy(path)) else {
          throw Failure(
            "installing the \(hook.rawValue) hook", "\(Self.legacy(path)) is already there",
            hint: "look at both files and remove the one that is not needed")
        }
        guard rename(path, Self.legacy(path)) == 0 else {
          throw Failure("installing the \(hook.rawValue) hook", systemMessage(errno))
        }
      }
      let script = HookScript.text(hook, program: program, failsWithout: failsWithout || hook == .prePush)
      do {
        try writeFile(Array(script.utf8), to: path, mode: 0o755)
        guard chmod(path, 0o755) == 0 else {
          throw Failure("installing the \(hook.rawValue) hook", systemMessage(errno))
        }
      } catch {
        if status == .foreign { _ = rename(Self.legacy(path), path) }
        throw error
      }
      if status == .foreign || status == .chained { chained.append(hook) }
    }
    return chained
  }

  /// Removes our scripts and gives older hooks their place back.
  /// - Returns: the hooks that were removed.
  @discardableResult package func uninstall() throws -> [HookName] {
    let folder = try folder()
    var removed: [HookName] = []
    for hook in HookName.allCases {
      let path = "\(folder)/\(hook.rawValue)"
      let status = try status(of: hook, in: folder)
      guard status == .installed || status == .chained else { continue }
      let result = status == .chained ? rename(Self.legacy(path), path) : unlink(path)
      guard result == 0 else { throw Failure("removing the \(hook.rawValue) hook", systemMessage(errno)) }
      removed.append(hook)
    }
    return removed
  }
}

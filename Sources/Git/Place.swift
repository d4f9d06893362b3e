import CGit2
import Processes

/// Which repository is meant, and where its parts are.
struct Place {
  let owned: Owned
  let gitDirectory: String
  let commonDirectory: String
  let workTree: String?
  let indexPath: String
  let environment: [String: String]

  init(finding directory: String, environment given: [String: String]) throws(GitError) {
    let start = directory == "." ? try currentDirectory() : absolutePath(directory, in: try currentDirectory())
    let named = given["GIT_DIR"].flatMap { $0.isEmpty ? nil : absolutePath($0, in: start) }
    owned = try Self.open(named ?? start, isNamed: named != nil, environment: given)
    gitDirectory = Self.path(git_repository_path(owned.pointer)) ?? start
    commonDirectory = Self.path(git_repository_commondir(owned.pointer)) ?? gitDirectory

    if let common = given["GIT_COMMON_DIR"], !common.isEmpty {
      guard realPath(absolutePath(common, in: start)) == realPath(commonDirectory) else {
        throw GitError(
          operation: "opening \(gitDirectory)", reason: "GIT_COMMON_DIR names another folder, which is not supported",
          hint: "unset GIT_COMMON_DIR")
      }
    }
    let namedWorkTree = given["GIT_WORK_TREE"].flatMap { $0.isEmpty ? nil : $0 }
    let found = Self.path(git_repository_workdir(owned.pointer))
    let isLinked = git_repository_is_worktree(owned.pointer) == 1
    // What libgit2 makes of a git folder that was named (its parent would be the work tree) and of core.bare in
    // config.worktree is not what git does.
    if namedWorkTree != nil || (named != nil && !isLinked) || Self.hasWorkTreeConfiguration(owned) {
      workTree = try Self.workTreeByGit(in: start, environment: given)
    } else {
      workTree = found
    }
    if named == nil {
      try checkOwner(of: [gitDirectory, workTree, workTree.map { "\($0)/.git" }].compactMap { $0 }, in: start, given)
    }

    var environment = given
    if let named { environment["GIT_DIR"] = named }
    if namedWorkTree != nil, let workTree { environment["GIT_WORK_TREE"] = workTree }
    if let index = given["GIT_INDEX_FILE"], !index.isEmpty {
      // git goes to the top of the work tree before it reads the name, so a hook in a sub-folder means the same file.
      indexPath = absolutePath(index, in: workTree ?? start)
      environment["GIT_INDEX_FILE"] = indexPath
    } else {
      indexPath = "\(gitDirectory)/index"
    }
    self.environment = environment
  }

  private static func open(
    _ path: String, isNamed: Bool, environment: [String: String]
  ) throws(GitError) -> Owned {
    var flags: UInt32 = 0
    if isNamed { flags |= GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue | GIT_REPOSITORY_OPEN_NO_DOTGIT.rawValue }
    if let crosses = environment["GIT_DISCOVERY_ACROSS_FILESYSTEM"], Configuration.boolean(crosses) == true {
      flags |= GIT_REPOSITORY_OPEN_CROSS_FS.rawValue
    }
    var pointer: OpaquePointer?
    let code = git_repository_open_ext(&pointer, path, flags, environment["GIT_CEILING_DIRECTORIES"])
    if code == 0, let pointer { return Owned(pointer, release: git_repository_free) }
    let operation = "opening the repository at \(path)"
    if code == GIT_ENOTFOUND.rawValue {
      git_error_clear()
      throw GitError(
        operation: operation,
        reason: isNamed ? "GIT_DIR names no git repository" : "there is no git repository here or above",
        hint: isNamed ? nil : "git init", code: code)
    }
    throw .libgit2(operation, code).namingFeature
  }

  /// The top of the work tree as git sees it; nil: it sees none.
  private static func workTreeByGit(
    in directory: String, environment: [String: String]
  ) throws(GitError) -> String? {
    let finished = try runGit(
      ["rev-parse", "--absolute-git-dir", "--show-toplevel"], environment: environment, directory: directory)
    let lines = finished.text.split(separator: "\n")
    // The first line alone: a repository without a work tree, of which git says that "this operation must be run in" one.
    guard let first = lines.first, first.hasPrefix("/") else {
      throw .program("opening the repository at \(directory)", finished)
    }
    return lines.count > 1 && finished.status.isSuccess ? String(lines[1]) : nil
  }

  private static func hasWorkTreeConfiguration(_ repository: Owned) -> Bool {
    var configuration: OpaquePointer?
    guard git_repository_config_snapshot(&configuration, repository.pointer) == 0 else { return false }
    defer { git_config_free(configuration) }
    var value: Int32 = 0
    return git_config_get_bool(&value, configuration, "extensions.worktreeconfig") == 0 && value != 0
  }

  /// libgit2's folder names end in a slash.
  private static func path(_ text: UnsafePointer<CChar>?) -> String? {
    guard let text else { return nil }
    let path = String(cString: text)
    return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }
}

func currentDirectory() throws(GitError) -> String {
  guard let path = getcwd(nil, 0) else { throw .system("looking for the current folder", errno) }
  defer { free(path) }
  return String(cString: path)
}

/// Links and `..` resolved; nil when there is no such file.
func realPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

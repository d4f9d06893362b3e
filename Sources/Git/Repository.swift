import CGit2
import Processes

/// A git repository: the objects, references and index of one work tree, or of a bare repository. All that it returns
/// is read completely; nothing refers back to it. Not to be shared between threads.
package final class Repository {
  /// Absolute, links resolved, without a final slash; of a linked work tree its own one below `worktrees/`.
  package let gitDirectory: String
  /// Where objects and branches are; the same as `gitDirectory` but in a linked work tree.
  package let commonDirectory: String
  /// The top of the work tree; nil: bare.
  package let workTree: String?
  /// What the git program is started with: the given environment, with paths in it made absolute.
  package private(set) var environment: [String: String]
  /// The index that git uses here: `GIT_INDEX_FILE` where a hook was given one.
  package let indexPath: String

  let owned: Owned
  let odb: Owned
  private var loadedConfiguration: Configuration?

  var handle: OpaquePointer { owned.pointer }

  /// Opens the repository that git would use: the one that `GIT_DIR`, `GIT_WORK_TREE` and `GIT_INDEX_FILE` name (git
  /// sets them for hooks), else the nearest at or above a folder.
  /// - Parameters:
  ///   - directory: where to look; relative to the current folder.
  ///   - environment: complete; what is not listed is unset, for git's children too.
  /// - Throws: when there is none, or it uses a format that cannot be read here: the error names it and the way out.
  package init(at directory: String, environment: [String: String]) throws(GitError) {
    try Library.start()
    let place = try Place(finding: directory, environment: environment)
    owned = place.owned
    gitDirectory = place.gitDirectory
    commonDirectory = place.commonDirectory
    workTree = place.workTree
    indexPath = place.indexPath
    self.environment = place.environment
    odb = try own("opening the objects of \(place.gitDirectory)", release: git_odb_free) { result in
      git_repository_odb(result, place.owned.pointer)
    }
    try addQuarantine()
  }

  /// Whether there is no work tree.
  package var isBare: Bool { workTree == nil }

  /// Where git's children are started: the top, as in a hook.
  var topDirectory: String { workTree ?? gitDirectory }

  /// The configuration as git sees it, read at first use and then kept.
  package func configuration() throws(GitError) -> Configuration {
    if let loadedConfiguration { return loadedConfiguration }
    let loaded = try Configuration(of: self)
    loadedConfiguration = loaded
    return loaded
  }

  /// Keeps variables from git's children from now on: those that hold secrets which git has no use for.
  package func withhold(_ variables: [String]) {
    for name in variables { environment[name] = nil }
  }

  func forgetConfiguration() {
    loadedConfiguration = nil
    ConfigurationAhead.forget()
  }

  /// The object folders that git names to pre-receive and its like, where what was pushed waits. Libgit2 takes them
  /// for alternates: read, never written.
  private func addQuarantine() throws(GitError) {
    var folders = environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"]?.split(separator: ":").map(String.init) ?? []
    if let own = environment["GIT_OBJECT_DIRECTORY"], !own.isEmpty { folders.append(own) }
    for folder in folders {
      try check(
        git_odb_add_disk_alternate(odb.pointer, absolutePath(folder, in: topDirectory)),
        "opening the objects of \(folder)")
    }
  }
}

/// A path as seen from a folder.
func absolutePath(_ path: String, in directory: String) -> String {
  path.hasPrefix("/") ? path : directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
}

/// The folder whose hooks git runs.
package struct HooksDirectory: Sendable, Hashable {
  /// Absolute.
  package let path: String
  /// The `core.hooksPath` that moved it there; nil: git's own place below the common directory.
  package let setting: Configuration.Entry?
}

extension Repository {
  /// The folder whose hooks git runs here.
  /// - Returns: nil when `core.hooksPath` is empty or `/dev/null`: then git runs none.
  package func hooksDirectory() throws(GitError) -> HooksDirectory? {
    let setting = try configuration().all("core.hooksPath").last
    if let setting, setting.value.isEmpty || setting.value == "/dev/null" { return nil }
    let path = try gitOutput(["rev-parse", "--git-path", "hooks"], doing: "looking for the hooks folder")
    return HooksDirectory(path: absolutePath(path, in: topDirectory), setting: setting)
  }
}

import TestSupport
import Testing

extension Sandbox {
  /// A repository with a configuration, one commit and no events yet.
  /// - Parameter remote: beside it a bare repository, `../origin.git`, as its remote `origin`.
  static func withEvents(remote: Bool = false, config: String = "critical_tables: [customers]\n") throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write(config, to: "ci/schema_drift_config.yml")
    try sandbox.repository.commit("Begin")
    if remote {
      try sandbox.git("clone", "--quiet", "--bare", ".", "../origin.git")
      try sandbox.git("remote", "add", "origin", "\(sandbox.repository.folder.path)/origin.git")
    }
    return sandbox
  }

  /// A clone beside it, made with further options of git clone.
  func clone(_ name: String, _ options: String...) throws -> String {
    let path = "\(repository.folder.path)/\(name)"
    let result = try git(["clone", "--quiet"] + options + ["file://\(repository.folder.path)/origin.git", path])
    guard result.code == 0 else { throw TestFailure("\(result)") }
    return path
  }

  /// Nothing is broken or missing, and each commit's parents are there.
  func requireSoundEvents(in directory: String) throws {
    #expect(try git("fsck", "--strict", "--no-dangling", "--connectivity-only", in: directory).isEmpty)
    try git("rev-list", "--objects", "refs/baseline/events", in: directory)
  }
}

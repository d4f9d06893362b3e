import Git
import Processes
import TestSupport
import Testing

/// Each shape of repository that git-facts.md names: opened, read, and where it can be, committed to.
@Suite struct RepositoryShapeTests {
  private let update = FileUpdate(path: "ci/b.json", contents: [UInt8](bytes("new\n")))

  /// Commits through the repository and demands that git sees nothing left to do.
  private func commits(_ repository: Repository) throws {
    let oid = try repository.commit(CommitRequest(updates: [update], message: "refresh"))
    #expect(try repository.head().commit == oid)
    #expect(try repository.gitOutput(["status", "--porcelain"], doing: "status") == "")
    #expect(
      try repository.index().entry(at: "ci/b.json")?.oid
        == repository.entry(at: "ci/b.json", in: repository.tree(of: oid))?.oid)
  }

  @Test func opensFromASubfolder() throws {
    let test = try TestRepository()
    try test.commit("first", ["sub/deep/a": "1"])
    let repository = try test.open(in: "\(test.path)/sub/deep")
    #expect(repository.workTree == test.path)
    #expect(repository.gitDirectory == "\(test.path)/.git")
    #expect(repository.commonDirectory == "\(test.path)/.git")
    #expect(!repository.isBare && !repository.isShallow && repository.state == .none)
    try commits(repository)
  }

  @Test func saysThatThereIsNone() throws {
    let test = try TestRepository(initialised: false)
    let error = try failure { _ = try test.open() }
    #expect(error.hint == "git init")
    #expect(error.operation.contains(test.path))
    let named = try failure { _ = try test.open(in: nil, ["GIT_DIR": "nowhere"]) }
    #expect(named.reason.contains("GIT_DIR"))
  }

  @Test func honoursCeilings() throws {
    let test = try TestRepository()
    try test.commit("first", ["sub/deep/a": "1"])
    #expect(throws: GitError.self) {
      _ = try test.open(in: "\(test.path)/sub/deep", ["GIT_CEILING_DIRECTORIES": "\(test.path)/sub"])
    }
  }

  @Test func opensASeparateGitDirectory() throws {
    let test = try TestRepository(initialised: false)
    try test.git("init", "--quiet", "--separate-git-dir", "../store.git", ".")
    try test.commit("first", ["a": "1"])
    let found = try test.open()
    #expect(found.workTree == test.path && found.gitDirectory.hasSuffix("/store.git"))
    try commits(found)
    // As in its hooks: the folder is named, and the work tree is where we are.
    let named = try test.open(in: nil, ["GIT_DIR": "\(test.folder.path)/store.git"])
    #expect(named.workTree == test.path)
    #expect(try named.index().count == 2)
  }

  @Test func opensAWorkTreeThatIsNamed() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    try test.folder.write("", to: "elsewhere/sub/.keep")
    let repository = try test.open(
      in: "\(test.folder.path)/elsewhere/sub", ["GIT_DIR": "../../work/.git", "GIT_WORK_TREE": ".."])
    #expect(repository.workTree == "\(test.folder.path)/elsewhere")
    #expect(repository.environment["GIT_WORK_TREE"] == "\(test.folder.path)/elsewhere")
    try repository.writeWorkTree([FileUpdate(path: "x", contents: [1])])
    #expect(try test.folder.read("elsewhere/x") == [1])
    #expect(try repository.gitOutput(["rev-parse", "--show-toplevel"], doing: "asking") == repository.workTree)
  }

  @Test func opensASubmoduleAsItsHooksDo() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    try test.git("init", "--quiet", "--initial-branch=main", "../library")
    try test.git("-C", "../library", "commit", "--quiet", "--allow-empty", "-m", "one")
    try test.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../library", "sm")
    let top = "\(test.path)/sm"
    let repository = try test.open(in: top, ["GIT_DIR": "\(test.path)/.git/modules/sm"])
    #expect(repository.workTree == top)
    try commits(repository)
    #expect(try test.open(in: top).gitDirectory == "\(test.path)/.git/modules/sm")
    let tree = try #require(try test.open().index().entry(at: "sm"))
    #expect(tree.mode == .submodule)
  }

  @Test func refusesSHA256() throws {
    let test = try TestRepository(initialised: false)
    try test.git("init", "--quiet", "--object-format=sha256", ".")
    let error = try failure { _ = try test.open() }
    #expect(error.reason.contains("SHA-256"))
    #expect(error.hint != nil)
  }

  @Test func refusesReftable() throws {
    let test = try TestRepository()
    try test.git("config", "core.repositoryFormatVersion", "1")
    try test.git("config", "extensions.refStorage", "reftable")
    let error = try failure { _ = try test.open() }
    #expect(error.reason.contains("reftable") && error.hint?.contains("git refs migrate") == true)
  }

  @Test func opensWorkTreeConfiguration() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    try test.git("config", "core.repositoryFormatVersion", "1")
    try test.git("config", "extensions.worktreeConfig", "true")
    try test.git("config", "--worktree", "test.key", "here")
    let repository = try test.open()
    #expect(repository.workTree == test.path)
    #expect(try repository.config("test.key") == "here")
    try commits(repository)
    try test.git("config", "--worktree", "core.bare", "true")
    #expect(try test.open().isBare)
  }

  @Test(arguments: [
    (["update-index", "--split-index"], "split", "--no-split-index"),
    (["sparse-checkout", "set", "--cone", "--sparse-index", "ci"], "sparse", "--no-sparse-index"),
  ])
  func namesIndexFormats(command: [String], word: String, hint: String) throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1", "ci/x": "1", "other/deep/y": "1"])
    try test.git(command)
    let repository = try test.open()
    let error = try failure { _ = try repository.index() }
    #expect(error.reason.contains(word) && error.hint?.contains(hint) == true)
    let head = try test.oid("HEAD")
    #expect(throws: GitError.self) { try repository.commit(CommitRequest(updates: [update], message: "m")) }
    #expect(try test.oid("HEAD") == head)
    #expect(try test.leftovers() == "")
    // The hint works.
    let hint = try #require(error.hint)
    #expect(try test.run("sh", ["-c", hint]).status.isSuccess)
    _ = try test.open().index()
  }

  @Test func namesAnIndexWithoutChecksum() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    var index = try #require(try test.folder.read("work/.git/index"))
    index.replaceSubrange((index.count - 20)..., with: repeatElement(0, count: 20))
    try test.folder.write(index, to: "work/.git/index")
    let error = try failure { _ = try test.open().index() }
    #expect(error.reason.contains("index.skipHash") && error.hint?.contains("index.skipHash false") == true)
  }

  @Test func readsASparseCheckoutWithAFullIndex() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1", "ci/b.json": "1", "other/y": "1"])
    try test.git("sparse-checkout", "set", "--cone", "other")
    #expect(try test.text("ci/b.json") == nil)
    let repository = try test.open()
    #expect(try repository.index().entry(at: "ci/b.json") != nil)
    try commits(repository)
  }

  /// What was pushed waits there while pre-receive runs.
  @Test func readsQuarantinedObjects() throws {
    let test = try TestRepository()
    let store = "\(test.folder.path)/quarantine"
    try #require(mkdir(store, 0o755) == 0)
    let hidden = try test.run(
      "git", ["hash-object", "-w", "--stdin"], input: "x", environment: ["GIT_OBJECT_DIRECTORY": store])
    let oid = try #require(OID(hex: hidden.text.prefix(40)))
    #expect(throws: GitError.self) { _ = try test.open().blob(oid, limit: 1) }
    #expect(try test.open(in: nil, ["GIT_OBJECT_DIRECTORY": store]).blob(oid, limit: 1) == bytes("x"))
  }

  @Test func refusesAnotherCommonDirectory() throws {
    let test = try TestRepository()
    _ = try test.open(in: nil, ["GIT_COMMON_DIR": "\(test.path)/.git"])
    #expect(try failure { _ = try test.open(in: nil, ["GIT_COMMON_DIR": "/tmp"]) }.hint == "unset GIT_COMMON_DIR")
  }

  @Test func namesAPartialClone() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1", "b": "2"])
    try test.git("config", "uploadpack.allowFilter", "true")
    try test.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", "file://\(test.path)", "../partial")
    let repository = try test.open(in: "\(test.folder.path)/partial")
    #expect(repository.isPartialClone)
    let head = try #require(try repository.resolve("HEAD"))
    let entry = try #require(try repository.entry(at: "a", in: try repository.tree(of: head)))
    let error = try failure { _ = try repository.blob(entry.oid, limit: 100) }
    #expect(error.reason.contains("partial clone") && error.isMissingObject)
    // The hint works.
    try test.git(["-C", "../partial"] + (try #require(error.hint)).split(separator: " ").dropFirst().map(String.init))
    #expect(try test.open(in: "\(test.folder.path)/partial").blob(entry.oid, limit: 100) == bytes("1"))
  }

  @Test(.enabled(if: geteuid() == 0)) func letsGitDecideAboutForeignOwners() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    try #require(chown("\(test.path)/.git", 65_534, 65_534) == 0)
    let error = try failure { _ = try test.open() }
    #expect(error.hint?.contains("git config --global --add safe.directory \(test.path)") == true)
    try test.git("config", "--global", "safe.directory", "*")
    _ = try test.open()
  }

  @Test(.enabled(if: geteuid() == 0)) func doesNotAskAboutItsOwn() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    // With no git to start, opening and reading still work.
    let repository = try test.open(in: nil, ["PATH": "/nowhere"])
    #expect(try repository.head().branch == "main")
    #expect(try repository.index().count == 1)
    let error = try failure { _ = try repository.config("user.name") }
    #expect(error.hint?.contains("install git") == true)
  }
}

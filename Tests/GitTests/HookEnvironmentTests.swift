import Git
import Processes
import TestSupport
import Testing

/// What git hands to hooks (git-facts.md 1.1): recorded by a real hook, and opened with afterwards while git waits.
@Suite struct HookEnvironmentTests {
  enum Kind: String, CaseIterable { case plain, subfolder, all, path, linked, external }

  /// The hook writes down its environment and keeps a copy of the index that it was given; the copy stands in for the
  /// one that git removes when the hook has ended.
  @Test(arguments: Kind.allCases)
  func readsWhatIsStaged(kind: Kind) throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1", "b": "1", "sub/c": "1"])
    var top = test.path
    var command = ["commit", "--quiet", "-m", "two"]
    if kind == .linked {
      try test.git("worktree", "add", "--quiet", "-b", "side", "../side")
      top = "\(test.folder.path)/side"
    }
    try test.hook(
      "pre-commit",
      """
      pwd > "$HOME/cwd"; env -0 > "$HOME/env"; git rev-parse :a > "$HOME/a"; git rev-parse :b > "$HOME/b"
      mkdir "$HOME/kept" && cp "$GIT_INDEX_FILE" "$HOME/kept/${GIT_INDEX_FILE##*/}"
      """)
    func run(_ arguments: [String], _ extra: [String: String] = [:], in directory: String) throws {
      let finished = try test.run("git", arguments, environment: extra, in: directory)
      #expect(finished.status.isSuccess, "\(finished.errorText)")
    }
    let writer = top == test.path ? "work" : "side"
    try test.folder.write("staged", to: "\(writer)/a")
    try run(["add", "a"], in: top)
    try test.folder.write("dirty", to: "\(writer)/b")
    switch kind {
    case .plain, .linked: try run(command, in: top)
    case .subfolder: try run(command, in: "\(top)/sub")
    case .all: try run(command + ["-a"], in: top)
    case .path:
      command += ["b"]
      try run(command, in: top)
    case .external:
      try run(command, ["GIT_DIR": "\(top)/.git", "GIT_WORK_TREE": top], in: "/")
    }

    var variables: [String: String] = [:]
    for pair in try #require(try test.folder.read("home/env")).split(separator: 0) {
      let parts = String(decoding: pair, as: UTF8.self).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      variables[String(parts[0])] = String(parts[1])
    }
    let given = try #require(variables["GIT_INDEX_FILE"])
    let name = try #require(given.split(separator: "/").last)
    let cwd = try #require(try test.folder.text("home/cwd")).split(separator: "\n")[0]
    let repository = try Repository(at: String(cwd), environment: variables)
    #expect(repository.workTree == top)
    #expect(repository.indexPath == (given.hasPrefix("/") ? given : "\(top)/\(given)"))
    #expect(repository.isTemporaryIndex == (kind == .all || kind == .path))

    variables["GIT_INDEX_FILE"] = "\(test.folder.path)/home/kept/\(name)"
    let index = try Repository(at: String(cwd), environment: variables).index()
    for file in ["a", "b"] {
      #expect("\(try #require(index.entry(at: file)).oid)\n" == (try test.folder.text("home/\(file)")), "\(file)")
    }
    if repository.isTemporaryIndex {
      #expect(throws: GitError.self) { try repository.stage([1], at: "x") }
      #expect(throws: GitError.self) {
        try repository.commit(CommitRequest(updates: [FileUpdate(path: "x", contents: [1])], message: "m"))
      }
    }
  }

  @Test func findsTheHooksFolder() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    let plain = try #require(try test.open().hooksDirectory())
    #expect(plain.path == "\(test.path)/.git/hooks" && plain.setting == nil)
    try test.git("worktree", "add", "--quiet", "-b", "side", "../side")
    #expect(try test.open(in: "\(test.folder.path)/side").hooksDirectory()?.path == "\(test.path)/.git/hooks")
    try test.git("config", "--global", "core.hooksPath", "~/hooks")
    let global = try #require(try test.open().hooksDirectory())
    #expect(global.path == "\(test.folder.path)/home/hooks")
    #expect(global.setting?.scope == "global" && global.setting?.origin.hasSuffix(".gitconfig") == true)
    try test.git("config", "core.hooksPath", ".husky/_")
    #expect(try test.open().hooksDirectory()?.path == "\(test.path)/.husky/_")
    for none in ["", "/dev/null"] {
      try test.git("config", "core.hooksPath", none)
      #expect(try test.open().hooksDirectory() == nil)
    }
  }
}

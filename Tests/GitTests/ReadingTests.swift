import Git
import Processes
import TestSupport
import Testing

@Suite struct ReadingTests {
  @Test func parsesIds() throws {
    let hex = "0123456789abcdef0123456789abcdef01234567"
    let oid = try #require(OID(hex: hex))
    #expect("\(oid)" == hex && oid.short == "0123456" && !oid.isZero)
    #expect(OID(hex: hex.uppercased()) == oid)
    #expect(oid.bytes.count == 20 && oid.bytes[1] == 0x23 && oid.bytes[9] == 0x23 && oid.bytes[19] == 0x67)
    for bad in ["", "0123", hex + "0", String(hex.dropLast()) + "g", String(repeating: "0", count: 64)] {
      #expect(OID(hex: bad) == nil)
    }
    #expect(OID(hex: String(repeating: "0", count: 40)) == .zero && OID.zero.isZero)
    #expect(OID.zero < oid)
  }

  @Test func readsTreesAndBlobs() throws {
    let test = try TestRepository()
    try test.commit("first", ["a.b": "1", "a/x": "2", "a/y/z": "3", "a0": "4", "é": "5"])
    symlink("a0", "\(test.path)/link")
    chmod("\(test.path)/a0", 0o755)
    try test.commit("second")
    let repository = try test.open()
    let tree = try repository.tree(of: try test.oid("HEAD"))
    let listed = try test.git("-c", "core.quotePath=false", "ls-tree", "-r", "HEAD").split(separator: "\n").map(
      String.init)
    let entries = try repository.entries(under: "", in: tree)
    #expect(entries.map { "\($0.mode.octal) blob \($0.oid)\t\($0.path)" } == listed)
    #expect(try repository.entries(under: "a", in: tree).map(\.path) == ["a/x", "a/y/z"])
    #expect(try repository.entries(under: "a/x", in: tree).map(\.path) == ["a/x"])
    #expect(try repository.entries(under: "a/x/y", in: tree).isEmpty)
    #expect(try repository.entry(at: "a", in: tree)?.mode == .tree)
    #expect(try repository.entry(at: "b", in: tree) == nil)
    // Not the same name to git, though Swift's == says so.
    #expect(try repository.entry(at: "e\u{301}", in: tree) == nil)
    let blob = try #require(try repository.entry(at: "a/y/z", in: tree)).oid
    #expect(try repository.blob(blob, limit: 1) == bytes("3"))
    let error = try failure { _ = try repository.blob(blob, limit: 0) }
    #expect(error.reason.contains("limit"))
    #expect(try failure { _ = try repository.blob(tree, limit: 10_000) }.reason.contains("another kind"))
    #expect(try failure { _ = try repository.blob(.zero, limit: 1) }.isMissingObject)

    let index = try repository.index()
    #expect(index.entries(under: "") == entries && index.count == entries.count)
    #expect(index.entries(under: "a").map(\.path) == ["a/x", "a/y/z"])
    #expect(index.entries(under: "a/").map(\.path) == ["a/x", "a/y/z"])
    #expect(index.entries(under: "a0").map(\.path) == ["a0"])
    #expect(index.entries(under: "zz").isEmpty && index.entry(at: "a") == nil)
  }

  @Test func showsNamesThatAreNoText() throws {
    let test = try TestRepository()
    let blob = try test.git("hash-object", "-w", "--stdin", input: "x")
    try test.folder.write(bytes("100644 \(blob)\tlatin-") + [0xe9] + [0], to: "list")
    let finished = try test.run("sh", ["-c", "git update-index -z --index-info < ../list && git write-tree"])
    let tree = try #require(OID(hex: finished.text.prefix(40)))
    let entry = try #require(try test.open().entries(under: "", in: tree).first)
    #expect(entry.path == #"latin-\351"# && !entry.isUTF8 && entry.pathBytes.last == 0xe9)
    #expect(try test.open().index().entries(under: "") == [entry])
  }

  @Test func leavesConflictsAndAnnouncedFilesOut() throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1", "b": "1"])
    try test.git("checkout", "--quiet", "-b", "side")
    try test.commit("side", ["a": "2"])
    try test.git("checkout", "--quiet", "main")
    try test.commit("main", ["a": "3"])
    _ = try test.run("git", ["merge", "side"])
    try test.write("x", to: "announced")
    try test.git("add", "--intent-to-add", "announced")
    let repository = try test.open()
    let index = try repository.index()
    #expect(index.conflicts == ["a"])
    #expect(index.entries(under: "").map(\.path) == ["b"])
    #expect(repository.state == .merge)
    try repository.stage(bytes("4"), at: "a")
    #expect(try test.open().index().conflicts.isEmpty)
    #expect(try test.git("show", ":a") == "4")
  }

  @Test func resolvesRevisions() throws {
    let test = try TestRepository()
    let first = try test.commit("first", ["a": "1"])
    let second = try test.commit("second", ["a": "2"])
    try test.git("tag", "-a", "-m", "tag", "v1", first)
    try test.git("tag", "blob", "HEAD:a")
    let repository = try test.open()
    for (revision, wanted) in [
      ("HEAD", second), ("main~1", first), ("v1", first), (String(first.prefix(8)), first), (second, second),
      (":/second", second), ("HEAD@{0}", second),
    ] {
      #expect(try repository.resolve(revision) == OID(hex: wanted), "\(revision)")
    }
    for unknown in [
      "", "nowhere", "--all", "-h", "--output=x", "HEAD..HEAD~1", "a\nb", "a\0b", "blob", "HEAD:a", "HEAD^{",
      String(repeating: "ab", count: 20), "$(touch pwned)", "@{-9}", "HEAD HEAD",
    ] {
      #expect(try repository.resolve(unknown) == nil, "\(unknown)")
    }
    #expect(try test.status() == "")
  }

  @Test func readsHeads() throws {
    let test = try TestRepository()
    #expect(try test.open().head() == .unborn("main"))
    let first = try test.commit("first", ["a": "1"])
    let oid = try #require(OID(hex: first))
    #expect(try test.open().head() == .branch("main", oid))
    try test.git("checkout", "--quiet", "-b", "feat/x")
    #expect(try test.open().head() == .branch("feat/x", oid))
    try test.git("pack-refs", "--all")
    #expect(try test.open().reference("refs/heads/feat/x") == oid)
    #expect(try test.open().reference("refs/heads/none") == nil)
    #expect(try test.open().reference("no..name") == nil)
    try test.git("checkout", "--quiet", "--detach")
    #expect(try test.open().head() == .detached(oid))
    #expect(try test.open().head().branch == nil)
  }

  @Test func movesReferencesByCompareAndSwap() throws {
    let test = try TestRepository()
    let first = try #require(OID(hex: try test.commit("first", ["a": "1"])))
    let second = try #require(OID(hex: try test.commit("second", ["a": "2"])))
    let repository = try test.open()
    let name = "refs/baseline/x"
    try repository.updateReference(name, to: first, expecting: nil, message: "new")
    #expect(try failure { try repository.updateReference(name, to: second, expecting: nil, message: "m") }.isLostRace)
    #expect(
      try failure { try repository.updateReference(name, to: second, expecting: second, message: "m") }.isLostRace)
    try test.git("pack-refs", "--all")
    #expect(try failure { try repository.updateReference(name, to: second, expecting: nil, message: "m") }.isLostRace)
    try repository.updateReference(name, to: second, expecting: first, message: "m")
    #expect(try test.oid(name) == second)
    #expect(throws: GitError.self) {
      try repository.updateReference("HEAD", to: first, expecting: second, message: "m")
    }
    #expect(throws: GitError.self) {
      try repository.updateReference("refs/no..name", to: first, expecting: nil, message: "m")
    }
    #expect(try test.leftovers() == "")
  }

  @Test func readsConfigurationAsGitDoes() throws {
    let test = try TestRepository()
    try test.folder.write("[one]\n\tincluded = yes\n", to: "home/more")
    try test.git("config", "--global", "include.path", "more")
    try test.git("config", "remote.Origin.url", "a=b\nc")
    try test.git("config", "--add", "baseline.config", "one")
    try test.git("config", "--add", "baseline.config", "two")
    try test.folder.write(
      try #require(try test.folder.text("work/.git/config")) + "[bare]\n\tname\n", to: "work/.git/config")
    let repository = try test.open(
      in: nil, ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "from.env", "GIT_CONFIG_VALUE_0": "E"])
    #expect(try repository.config("one.included") == "yes")
    #expect(try repository.config("REMOTE.Origin.URL") == "a=b\nc")
    #expect(try repository.config("remote.origin.url") == nil)
    #expect(try repository.configAll("baseline.config") == ["one", "two"])
    #expect(try repository.config("baseline.config") == "two")
    #expect(try repository.config("from.env") == "E")
    #expect(try repository.configuration().flag("bare.name") == true)
    #expect(try repository.configuration().flag("core.bare") == false)
    #expect(try repository.configuration().flag("not.set") == nil)
    #expect(throws: GitError.self) { _ = try repository.configuration().flag("from.env") }
    try repository.setLocalConfig("baseline.config", "three")
    #expect(try repository.configAll("baseline.config") == ["three"])
    try repository.unsetLocalConfig("baseline.config")
    try repository.unsetLocalConfig("baseline.config")
    #expect(try repository.config("baseline.config") == nil)
  }

  @Test(arguments: [
    "subject\n\nKey: value\nkey-2:  two \n", "subject\n\nbody\n\nOne: 1\n more\nTwo: 2\n", "Only: subject\n",
    "subject\n\nnot a trailer\nKey: value\n", "subject\n\ntext\nSigned-off-by: A <a@b>\n", "s\n\nbody\n\n\n\nKey:v\n\n",
    "s\n\na\nb\nc\nd\ne\nSigned-off-by: A <a@b>\n", "s\n\n(cherry picked from commit 12)\nKey: v\nx\n", "s\n\nA b: c\n",
    "two\nlines\n\nKey: v\r\n\nLast: 1\n",
  ])
  func readsMessagesAsGitDoes(message: String) throws {
    let test = try TestRepository()
    try test.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-F", "-", input: message)
    let commit = try test.open().commit(try test.oid("HEAD"))
    #expect(commit.message == message)
    #expect(commit.subject == (try test.git("log", "-1", "--format=%s")))
    let parsed = try test.git("interpret-trailers", "--parse", "--no-divider", input: message)
    #expect(commit.trailers.map { "\($0.name): \($0.value)" }.joined(separator: "\n") == parsed)
    for (name, _) in commit.trailers {
      #expect(!commit.trailers(named: name.uppercased()).isEmpty)
    }
  }

  @Test func readsCommitsOfAnyShape() throws {
    let test = try TestRepository()
    let tree = try test.git("mktree", input: "")
    let raw = """
      tree \(tree)
      author Ren <r@x> 1700000000 -0330
      committer  <> 99
      encoding ISO-8859-1
      gpgsig -----BEGIN
       author Evil <e@x> 1 +0000
       -----END

      caf
      """
    try test.folder.write(bytes(raw) + [0xe9, 0x0a], to: "raw")
    let oid = try test.git("hash-object", "-t", "commit", "-w", "--literally", "../raw")
    let commit = try test.open().commit(try #require(OID(hex: oid)))
    #expect(commit.author == Signature(name: "Ren", email: "r@x", time: 1_700_000_000, offset: -210))
    #expect(commit.committer == Signature(name: "", email: "", time: 99, offset: 0))
    #expect(commit.message == "café\n" && commit.parents.isEmpty && commit.tree == .emptyTree)
  }
}

import Git
import Processes
import TestSupport
import Testing

@Suite struct SigningTests {
  private func commit(_ test: TestRepository) throws -> OID {
    try test.open().commit(
      CommitRequest(updates: [FileUpdate(path: "b.json", contents: bytes("new\n"))], message: "refresh"))
  }

  /// A repository with an ssh key that its allowed signers know.
  private func signing() throws -> TestRepository {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    let finished = try test.run(
      "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "c", "-f", "\(test.folder.path)/home/key"])
    try #require(finished.status.isSuccess)
    let key = try #require(try test.folder.text("home/key.pub"))
    try test.folder.write("cora@example.org \(key)", to: "home/signers")
    try test.git("config", "gpg.format", "ssh")
    try test.git("config", "gpg.ssh.allowedSignersFile", "\(test.folder.path)/home/signers")
    try test.git("config", "commit.gpgSign", "true")
    return test
  }

  @Test(arguments: ["~/key", "~/key.pub"])
  func signsWithSSH(key: String) throws {
    let test = try signing()
    try test.git("config", "user.signingKey", key)
    let oid = try commit(test)
    let verified = try test.run("git", ["verify-commit", "\(oid)"])
    #expect(verified.errorText.contains("Good \"git\" signature for cora@example.org"))
    #expect(try test.status() == "" && test.git("fsck", "--strict", "--no-dangling") == "")
    #expect(try test.open().commit(oid).message == "refresh\n")
  }

  @Test func signsWithAKeyOfTheAgent() throws {
    let test = try signing()
    let socket = "\(test.folder.path)/agent"
    let agent = try test.run("ssh-agent", ["-s", "-a", socket])
    let pid = try #require(
      agent.text.split(separator: ";").compactMap { part in
        part.split(separator: "=").count == 2 && part.contains("SSH_AGENT_PID")
          ? Int32(part.split(separator: "=")[1]) : nil
      }.first)
    defer { kill(pid, SIGTERM) }
    test.environment["SSH_AUTH_SOCK"] = socket
    try #require(try test.run("ssh-add", ["-q", "\(test.folder.path)/home/key"]).status.isSuccess)
    unlink("\(test.folder.path)/home/key")
    let key = try #require(try test.folder.text("home/key.pub")).trimmingNewline
    try test.git("config", "user.signingKey", "key::\(key)")
    let oid = try commit(test)
    #expect(try test.run("git", ["verify-commit", "\(oid)"]).status.isSuccess)
  }

  @Test(arguments: [false, true])
  func signsWithOpenPGP(named: Bool) throws {
    let test = try TestRepository()
    try test.commit("first", ["a": "1"])
    test.environment["GNUPGHOME"] = "\(test.folder.path)/g"
    try #require(mkdir("\(test.folder.path)/g", 0o700) == 0)
    defer { _ = try? test.run("gpgconf", ["--kill", "gpg-agent"]) }
    let made = try test.run(
      "gpg",
      [
        "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", "Cora Committer <cora@example.org>", "ed25519",
        "sign",
      ])
    try #require(made.status.isSuccess, "\(made.errorText)")
    try test.git("config", "commit.gpgSign", "true")
    if named { try test.git("config", "user.signingKey", "cora@example.org") }
    let oid = try commit(test)
    let verified = try test.run("git", ["verify-commit", "\(oid)"])
    #expect(verified.status.isSuccess && verified.errorText.contains("Good signature"))
    #expect(try test.status() == "")
  }

  @Test(arguments: ["exit 1", "exit 0", "echo 'no card' >&2; exit 2"])
  func changesNothingWhenTheSignerFails(script: String) throws {
    let test = try TestRepository()
    let head = try test.oid(try test.commit("first", ["a": "1"]))
    try test.folder.write("#!/bin/sh\ncat >/dev/null\n\(script)\n", to: "home/gpg")
    chmod("\(test.folder.path)/home/gpg", 0o755)
    try test.git("config", "commit.gpgSign", "true")
    try test.git("config", "gpg.program", "\(test.folder.path)/home/gpg")
    let error = try failure { _ = try commit(test) }
    #expect(error.operation.contains("signing") && error.hint != nil)
    if script.contains("card") { #expect(error.reason == "no card") }
    #expect(try test.oid("HEAD") == head)
    #expect(try test.status() == "" && test.leftovers() == "")
  }

  @Test func saysWhatIsMissing() throws {
    let test = try signing()
    #expect(try failure { _ = try commit(test) }.reason.contains("user.signingKey"))
    try test.git("config", "user.signingKey", "~/nowhere")
    #expect(try failure { _ = try commit(test) }.hint?.contains("ssh-add") == true)
    try test.git("config", "gpg.format", "other")
    #expect(try failure { _ = try commit(test) }.reason.contains("gpg.format"))
  }
}

extension String {
  fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}

import Processes

/// The program that signs commits here, and with which key, as git(1)'s `gpg.*` and `user.signingKey` say.
struct Signer {
  private enum Format: String {
    case openpgp, x509, ssh
  }

  private let format: Format
  private let program: String
  private let key: String?

  /// - Returns: nil: `commit.gpgSign` is not set, commits are not signed.
  init?(of repository: Repository) throws(GitError) {
    let configuration = try repository.configuration()
    guard try configuration.flag("commit.gpgsign") == true else { return nil }
    let name = configuration.value("gpg.format")?.lowercased() ?? "openpgp"
    guard let format = Format(rawValue: name) else {
      throw GitError(
        operation: "signing the commit", reason: "gpg.format is \(name)", hint: "git config gpg.format openpgp (or ssh)"
      )
    }
    self.format = format
    let ownSetting = configuration.value("gpg.\(name).program")
    switch format {
    case .openpgp: program = ownSetting ?? configuration.value("gpg.program") ?? "gpg"
    case .x509: program = ownSetting ?? "gpgsm"
    case .ssh: program = ownSetting ?? "ssh-keygen"
    }
    let configured = configuration.value("user.signingkey")
    key = configured?.isEmpty == true ? nil : configured
  }

  /// - Returns: the armoured signature.
  /// - Throws: when the program fails, or takes longer than two minutes (it may have to ask for a passphrase).
  func sign(_ content: [UInt8], in repository: Repository) throws(GitError) -> String {
    let signature = try format == .ssh ? signBySSH(content, repository) : signByPGP(content, repository)
    // gpg on Windows ends lines in CR LF; a header of a commit must not.
    return String(decoding: signature.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
  }

  private func signByPGP(_ content: [UInt8], _ repository: Repository) throws(GitError) -> [UInt8] {
    var signingKey = key ?? ""
    if signingKey.isEmpty {
      let committer = try repository.identity(.committer)
      signingKey = "\(committer.name) <\(committer.email)>"
    }
    let finished = try run(["--status-fd=2", "-bsau", signingKey], content, repository)
    // gpg's exit code alone does not say that a signature was made; git looks for this line too.
    guard finished.status.isSuccess, ("\n" + finished.errorText).contains("\n[GNUPG:] SIG_CREATED ") else {
      throw failure(finished, hint: "git config user.signingKey KEY, or git config commit.gpgSign false")
    }
    return finished.output
  }

  private func signBySSH(_ content: [UInt8], _ repository: Repository) throws(GitError) -> [UInt8] {
    guard let key else {
      throw GitError(
        operation: "signing the commit", reason: "gpg.format is ssh, and user.signingKey is not set",
        hint: "git config user.signingKey ~/.ssh/id_ed25519.pub")
    }
    let hint = "is the key there, and in the ssh agent if it has a passphrase? (ssh-add -L)"
    let literal = key.hasPrefix("key::") ? String(key.dropFirst(5)) : key.hasPrefix("ssh-") ? key : nil
    guard let literal else {
      let home = repository.environment["HOME"] ?? ""
      let path = key.hasPrefix("~/") ? home + key.dropFirst() : key
      let finished = try run(["-Y", "sign", "-n", "git", "-f", path], content, repository)
      guard finished.status.isSuccess else { throw failure(finished, hint: hint) }
      return finished.output
    }
    // A public key in the configuration itself: the agent has the private one, and wants the former in a file.
    let (finished, folder): (FinishedProcess, Scratch)
    do throws(ProcessError) { folder = try Scratch() } catch { throw GitError(error) }
    defer { folder.remove() }
    let path = "\(folder.path)/key"
    guard let file = FileDescriptor(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)) else {
      throw .system("writing \(path)", errno)
    }
    try file.replaceContents(Array("\(literal)\n".utf8), "writing \(path)")
    finished = try run(["-Y", "sign", "-n", "git", "-f", path, "-U"], content, repository)
    guard finished.status.isSuccess else { throw failure(finished, hint: hint) }
    return finished.output
  }

  private func run(
    _ arguments: [String], _ content: [UInt8], _ repository: Repository
  ) throws(GitError) -> FinishedProcess {
    do throws(ProcessError) {
      return try Invocation(
        program, arguments, environment: repository.environment, directory: repository.topDirectory
      ).run(input: content, seconds: 120)
    } catch {
      throw GitError(operation: "signing the commit", reason: "\(error)", hint: "git config commit.gpgSign false")
    }
  }

  private func failure(_ finished: FinishedProcess, hint: String) -> GitError {
    let error = GitError.program("signing the commit with \(program)", finished, hint: hint)
    let words = finished.errorText.split(separator: "\n").filter { !$0.hasPrefix("[GNUPG:]") }.joined(separator: "; ")
    guard !words.isEmpty, !finished.timedOut else { return error }
    return GitError(operation: error.operation, reason: words, hint: hint, code: error.code)
  }
}

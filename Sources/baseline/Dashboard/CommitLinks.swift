import BaselineKit
import Git

/// Where a commit can be looked at: on the host of the remote, where that is one whose addresses are known.
struct CommitLinks {
  private let base: String?

  /// - Parameter remote: its URL as git has it: `https://host/path.git`, `git@host:path.git` or `ssh://git@host/path`.
  init(remote: String?) {
    base = remote.flatMap(Self.base)
  }

  init(_ repository: Repository, remote: String) throws {
    self.init(remote: try repository.configAll("remote.\(remote).url").first)
  }

  /// nil: nobody knows.
  func url(_ commit: String) -> String? { base.map { $0 + commit } }

  private static let folders = [
    "github.com": "/commit/", "gitlab.com": "/-/commit/", "codeberg.org": "/commit/", "bitbucket.org": "/commits/",
  ]

  private static func base(_ remote: String) -> String? {
    var rest = Substring(remote)
    var separator: Character = "/"
    if let scheme = ["https://", "ssh://"].first(where: rest.hasPrefix) {
      rest = rest.dropFirst(scheme.count)
    } else if !remote.contains("://") {
      separator = ":"
    }
    // Before it stands who logs in, maybe with a password.
    let parts = rest.split(separator: separator, maxSplits: 1).map(String.init)
    guard parts.count == 2, let host = parts[0].split(separator: "@").last.map(String.init),
      let folder = folders[host]
    else { return nil }
    var path = parts[1]
    if path.hasSuffix("/") { path.removeLast() }
    if path.hasSuffix(".git") { path.removeLast(4) }
    let isPlain = path.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_./~".utf8.contains(byte)
    }
    return isPlain && !path.isEmpty ? "https://\(host)/\(path)\(folder)" : nil
  }
}

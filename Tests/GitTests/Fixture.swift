import Git
import Processes
import TestSupport
import Testing

extension TestRepository {
  /// Opens it as the tool does, with the environment of its programs.
  func open(in directory: String? = nil, _ extra: [String: String] = [:]) throws -> Repository {
    try Repository(at: directory ?? path, environment: environment.merging(extra) { $1 })
  }

  func oid(_ revision: String) throws -> OID {
    try #require(OID(hex: try git("rev-parse", revision)))
  }

  func status() throws -> String { try git("status", "--porcelain", "--untracked-files=all") }

  /// The files below `.git` and in the work tree that only a commit in the middle of its work has.
  func leftovers() throws -> String {
    try run(
      "find", [path, "(", "-name", "*.lock", "-o", "-name", "*baseline-new*", "-o", "-name", "index.baseline", ")"]
    )
    .text
  }

  /// Writes a hook script that runs in this repository.
  func hook(_ name: String, _ script: String, in gitDirectory: String = ".git") throws {
    try write("#!/bin/sh\n\(script)\n", to: "\(gitDirectory)/hooks/\(name)")
    chmod("\(path)/\(gitDirectory)/hooks/\(name)", 0o755)
  }
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The error of a call that must fail.
func failure(_ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) throws -> GitError {
  do {
    try body()
  } catch let error as GitError {
    return error
  }
  Issue.record("nothing was thrown", sourceLocation: sourceLocation)
  throw TestFailure("nothing was thrown")
}

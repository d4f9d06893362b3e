import Git
import Postgres
import Schema

/// What a hook found.
package struct HookReport: Sendable {
  package enum Result: Sendable {
    /// Nothing that a verdict depends on changed; no server was started.
    case untouched
    case verified(Verification)
    /// The verdict could not be had, and the configuration lets that pass with a warning.
    case unknown(Explanation)
  }

  /// What was looked at: `the index`, or a pushed reference with its commit.
  package let subject: String
  package let configFile: String
  package let result: Result
}

/// What the hook scripts call: verifies what is staged, or what is pushed, from git's objects. It changes no branch, index,
/// file or database.
package struct HookRun {
  let repository: Repository
  let environment: [String: String]
  let projects: [Project]
  let progress: (String) -> Void

  package init(
    _ projects: [Project], in repository: Repository, environment: [String: String],
    progress: @escaping (String) -> Void
  ) {
    self.projects = projects
    self.repository = repository
    self.environment = environment
    self.progress = progress
  }

  /// pre-commit and pre-merge-commit: the index that git gives.
  package func verifyStaged() throws -> [HookReport] {
    let index = try FileSource(repository, .index)
    let head = try repository.head().commit.map { try FileSource(repository, .commit($0)) }
    return try projects.map { project in
      if let head, try inputs(of: project, index) == inputs(of: project, head) {
        return HookReport(subject: index.name, configFile: project.configFile, result: .untouched)
      }
      return try report(project, index, mayPassWithoutServer: true)
    }
  }

  /// pre-push: each pushed tip.
  /// - Parameters:
  ///   - remote: the name or URL that git gives as the first argument.
  ///   - lines: git's standard input, `<local ref> <local id> <remote ref> <remote id>`.
  package func verifyPushed(to remote: String, lines: String) throws -> [HookReport] {
    var reports: [HookReport] = []
    for push in try Push.parse(lines) {
      guard let tip = try push.commit(in: repository) else { continue }
      let source = try FileSource(repository, .commit(tip))
      let known = try alreadyThere(push, tip, remote)
      for project in projects {
        let subject = "\(push.remoteReference) (\(tip.short))"
        if let known, try inputs(of: project, source) == inputs(of: project, FileSource(repository, .commit(known))) {
          reports.append(HookReport(subject: subject, configFile: project.configFile, result: .untouched))
          continue
        }
        let report = try self.report(project, source, mayPassWithoutServer: false)
        reports.append(HookReport(subject: subject, configFile: project.configFile, result: report.result))
      }
    }
    return reports
  }

  private func report(_ project: Project, _ source: FileSource, mayPassWithoutServer: Bool) throws -> HookReport {
    guard let config = try project.config(in: source), config.migrations != nil else {
      // Without a configuration or migrations nothing can be proved: there is nothing that the baseline is made of.
      return HookReport(subject: source.name, configFile: project.configFile, result: .untouched)
    }
    guard try Trust(repository).covers(config) else {
      throw Failure(
        "verifying \(source.name)", "\(project.configFile) names commands that were not trusted on this clone",
        hint: "look at `command` and `env` in it, then: baseline trust")
    }
    do {
      let verification = try Verify(project, environment: environment, progress: progress).verify(source, inHook: true)
      return HookReport(subject: source.name, configFile: project.configFile, result: .verified(verification))
    } catch let error as ServerError where mayPassWithoutServer && config.hooks.withoutServer != .fail {
      return HookReport(subject: source.name, configFile: project.configFile, result: .unknown(Explanation(error)))
    }
  }

  /// The ids of all that a verdict about a state depends on: configuration, baseline, migrations. Equal ids, equal verdict.
  private func inputs(of project: Project, _ source: FileSource) throws -> [String: OID] {
    var inputs: [String: OID] = [:]
    var paths = [project.configFile]
    if let config = try project.config(in: source) {
      paths += [config.baseline.path] + (config.migrations?.paths ?? [])
    }
    for path in paths {
      for entry in try source.entries(under: path) { inputs[entry.path] = entry.oid }
    }
    return inputs
  }

  /// A commit that the remote has and that this push continues; nil: none is known.
  private func alreadyThere(_ push: Push, _ tip: OID, _ remote: String) throws -> OID? {
    if let old = push.remoteID, repository.contains(old) { return old }
    let known = try repository.gitOutput(
      ["for-each-ref", "--format=%(objectname)", "refs/remotes/\(remote)/"], doing: "looking for what \(remote) has"
    ).split(separator: "\n").compactMap { OID(hex: $0) }
    for candidate in known {
      if let base = try repository.mergeBase(tip, candidate) { return base }
    }
    return nil
  }
}

/// One line of pre-push's standard input.
private struct Push {
  let localID: OID
  let remoteReference: String
  /// nil: the remote does not have the reference yet.
  let remoteID: OID?

  /// Deletions and references that are neither branches nor tags (notes, our own events) are passed over.
  static func parse(_ lines: String) throws -> [Push] {
    try lines.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ")
      guard parts.count == 4, let local = OID(hex: parts[1]), let remote = OID(hex: parts[3]) else {
        throw Failure(
          "reading what is pushed", "git's line is not understood: \(line)",
          hint: "the hook must get git's standard input unchanged")
      }
      let reference = String(parts[2])
      guard !local.isZero, reference.hasPrefix("refs/heads/") || reference.hasPrefix("refs/tags/") else { return nil }
      return Push(localID: local, remoteReference: reference, remoteID: remote.isZero ? nil : remote)
    }
  }

  /// The commit that is pushed, through an annotated tag; nil: a tag of something else.
  func commit(in repository: Repository) throws -> OID? {
    try repository.resolve(localID.description)
  }
}

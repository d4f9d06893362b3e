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
    /// The verdict could not be had. It does not keep the other projects from theirs.
    case failed(Explanation)
  }

  /// What was looked at: `the index`, or a pushed reference with its commit.
  package let subject: String
  package let configFile: String
  package let result: Result
  /// The command that mends a baseline that differs.
  package let remedy: String
  /// What is to be said of bypasses; nil: there is no configuration.
  package let notice: BypassNotice?
}

/// What the hook scripts call: verifies what is staged, or what is pushed, from git's objects. It changes no branch, index,
/// file or database.
package struct HookRun {
  let repository: Repository
  let context: RunContext
  let projects: [Project]
  /// The version of the program, for events.
  let tool: String

  package init(_ projects: [Project], in repository: Repository, _ context: RunContext, tool: String) {
    self.projects = projects
    self.repository = repository
    self.context = context
    self.tool = tool
  }

  /// pre-commit and pre-merge-commit: the index that git gives.
  package func verifyStaged() throws -> [HookReport] {
    let index = try FileSource(repository, .index)
    let head = try repository.head().commit.map { try FileSource(repository, .commit($0)) }
    var fetched: Set<[String]> = []
    return projects.map { project in
      var remedy = update(project)
      var recording: Recording?
      let result = answer {
        let config = try project.config(in: index)
        recording = config.map { self.recording(project, $0) }
        remedy = stagedRemedy(project, config)
        if let head, try agree(on: project, config, index, head) { return .untouched }
        recording?.fetchInEmergency(unless: &fetched)
        return try verify(project, config, index, recording, mayPassWithoutServer: true)
      }
      return HookReport(
        subject: index.name, configFile: project.configFile, result: result, remedy: remedy,
        notice: recording?.finish())
    }
  }

  private func recording(_ project: Project, _ config: Config) -> Recording {
    Recording(project, config, context, isHook: true, tool: tool)
  }

  /// pre-push: each pushed tip.
  /// - Parameters:
  ///   - remote: the name or URL that git gives as the first argument.
  ///   - lines: git's standard input, `<local ref> <local id> <remote ref> <remote id>`.
  package func verifyPushed(to remote: String, lines: String) throws -> [HookReport] {
    var reports: [HookReport] = []
    var fetched: Set<[String]> = []
    for push in try Push.parse(lines) {
      guard let tip = try push.commit(in: repository) else { continue }
      let source = try FileSource(repository, .commit(tip))
      let known = try alreadyThere(push, tip, remote)
      for project in projects {
        var recording: Recording?
        let result = answer {
          let config = try project.config(in: source)
          recording = config.map { self.recording(project, $0) }
          let isKnown = try known.contains {
            try agree(on: project, config, source, FileSource(repository, .commit($0)))
          }
          if isKnown { return .untouched }
          recording?.fetchInEmergency(unless: &fetched)
          return try verify(project, config, source, recording, mayPassWithoutServer: false)
        }
        reports.append(
          HookReport(
            subject: "\(push.remoteReference) (\(tip.short))", configFile: project.configFile, result: result,
            remedy: "\(update(project)) && git commit --amend (or a new commit), then push again",
            notice: recording?.finish()))
      }
    }
    return reports
  }

  private func answer(_ body: () throws -> HookReport.Result) -> HookReport.Result {
    do { return try body() } catch { return .failed(Explanation(error)) }
  }

  private func verify(
    _ project: Project, _ config: Config?, _ source: FileSource, _ recording: Recording?, mayPassWithoutServer: Bool
  ) throws -> HookReport.Result {
    // Without a configuration or migrations nothing can be proved: there is nothing that the baseline is made of.
    guard let config, config.migrations != nil else { return .untouched }
    guard try Trust(repository).covers(config) else {
      throw Failure(
        "verifying \(source.name)", "\(project.configFile) names what was not trusted on this clone",
        hint: "look at `migrations` and `shadow` in it, then: baseline trust\(option(project))")
    }
    do {
      var verify = Verify(project, environment: context.environment, progress: context.progress)
      verify.recording = recording
      return .verified(try verify.verify(source, inHook: true))
    } catch let error as ServerError where mayPassWithoutServer && config.hooks.withoutServer != .fail {
      return .unknown(Explanation(error))
    }
  }

  /// Whether two states are the same in all that a verdict depends on: configuration, baseline, waivers and migrations. Where the
  /// configurations differ so do their ids; the older one is not even read, for it may be the broken one that is mended.
  private func agree(on project: Project, _ config: Config?, _ new: FileSource, _ old: FileSource) throws -> Bool {
    try (config?.verifiedPaths ?? [project.configFile]).allSatisfy { path in
      let (one, other) = (try new.entries(under: path), try old.entries(under: path))
      return one.elementsEqual(other) {
        $0.path.utf8.elementsEqual($1.path.utf8) && $0.mode == $1.mode && $0.oid == $1.oid
      }
    }
  }

  /// Commits that the remote has and that this push continues; empty: none is known.
  private func alreadyThere(_ push: Push, _ tip: OID, _ remote: String) throws -> [OID] {
    if let old = push.remoteID, repository.contains(old) {
      // A tag may have stood for something else than a commit.
      return try repository.resolve(old.description).map { [$0] } ?? []
    }
    let references = try repository.gitOutput(
      ["for-each-ref", "--format=%(objectname)", "refs/remotes/\(remote)/"], doing: "looking for what \(remote) has"
    ).split(separator: "\n").compactMap { OID(hex: $0) }
    return references.isEmpty ? [] : try repository.boundary(of: tip, notIn: references)
  }

  private func stagedRemedy(_ project: Project, _ config: Config?) -> String {
    guard repository.isTemporaryIndex, let paths = config?.migrations?.paths else { return update(project) }
    // What this commit takes is not staged, and an update of the real index would not see it.
    return "git add \(paths.map(shellWord).joined(separator: " ")) && \(update(project)), then commit both"
  }

  private func update(_ project: Project) -> String { "baseline update --staged\(option(project))" }

  private func option(_ project: Project) -> String {
    projects.count > 1 ? " --config \(shellWord(project.configFile))" : ""
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

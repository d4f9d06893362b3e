import Git
import Schema

/// One configuration file and what it names. A repository may hold several; each one's id is the path of its file.
package struct Project {
  package let repository: Repository
  /// The configuration file's path from the repository's top.
  package let configFile: String

  package init(_ repository: Repository, configFile: String) {
    self.repository = repository
    self.configFile = configFile
  }

  /// The folder that the project is about: the one of its configuration, or above that one where it is called `ci`. The empty
  /// path is the top.
  package var folder: String {
    var parts = configFile.split(separator: "/").dropLast()
    if parts.last == "ci" { parts = parts.dropLast() }
    return parts.joined(separator: "/")
  }

  /// Where `init` puts the baseline: beside the configuration.
  var defaultBaseline: String {
    (configFile.split(separator: "/").dropLast() + ["schema_baseline.json"]).joined(separator: "/")
  }

  /// Makes commands and hooks that name no configuration look at this one too, in git's `baseline.config` of this clone.
  /// - Returns: whether they did not do so before.
  @discardableResult package func register() throws -> Bool {
    let known = try Self.find(in: repository, named: [])
    if known.contains(where: { $0.configFile.utf8.elementsEqual(configFile.utf8) }) { return false }
    // A setting takes the place of the default, which may be a project too.
    var added = [configFile]
    if try repository.configAll("baseline.config").isEmpty,
      try FileSource(repository, .workTree).entry(at: Config.defaultFile) != nil
    {
      added.insert(Config.defaultFile, at: 0)
    }
    for file in added {
      _ = try repository.gitOutput(
        ["config", "--local", "--add", "baseline.config", file], doing: "setting baseline.config in git's configuration"
      )
    }
    return true
  }

  /// The projects that a command is about: those named on the command line, else git's `baseline.config` (which may be given
  /// several times), else the one place where a configuration is looked for.
  /// - Throws: Failure for a path that is none of this repository's.
  package static func find(in repository: Repository, named files: [String]) throws -> [Project] {
    var files = files
    if files.isEmpty { files = try repository.configAll("baseline.config") }
    if files.isEmpty { files = [Config.defaultFile] }
    return try files.map { file in
      if let refusal = pathRefusal(file) {
        throw Failure(
          "looking for the configuration \(file)", refusal,
          hint: "--config and git's baseline.config take a path from the repository's top, as in \(Config.defaultFile)")
      }
      return Project(repository, configFile: file)
    }
  }

  /// The configuration of a state of the repository: it decides about that state.
  /// - Returns: nil when that state has none.
  package func config(in source: FileSource) throws -> Config? {
    guard let bytes = try source.read(at: configFile) else { return nil }
    let config = try Config.parse(bytes, file: configFile)
    repository.withhold(config.notifications.secrets)
    return config
  }

  /// The work tree's configuration, which decides wherever no other state is looked at; HEAD's in a bare repository.
  /// - Throws: Failure that says how to make one when there is none.
  package func config() throws -> Config {
    let source = try self.source()
    guard let config = try config(in: source) else { throw missingConfig(source.name) }
    return config
  }

  private func missingConfig(_ place: String) -> Failure {
    Failure(
      "reading the configuration", "there is no \(configFile) in \(place)",
      hint: "baseline init (or name another file: --config PATH)")
  }

  /// The state that a command is about when none is named: the work tree; in a bare repository HEAD.
  package func source() throws -> FileSource {
    repository.isBare ? try source(at: "HEAD") : try FileSource(repository, .workTree)
  }

  /// The state a revision names.
  package func source(at revision: String) throws -> FileSource {
    guard let commit = try repository.resolve(revision) else {
      let isEmpty = try repository.head().commit == nil
      throw Failure(
        "looking for the revision \(revision)", isEmpty ? "there is no commit yet" : "it names no commit here",
        hint: isEmpty ? "commit something first" : "git log --oneline names some")
    }
    return try FileSource(repository, .commit(commit))
  }
}

import ArgumentParser
import BaselineKit
import Git
import Processes

/// Which repository and which projects of it a command is about.
struct RepositoryOptions: ParsableArguments {
  @Option(name: .customShort("C"), help: ArgumentHelp("Run as if started in this folder.", valueName: "dir"))
  var directory: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The configuration file, from the repository's top. May be given several times. Default: git's baseline.config, then \(Config.defaultFile).",
      valueName: "path"))
  var config: [String] = []

  /// The environment of this process.
  var environment: [String: String] { currentEnvironment() }

  func repository() throws -> Repository {
    try Repository(at: directory ?? ".", environment: environment.withoutDatabases)
  }

  func projects(in repository: Repository) throws -> [Project] {
    try Project.find(in: repository, named: config)
  }

  /// The one project of a command that can only be about one.
  func project() throws -> Project {
    let repository = try repository()
    let projects = try projects(in: repository)
    guard projects.count == 1 else {
      throw Failure(
        "choosing the project", "this repository has \(projects.count)",
        hint: "name one: --config \(projects[0].configFile)")
    }
    return projects[0]
  }
}

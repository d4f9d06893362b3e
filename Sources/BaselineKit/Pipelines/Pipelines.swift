import Git

/// The pipelines that `init --ci` writes: ready to run but for the commands that only the team knows, and the team's own from then
/// on. Order: migrate → drift check → build, each needing the one before; beside them what runs on a schedule.
package struct Pipelines {
  package enum Service: String, CaseIterable, Sendable { case github, gitlab }

  let project: Project
  let config: Config

  package init(_ project: Project, _ config: Config) {
    self.project = project
    self.config = config
  }

  /// Writes the files that are not there yet; what is there stays.
  package func write(for service: Service) throws -> (written: [String], kept: [String]) {
    let source = try FileSource(project.repository, .workTree)
    var (missing, kept): ([FileUpdate], [String]) = ([], [])
    for file in try files(for: service) {
      if try source.entry(at: file.path) == nil { missing.append(file) } else { kept.append(file.path) }
    }
    try project.repository.writeWorkTree(missing)
    return (missing.map(\.path), kept)
  }

  /// All files of a service's pipeline.
  package func files(for service: Service) throws -> [FileUpdate] {
    let parts = try PipelineParts(project, config)
    let files: [(path: String, text: String)] =
      switch service {
      case .github: GitHubPipeline(parts: parts).files
      case .gitlab: GitLabPipeline(parts: parts).files
      }
    return (files + [(parts.installScript, InstallScript.text)]).map {
      FileUpdate(path: $0.path, contents: Array($0.text.utf8))
    }
  }
}

/// What the pipelines of a project have in common, whatever the service.
struct PipelineParts {
  let configFile: String
  /// The branch that is deployed.
  let branch: String
  /// The variables that hold the URLs of the databases.
  let variables: [String]
  /// The variables with the secrets of notifications.
  let channels: [String]
  /// ` --config PATH`, where it is not the usual one.
  let configOption: String
  /// ` --all`, where databases have names.
  let allOption: String
  /// How the migrations are deployed, one command a line; nil: nobody told.
  let deploy: [String]?
  /// What this project's files are called, behind those of a repository with one project: empty or `-shop`.
  let suffix: String

  init(_ project: Project, _ config: Config) throws {
    configFile = project.configFile
    branch = try Self.defaultBranch(of: project.repository)
    variables = Self.distinct(config.databases.isEmpty ? ["DATABASE_URL"] : config.databases.map(\.urlEnv))
    channels = Self.distinct(config.notifications.channels.flatMap(\.way.secrets))
    configOption = configFile == Config.defaultFile ? "" : " --config \(shellWord(configFile))"
    allOption = config.databases.isEmpty ? "" : " --all"
    deploy = try config.migrations.flatMap { try Self.deploy($0, project) }
    let folder = project.folder.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    suffix = folder.isEmpty ? "" : "-\(String(folder))"
    // An expression of GitHub's, or a name that ends our line, would be run by the service.
    let foreign = [branch, configFile] + (deploy ?? [])
    for text in foreign where text.contains("${{") || text.contains(where: \.isNewline) {
      throw Failure(
        "writing the pipeline", "\(text.split(whereSeparator: \.isNewline).joined(separator: " ")) cannot stand in it",
        hint: "give it another name, or put the command into a script of the repository")
    }
  }

  var installScript: String { "ci/install-baseline" }

  private static func distinct(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Where the remote's HEAD points, else the branch that is checked out.
  private static func defaultBranch(of repository: Repository) throws -> String {
    let remote = try repository.git(["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"])
    if remote.status.isSuccess, let name = remote.text.split(separator: "\n").first, name.hasPrefix("origin/") {
      return String(name.dropFirst("origin/".count))
    }
    return try repository.head().branch ?? "main"
  }

  /// What the configuration says, else what the tool of these migrations is called with.
  private static func deploy(_ migrations: Config.Migrations, _ project: Project) throws -> [String]? {
    if let deploy = migrations.deploy { return [deploy.map(shellWord).joined(separator: " ")] }
    if migrations.runner == .alembic {
      return (migrations.workdir == "." ? [] : ["cd \(shellWord(migrations.workdir))"]) + ["alembic upgrade head"]
    }
    guard migrations.runner == .sql, let folder = migrations.paths.first.map(shellWord) else { return nil }
    let layouts = try SQLRunner(migrations, FileSource(project.repository, .workTree)).layouts()
    guard let convention = layouts.first?.convention else { return nil }
    switch convention {
    case .flyway: return ["flyway -locations=filesystem:\(folder) migrate"]
    case .golangMigrate: return ["migrate -path \(folder) -database \"$DATABASE_URL\" up"]
    case .goose: return ["goose -dir \(folder) postgres \"$DATABASE_URL\" up"]
    case .dbmate: return ["dbmate --no-dump-schema --migrations-dir \(folder) up"]
    case .sqlx: return ["sqlx migrate run --source \(folder)"]
    case .diesel: return ["diesel migration run --migration-dir \(folder)"]
    case .prisma: return ["npx prisma migrate deploy"]
    case .popx, .sqitch, .postgresMigrations, .plain, .structure: return nil
    }
  }
}

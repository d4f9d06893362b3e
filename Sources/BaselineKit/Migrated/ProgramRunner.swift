import Git
import Processes

/// The `alembic` and `command` runners: a program that migrates the database it is told about.
///
/// It runs on files written from git's objects to a private folder, and its environment names no other database than the
/// private one: every `url_env` variable and PG* is taken out or set to it, and so is taken out whatever else holds the URL of
/// a PostgreSQL database.
struct ProgramRunner {
  private let migrations: Config.Migrations
  private let source: FileSource
  private let command: [String]
  private let folder: String
  private let address: DatabaseAddress

  init(
    _ migrations: Config.Migrations, _ source: FileSource, command: [String], folder: String, address: DatabaseAddress
  ) {
    self.migrations = migrations
    self.source = source
    self.command = command
    self.folder = folder
    self.address = address
  }

  func run(
    scratch: Scratch, environment: [String: String], secrets: [String], seconds: Double?, progress: (String) -> Void
  ) throws {
    progress("writing the files of \(source.name)")
    try writeTree()
    if migrations.runner == .alembic { try pointAlembicAtDatabase() }
    let command = self.command.map(address.filled)
    guard let program = command.first else { throw Failure("running the migrations", "`command` is empty") }
    progress("running \(command.joined(separator: " "))")
    let directory = migrations.workdir == "." ? folder : "\(folder)/\(migrations.workdir)"
    guard access(directory, X_OK) == 0 else {
      throw Failure(
        "running the migrations of \(source.name)", "there is no folder \(migrations.workdir)",
        hint: "correct `workdir` under migrations:")
    }
    let invocation = Invocation(
      try path(of: program), Array(command.dropFirst()),
      environment: scrubbed(environment, secrets), directory: directory)
    var started: ChildProcess?
    let finished: FinishedProcess
    do {
      finished = try invocation.run(seconds: seconds) { child throws(ProcessError) in
        try scratch.register(child, signal: SIGTERM)
        started = child
      }
    } catch {
      throw Failure(
        "running the migrations of \(source.name)", error.description,
        hint: error.hint ?? "install it, or correct `command` under migrations:")
    }
    if let started { scratch.forget(started) }
    if finished.timedOut {
      throw Failure(
        "running the migrations of \(source.name)",
        "\(program) took longer than \(Int(seconds ?? 0)) seconds and was ended",
        hint: "give hooks more time: `hooks: {budget: …}`")
    }
    guard finished.status.isSuccess else { throw failure(program, finished) }
  }

  /// All of the tree, or what is under `paths`; what the work tree ignores is never there.
  private func writeTree() throws {
    let roots = migrations.tree == .all ? [""] : migrations.paths
    for root in roots {
      for entry in try source.entries(under: root) where entry.mode != .submodule {
        if entry.mode == .symlink && migrations.tree == .all && !isDecisive(entry.path) { continue }
        try writeFile(
          try source.read(entry), to: "\(folder)/\(entry.path)", mode: entry.mode == .executable ? 0o700 : 0o600)
      }
    }
    try makeFolder(folder)
  }

  /// Whether a path lies under `paths`: a link there is refused, elsewhere in the tree it is left out.
  private func isDecisive(_ path: String) -> Bool {
    migrations.paths.contains { path == $0 || path.hasPrefix($0 + "/") }
  }

  /// `sqlalchemy.url` in the private copy of alembic.ini, for projects whose env.py reads it from there. `%` is doubled: the
  /// file is read by configparser, which interpolates.
  private func pointAlembicAtDatabase() throws {
    let configured = migrations.command.flatMap { command in
      command.firstIndex { $0 == "-c" || $0 == "--config" }.flatMap {
        command.indices.contains($0 + 1) ? command[$0 + 1] : nil
      }
    }
    let base = migrations.workdir == "." ? folder : "\(folder)/\(migrations.workdir)"
    let file = "\(base)/\(configured ?? "alembic.ini")"
    guard access(file, R_OK) == 0 else { return }
    let text = String(decoding: try readFile(file, limit: 1 << 20), as: UTF8.self)
    let url = address.url.dropFirst("postgresql".count).replacing("%", with: "%%")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let parts = line.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
      guard parts.count == 2, parts[0] == "sqlalchemy.url" else { return String(line) }
      // The project's driver stays: `postgresql+psycopg2`.
      let scheme = parts[1].hasPrefix("postgresql") ? parts[1].prefix { $0 != ":" } : "postgresql"
      return "sqlalchemy.url = \(scheme)\(url)"
    }
    try writeFile(Array(lines.joined(separator: "\n").utf8), to: file, mode: 0o600)
  }

  /// A name with a slash lies in the user's work tree, where the virtual environment is; a bare name on PATH.
  private func path(of program: String) throws -> String {
    guard program.contains("/"), !program.hasPrefix("/") else { return program }
    let top = source.repository.workTree ?? folder
    for base in [migrations.workdir == "." ? top : "\(top)/\(migrations.workdir)", top] {
      let candidate = "\(base)/\(program)"
      if access(candidate, X_OK) == 0 { return candidate }
    }
    throw Failure(
      "running the migrations of \(source.name)", "there is no program \(program) in the work tree",
      hint: "make the virtual environment, or correct `command` under migrations:")
  }

  private func scrubbed(_ environment: [String: String], _ secrets: [String]) -> [String: String] {
    var variables = environment.withoutDatabases.filter { name, _ in
      !name.hasPrefix("GIT_") && !secrets.contains(name) && !name.hasPrefix("BASELINE_")
    }
    variables["DATABASE_URL"] = address.url
    variables["PGHOST"] = address.host
    variables["PGPORT"] = address.port
    variables["PGUSER"] = address.user
    variables["PGDATABASE"] = address.dbname
    variables["PGPASSWORD"] = address.password
    variables["PYTHONDONTWRITEBYTECODE"] = "1"
    for name in secrets { variables[name] = address.url }
    for (name, value) in migrations.env { variables[name] = address.filled(into: value) }
    return variables
  }

  private func failure(_ program: String, _ finished: FinishedProcess) -> Failure {
    let output = (finished.errorText + finished.text).split(separator: "\n").suffix(20).joined(separator: "\n  ")
    return Failure(
      "running the migrations of \(source.name)", "\(program) ended with \(finished.status)\n  \(output)",
      hint: "run it by hand against an empty database to see more")
  }
}

import YAML

extension Config {
  /// How the migrated database is made.
  package struct Migrations: Sendable {
    package var runner: Runner
    /// All that decides the result, relative to the repository's top: triggers the hooks and keys the cache.
    package var paths: [String]
    /// Where the command runs, relative to the repository's top; `.` is the top itself.
    package var workdir = "."
    /// Argument vector, no shell; nil for the sql runner.
    package var command: [String]?
    /// Variables of the command, in file order. Placeholders as in `command`.
    package var env: [(name: String, value: String)] = []
    /// Argument vector of what `refresh --migrate` runs on the live database.
    package var deploy: [String]?
    /// How much of the repository the command sees.
    package var tree: Tree
    /// How the sql runner orders and reads the files; nil: found out from their names.
    package var convention: Convention?

    /// What is left out gets the runner's default: the command of alembic, and all of the tree for what is not sql.
    package init(
      runner: Runner, paths: [String], workdir: String = ".", command: [String]? = nil,
      env: [(name: String, value: String)] = [], deploy: [String]? = nil, tree: Tree? = nil,
      convention: Convention? = nil
    ) {
      self.runner = runner
      self.paths = paths
      self.workdir = workdir
      self.command = command ?? (runner == .alembic ? ["alembic", "upgrade", "head"] : nil)
      self.env = env
      self.deploy = deploy
      self.tree = tree ?? (runner == .sql ? .paths : .all)
      self.convention = convention
    }
  }

  package enum Runner: String, CaseIterable, Sendable { case sql, alembic, command }

  /// `all` of the tree, or only `paths`.
  package enum Tree: String, CaseIterable, Sendable { case all, paths }

  /// The tools whose layouts the sql runner knows; `structure` is one file with a whole schema.
  package enum Convention: String, CaseIterable, Sendable {
    case golangMigrate = "golang-migrate"
    case flyway, diesel, prisma, goose, dbmate, sqlx, popx, sqitch
    case postgresMigrations = "postgres-migrations"
    case plain, structure
  }
}

extension ConfigReader {
  private static let placeholders = ["url", "host", "port", "user", "dbname"]

  func migrations(_ node: YAMLNode, as key: String) -> Config.Migrations? {
    let keys = ["runner", "paths", "workdir", "command", "env", "deploy", "tree", "convention"]
    guard let section = section(node, as: key, keys: keys) else { return nil }
    let runner = section.required("runner") { choice($0, as: $1, of: Config.Runner.self) }
    let paths = section.required("paths") { node, key in
      nonEmptyList(node, as: key)?.compactMap { path($0, as: key) }
    }
    let workdir = section.value("workdir", folder)
    let command = section.value("command", argumentsWithPlaceholders)
    let env = section.value("env", environment)
    let deploy = section.value("deploy", arguments)
    let tree = section.value("tree") { choice($0, as: $1, of: Config.Tree.self) }
    let convention = section.value("convention") { choice($0, as: $1, of: Config.Convention.self) }
    guard let runner, let paths else { return nil }

    for (name, allowed) in [("command", runner != .sql), ("env", runner != .sql), ("convention", runner == .sql)]
    where !allowed {
      if let node = section.node(name) {
        mistake(at: node.start, "\(section.fullName(name)): the \(runner.rawValue) runner has no \(name)")
      }
    }
    if runner == .command && section.node("command") == nil {
      mistake(at: section.mark, "\(key): the command runner needs the key 'command'")
    }
    return Config.Migrations(
      runner: runner, paths: paths, workdir: workdir ?? ".", command: command, env: env ?? [], deploy: deploy,
      tree: tree, convention: convention)
  }

  /// A path, or `.` for the top.
  private func folder(_ node: YAMLNode, as key: String) -> String? {
    if case .scalar(".", _) = node.content { return "." }
    return path(node, as: key)
  }

  /// An argument vector; later arguments may be empty.
  func arguments(_ node: YAMLNode, as key: String) -> [String]? {
    nonEmptyList(node, as: key)?.enumerated().compactMap { index, item in
      if index > 0, case .scalar("", plain: false) = item.content { return "" }
      return text(item, as: key)
    }
  }

  private func argumentsWithPlaceholders(_ node: YAMLNode, as key: String) -> [String]? {
    let words = arguments(node, as: key)
    if case .sequence(let items, _) = node.content {
      for item in items { checkPlaceholders(item, as: key) }
    }
    return words
  }

  private func environment(_ node: YAMLNode, as key: String) -> [(name: String, value: String)]? {
    entries(node, as: key)?.compactMap { entry in
      guard isVariableName(entry.key) else {
        mistake(at: entry.start, "\(key): \(shown(entry.key)) is no name of an environment variable")
        return nil
      }
      guard case .scalar(let value, _) = entry.value.content else {
        return text(entry.value, as: key).map { (entry.key, $0) }
      }
      if ConfigSecrets.isPasswordKey(entry.key) && !ConfigSecrets.isPlaceholder(value.utf8) {
        mistake(
          at: entry.start, "\(key).\(entry.key): a password in the file",
          hint: "the private database needs none; set it to {url} or to nothing")
      }
      checkPlaceholders(entry.value, as: "\(key).\(entry.key)")
      return (entry.key, entry.value.isNull ? "" : value)
    }
  }

  /// `{word}` must be one that is filled in; `${word}` is the shell's or the program's own.
  private func checkPlaceholders(_ node: YAMLNode, as key: String) {
    guard case .scalar(let text, _) = node.content else { return }
    let parts = text.split(separator: "{", omittingEmptySubsequences: false)
    for (before, part) in zip(parts, parts.dropFirst()) where before.last != "$" {
      guard let end = part.firstIndex(of: "}"), end > part.startIndex else { continue }
      let word = String(part[..<end])
      let isName = word.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_")
      }
      if isName && !ConfigReader.placeholders.contains(word) {
        mistake(
          at: node.start, "\(key): nothing is filled in for {\(word.prefix(80))}",
          hint: suggestion(for: word, among: ConfigReader.placeholders, called: "known placeholders"))
      }
    }
  }
}

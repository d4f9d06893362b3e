import Git
import Postgres
import Schema

/// One thing that was looked at.
package struct Symptom: Sendable {
  package enum State: String, Sendable {
    case ok
    case warning
    case problem
  }

  package let subject: String
  package let state: State
  package let finding: String
  package let hint: String?

  init(_ subject: String, _ state: State, _ finding: String, hint: String? = nil) {
    self.subject = subject
    self.state = state
    self.finding = finding
    self.hint = hint
  }
}

/// Looks at everything that could be wrong and says how to mend it. Looks on after each problem.
package struct Doctor {
  let repository: Repository
  let projects: [Project]
  let environment: [String: String]

  package init(_ repository: Repository, _ projects: [Project], environment: [String: String]) {
    self.repository = repository
    self.projects = projects
    self.environment = environment
  }

  package func examine() -> [Symptom] {
    var symptoms = [git(), state(), identity(), locks()].compactMap(\.self)
    for project in projects { symptoms += examine(project) }
    symptoms.append(hooks())
    return symptoms
  }

  private func examine(_ project: Project) -> [Symptom] {
    let config: Config
    do { config = try project.config() } catch { return [problem("configuration", error)] }
    var symptoms = [Symptom("configuration", .ok, project.configFile)]
    symptoms.append(baseline(project, config))
    if let attributes = attributes(config) { symptoms.append(attributes) }
    symptoms.append(server(config))
    if config.migrations != nil { symptoms += [migrations(project, config), trust(config)] }
    symptoms += databases(config)
    symptoms += channels(config)
    return symptoms
  }

  private func looking(_ subject: String, _ body: () throws -> Symptom?) -> Symptom? {
    do { return try body() } catch { return problem(subject, error) }
  }

  private func problem(_ subject: String, _ error: any Error) -> Symptom {
    let explanation = Explanation(error)
    return Symptom(subject, .problem, explanation.message, hint: explanation.hint)
  }

  private func git() -> Symptom? {
    looking("git") {
      let version = try repository.gitOutput(["--version"], doing: "asking git for its version")
      let numbers = version.split(separator: " ").dropFirst(2).first?.split(separator: ".").compactMap { Int($0) } ?? []
      guard let major = numbers.first, let minor = numbers.dropFirst().first, (major, minor) >= (2, 30) else {
        return Symptom("git", .problem, "\(version) is older than 2.30", hint: "install a newer git")
      }
      return Symptom("git", .ok, version)
    }
  }

  private func state() -> Symptom? {
    guard let word = repository.state.word else { return nil }
    return Symptom(
      "repository", .warning, "\(word) is under way: no refresh until it is done", hint: repository.state.hint)
  }

  private func identity() -> Symptom? {
    looking("identity") {
      let who = try repository.identity(.committer)
      return Symptom("identity", .ok, "\(who.name) <\(who.email)>")
    }
  }

  /// A lock that is left over stops git as well as us; we never delete what we did not make.
  private func locks() -> Symptom? {
    let lock = "\(repository.gitDirectory)/index.lock"
    guard fileExists(lock) else { return nil }
    return Symptom(
      "index", .warning, "\(lock) is there: another git is at work, or one died",
      hint: "when no git is running: rm \(lock)")
  }

  private func baseline(_ project: Project, _ config: Config) -> Symptom {
    do {
      guard let snapshot = try Store(config.baseline).read(from: project.source()) else {
        return Symptom("baseline", .problem, "there is none at \(config.baseline.path)", hint: "baseline update")
      }
      let tables = snapshot.tableCount
      return Symptom("baseline", .ok, "\(config.baseline.path), \(tables) \(tables == 1 ? "table" : "tables")")
    } catch {
      return problem("baseline", error)
    }
  }

  /// git asks these attributes at every checkout and add: a filter there would change the document's bytes.
  private func attributes(_ config: Config) -> Symptom? {
    looking("attributes") {
      let file = config.baseline.layout == .folder ? config.baseline.path + "/baseline.json" : config.baseline.path
      let fields = try repository.gitOutput(
        ["check-attr", "-z", "filter", "eol", "ident", "working-tree-encoding", "--", file],
        doing: "asking for the attributes"
      ).split(separator: "\0").map(String.init)
      var values: [String: String] = [:]
      for start in stride(from: 0, to: fields.count - 2, by: 3) { values[fields[start + 1]] = fields[start + 2] }
      let harmful = ["filter", "ident", "working-tree-encoding"].filter {
        !["unset", "unspecified", nil].contains(values[$0])
      }
      if !harmful.isEmpty {
        return Symptom(
          "attributes", .problem, "git changes the baseline's bytes: \(harmful.joined(separator: ", "))",
          hint: "add to .gitattributes: \(file) text eol=lf -filter -ident -working-tree-encoding")
      }
      guard values["eol"] == "lf" else {
        return Symptom(
          "attributes", .warning, "the baseline's line ends are not fixed",
          hint: "add to .gitattributes: \(file) text eol=lf -filter -ident -working-tree-encoding")
      }
      return Symptom("attributes", .ok, "\(file) is kept as it is")
    }
  }

  private func server(_ config: Config) -> Symptom {
    if let shadow = config.shadow {
      guard let url = environment[shadow.urlEnv] else {
        return Symptom(
          "server", .problem, "the environment has no \(shadow.urlEnv)", hint: "export \(shadow.urlEnv)=postgresql://…")
      }
      do {
        let connection = try Connection(ConnectionTarget(url: url))
        // A run that was killed could not drop its own; whether it still runs only a person can know.
        let ours = try connection.query(
          "SELECT datname FROM pg_catalog.pg_database WHERE pg_catalog.starts_with(datname, $1) ORDER BY 1",
          parameters: [ShadowServer.prefix])
        let names = try (0..<ours.rowCount).compactMap { try ours.string($0, 0) }
        if let first = names.first {
          return Symptom(
            "server", .warning, "the shadow server holds \(names.joined(separator: ", "))",
            hint: "when no baseline is running: dropdb \(first)")
        }
        return Symptom("server", .ok, "shadow server, PostgreSQL \(connection.majorVersion)")
      } catch {
        return problem("server", error)
      }
    }
    do {
      let binaries = try ServerBinaries.find(major: config.postgres, environment: environment)
      return Symptom("server", .ok, "PostgreSQL \(binaries.fullVersion) in \(binaries.directory)")
    } catch {
      return problem("server", error)
    }
  }

  private func migrations(_ project: Project, _ config: Config) -> Symptom {
    do {
      guard let migrations = config.migrations, migrations.runner == .sql else {
        let program = config.migrations?.command?.first ?? ""
        return Symptom("migrations", .ok, "\(config.migrations?.runner.rawValue ?? ""), run by \(program)")
      }
      let plan = try SQLRunner(migrations, project.source()).plan()
      let convention = plan.migrations.first?.convention.rawValue ?? "none"
      return Symptom("migrations", plan.migrations.isEmpty ? .warning : .ok, "\(plan.migrations.count) (\(convention))")
    } catch {
      return problem("migrations", error)
    }
  }

  private func trust(_ config: Config) -> Symptom {
    do {
      if try Trust(repository).covers(config) { return Symptom("trust", .ok, "hooks may run the migrations") }
      return Symptom(
        "trust", .warning,
        "hooks may not run \(config.migrations?.command?.joined(separator: " ") ?? "") on this clone yet",
        hint: "baseline trust")
    } catch {
      return problem("trust", error)
    }
  }

  private func databases(_ config: Config) -> [Symptom] {
    config.databases.map { database in
      let subject = "database \(database.name)"
      guard environment[database.urlEnv] != nil else {
        return Symptom(
          subject, .warning, "the environment has no \(database.urlEnv)",
          hint: "export \(database.urlEnv)=postgresql://…")
      }
      do {
        let live = try LiveDatabase(config, named: database.name, url: nil, environment: environment)
        let connection = try live.connect()
        if let major = config.postgres, connection.majorVersion != major {
          return Symptom(
            subject, .warning, "it is PostgreSQL \(connection.majorVersion), the baseline is rendered by \(major)",
            hint: "set `postgres: \(connection.majorVersion)` and run: baseline update --staged")
        }
        // All that a check reads: what the user may not see would make its verdict unknown.
        _ = try live.snapshot(config, CatalogTimeouts())
        return Symptom(subject, .ok, "\(live.description), PostgreSQL \(connection.majorVersion)")
      } catch {
        return problem(subject, error)
      }
    }
  }

  /// Whether each channel could be used from here; nothing is sent.
  private func channels(_ config: Config) -> [Symptom] {
    config.notifications.channels.map { channel in
      let subject = "channel \(channel.name)"
      do {
        _ = try Courier(channel, config, workTree: repository.workTree, environment: environment)
        return Symptom(subject, .ok, "ready; baseline notify --test \(channel.name) sends a message")
      } catch let error as Unreachable {
        return Symptom(subject, .warning, error.reason, hint: "export \(error.variable)=…, where others are told from")
      } catch {
        return problem(subject, error)
      }
    }
  }

  private func hooks() -> Symptom {
    do {
      let installation = HookInstallation(repository)
      let absent = try installation.status().filter { $0.status == .absent || $0.status == .foreign }.map(
        \.hook.rawValue)
      if absent.isEmpty { return Symptom("hooks", .ok, "installed in \(try installation.folder())") }
      return Symptom(
        "hooks", .warning, "not installed: \(absent.joined(separator: ", "))", hint: "baseline hooks install")
    } catch {
      return problem("hooks", error)
    }
  }
}

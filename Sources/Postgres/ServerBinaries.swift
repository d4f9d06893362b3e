import Processes

/// The programs of one installed PostgreSQL server.
package struct ServerBinaries: Equatable, Sendable {
  /// The folder that holds `initdb` and `postgres`; absolute, without symbolic links.
  package let directory: String
  package let major: Int
  /// As the server calls itself, with its packager's remark: `15.18 (Debian 15.18-0+deb12u1)`.
  package let fullVersion: String

  /// Finds the programs of a major version; the first of the folders that packages use wins, and those that
  /// `BASELINE_POSTGRES_BIN` names, with `:` between them as in PATH, before them.
  /// - Parameters:
  ///   - major: nil: what `BASELINE_POSTGRES_BIN` or PATH has, else the newest.
  ///   - environment: where `BASELINE_POSTGRES_BIN` and PATH are read.
  /// - Returns: programs that were asked for their version.
  /// - Throws: an error that names the package to install, and the other majors that are there.
  package static func find(major: Int?, environment: [String: String]) throws(ServerError) -> ServerBinaries {
    for folder in namedFolders(environment) {
      guard let binaries = inspect(folder) else {
        throw ServerError(
          operation: "looking for PostgreSQL in BASELINE_POSTGRES_BIN (\(folder))",
          reason: "there is no initdb and postgres that runs",
          hint:
            "set it to the folder that holds them, as in /usr/lib/postgresql/15/bin, to several of them with : between, "
            + "or unset it")
      }
      if major == nil || binaries.major == major { return binaries }
    }
    return try find(major: major, in: usualFolders(major, environment), environment: environment)
  }

  /// Looks in these folders, the best first.
  static func find(
    major: Int?, in folders: [String], environment: [String: String]
  ) throws(ServerError) -> ServerBinaries {
    var others: Set<Int> = []
    for folder in folders {
      guard let binaries = inspect(folder) else { continue }
      if major == nil || binaries.major == major { return binaries }
      others.insert(binaries.major)
    }
    others.formUnion(namedFolders(environment).compactMap { inspect($0)?.major })
    let wanted = major.map { "PostgreSQL \($0)" } ?? "PostgreSQL"
    let found = others.sorted().map(String.init).joined(separator: ", ")
    throw ServerError(
      operation: "looking for the server programs of \(wanted)",
      reason: others.isEmpty ? "no initdb and postgres found" : "only those of version \(found) are installed",
      hint: "install them (apt-get install postgresql-\(major ?? 15)), "
        + "or set BASELINE_POSTGRES_BIN to the folder that holds them")
  }

  private static func namedFolders(_ environment: [String: String]) -> [String] {
    environment["BASELINE_POSTGRES_BIN", default: ""].split(separator: ":").map(String.init)
  }

  /// Asks the programs of a folder for their version; nil when they are not there or do not run.
  private static func inspect(_ folder: String) -> ServerBinaries? {
    guard folder.hasPrefix("/"), let program = realPath("\(folder)/postgres"),
      let end = program.lastIndex(of: "/"), access(program, X_OK) == 0
    else { return nil }
    let directory = String(program[..<end])
    guard access("\(directory)/initdb", X_OK) == 0 else { return nil }
    do throws(ProcessError) {
      let answer = try Invocation(program, ["-V"], environment: ["LC_ALL": "C"]).run(seconds: 10)
      guard answer.status.isSuccess, let text = answer.text.split(separator: "\n").first,
        let mark = text.firstRange(of: "(PostgreSQL) "),
        let major = Int(text[mark.upperBound...].prefix(while: \.isNumber))
      else { return nil }
      return ServerBinaries(directory: directory, major: major, fullVersion: String(text[mark.upperBound...]))
    } catch {
      // A file that is no program is like no file.
      return nil
    }
  }

  /// Where the packages of Debian, Red Hat, the PostgreSQL project and Homebrew put them, then PATH.
  private static func usualFolders(_ major: Int?, _ environment: [String: String]) -> [String] {
    let path = environment["PATH", default: ""].split(separator: ":").map(String.init)
    let majors = major.map { [$0] + others(than: $0) } ?? others(than: 0)
    let places = majors.flatMap { number in
      [
        "/usr/lib/postgresql/\(number)/bin", "/usr/pgsql-\(number)/bin",
        "/opt/homebrew/opt/postgresql@\(number)/bin", "/usr/local/opt/postgresql@\(number)/bin",
        "/home/linuxbrew/.linuxbrew/opt/postgresql@\(number)/bin",
      ]
    }
    let rest = ["/usr/local/pgsql/bin", "/usr/bin"]
    return major == nil ? path + places + rest : places + path + rest
  }

  /// The newest first, with room for majors that do not exist yet.
  private static func others(than major: Int) -> [Int] { (12...40).reversed().filter { $0 != major } }
}

/// The path without symbolic links; nil when there is no such file.
private func realPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

import Processes
import TestSupport
import Testing

@testable import Postgres

struct ServerBinariesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A folder with programs that say they are of this version. A child writes them: while we hold a program open for
  /// writing, a process that another test starts at that moment inherits it, and nobody can run it ("text file busy").
  private func install(_ version: String) throws -> String {
    let bin = "\(folder.path)/\(version)/bin"
    for program in ["initdb", "postgres"] {
      let script = "#!/bin/sh\necho '\(program) (PostgreSQL) \(version)'\n"
      let written = try Invocation(
        "sh", ["-c", "mkdir -p \"$1\" && cat > \"$1/$2\" && chmod 755 \"$1/$2\"", "sh", bin, program],
        environment: ["PATH": "/usr/bin:/bin"]
      ).run(input: Array(script.utf8))
      try #require(written.status.isSuccess)
    }
    return bin
  }

  @Test func findsWhatIsInstalled() throws {
    let real = try TestServer.binaries()
    let path = environmentVariable("PATH") ?? ""
    #expect(try ServerBinaries.find(major: real.major, environment: ["PATH": path]).major == real.major)
    #expect(real.fullVersion.hasPrefix("\(real.major)"))
    #expect(access("\(real.directory)/initdb", X_OK) == 0)
  }

  @Test func namedFolderWins() throws {
    let bin = try install("16beta1")
    let found = try ServerBinaries.find(major: nil, environment: ["BASELINE_POSTGRES_BIN": bin])
    #expect(found == ServerBinaries(directory: bin, major: 16, fullVersion: "16beta1"))
  }

  /// Whoever has several majors that no package put into its usual place.
  @Test func severalFoldersCanBeNamed() throws {
    let bins = try [install("17.1"), install("16.2"), install("13.1")]
    func find(_ major: Int?, _ folders: [String]) throws -> ServerBinaries {
      try ServerBinaries.find(major: major, environment: ["BASELINE_POSTGRES_BIN": folders.joined(separator: ":")])
    }
    #expect(try find(16, bins).directory == bins[1])
    #expect(try find(nil, bins).directory == bins[0], "the first")
    let error = try #require(throws: ServerError.self) { _ = try find(16, [bins[0], folder.path, bins[1]]) }
    #expect(error.operation.contains("(\(folder.path))"))
    let other = try #require(throws: ServerError.self) { _ = try find(9, bins) }
    #expect(other.reason.contains("13") && other.reason.contains("16, 17"))
  }

  @Test func namedFolderMustHoldThem() throws {
    let error = try #require(throws: ServerError.self) {
      _ = try ServerBinaries.find(major: nil, environment: ["BASELINE_POSTGRES_BIN": folder.path])
    }
    #expect(error.operation.contains(folder.path))
    #expect(error.hint != nil)
  }

  @Test func takesTheWantedMajor() throws {
    let folders = [try install("14.2"), try install("15.7 (Debian)"), try install("17.1")]
    let found = try ServerBinaries.find(major: 15, in: folders, environment: [:])
    #expect(found.major == 15 && found.fullVersion == "15.7 (Debian)")
    #expect(try ServerBinaries.find(major: nil, in: folders, environment: [:]).major == 14)
  }

  @Test func namesTheMajorsThatAreThere() throws {
    let folders = [try install("14.2"), try install("17.1")]
    let error = try #require(throws: ServerError.self) {
      _ = try ServerBinaries.find(major: 15, in: folders, environment: ["BASELINE_POSTGRES_BIN": install("13.1")])
    }
    #expect(error.operation == "looking for the server programs of PostgreSQL 15")
    #expect(error.reason == "only those of version 13, 14, 17 are installed")
    #expect(error.hint?.contains("apt-get install postgresql-15") == true)
  }

  @Test func missingProgramsNameThePackage() throws {
    try folder.write("no program", to: "bin/postgres")
    let error = try #require(throws: ServerError.self) {
      _ = try ServerBinaries.find(major: 16, in: ["/nowhere", "relative", "\(folder.path)/bin"], environment: [:])
    }
    #expect(error.reason == "no initdb and postgres found")
    #expect(error.hint?.contains("apt-get install postgresql-16") == true)
  }

  @Test func followsLinks() throws {
    let bin = try install("15.7")
    symlink("\(bin)/postgres", "\(folder.path)/postgres")
    #expect(try ServerBinaries.find(major: 15, in: [folder.path], environment: [:]).directory == bin)
  }

  @Test func missingLibraryNamesThePackage() throws {
    let error = try #require(throws: PostgresError.self) { _ = try LibPQ("libpq-that-is-not-there.so.5") }
    #expect(error.hint?.contains("libpq5") == true)
  }
}

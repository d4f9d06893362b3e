import ArgumentParser
import BaselineKit
import Processes

extension Baseline {
  struct Snapshot: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "snapshot",
      abstract: "Write the live schema to a file, for databases that CI cannot reach.",
      discussion: """
        The whole of the watched schemas; ignore rules are applied where it is compared.

        EXAMPLES
          baseline snapshot --output production.json
          baseline check --snapshot production.json
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var connection: ConnectionOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The file; - is standard output.", valueName: "file"))
    var output = "-"

    func run() throws {
      let project = try repository.project()
      let config = try project.config()
      let live = try connection.live(config, repository.environment)
      let bytes = try live.snapshot(config, connection.timeouts).canonicalBytes
      if output == "-" { return Terminal.write(bytes.withoutCommands) }
      try writeFile(bytes, to: output)
    }
  }
}

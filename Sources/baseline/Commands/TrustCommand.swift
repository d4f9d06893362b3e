import ArgumentParser
import BaselineKit

extension Baseline {
  struct Trust: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "trust",
      abstract: "Let the hooks of this clone run the configuration's migration command.",
      discussion: """
        Checking out a stranger's branch runs nothing: hooks start programs that a configuration names only after they were \
        trusted here. A changed command has to be trusted again.

        EXAMPLES
          baseline trust
          baseline trust --revoke
        """)

    @OptionGroup var repository: RepositoryOptions
    @Flag(name: .long, help: "Forget all that was trusted on this clone.")
    var revoke = false

    func run() throws {
      let git = try repository.repository()
      let trust = BaselineKit.Trust(git)
      if revoke {
        try trust.revoke()
        return Terminal.print("nothing is trusted on this clone any more")
      }
      for project in try repository.projects(in: git) {
        let config = try project.config()
        if try trust.trust(config) {
          Terminal.print("trusted for the hooks of this clone:\n\(BaselineKit.Trust.executableParts(of: config) ?? "")")
        } else {
          Terminal.print("\(safeLine(config.file)) starts no program: nothing to trust")
        }
      }
    }
  }
}

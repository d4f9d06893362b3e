import ArgumentParser
import BaselineKit

extension Baseline {
  struct Doctor: ParsableCommand, Answering {
    static let configuration = CommandConfiguration(
      commandName: "doctor",
      abstract: "Look at everything that could be wrong, and say how to mend it.",
      discussion: """
        Exit 2 when there is a problem; warnings are only said.

        EXAMPLE
          baseline doctor
        """)

    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let git = try repository.repository()
      let symptoms = BaselineKit.Doctor(git, try repository.projects(in: git), environment: repository.environment)
        .examine()
      output.answer(text: symptoms.map(text).joined(separator: "\n"), json: json(symptoms))
      if symptoms.contains(where: { $0.state == .problem }) { throw Exit.failed }
    }

    private func text(_ symptom: Symptom) -> String {
      let mark =
        switch symptom.state {
        case .ok: "✓"
        case .warning: "!"
        case .problem: "✗"
        }
      return "\(mark) \(symptom.subject): \(safeText(symptom.finding))"
        + (symptom.hint.map { "\n    hint: \(safeLine($0))" } ?? "")
    }

    private func json(_ symptoms: [Symptom]) -> JSONAnswer {
      JSONAnswer { writer in
        writer.list("symptoms", symptoms) { symptom, writer in
          writer.object { writer in
            writer.pair("subject", symptom.subject)
            writer.pair("state", symptom.state.rawValue)
            writer.pair("finding", symptom.finding)
            writer.pair("hint", symptom.hint)
          }
        }
      }
    }
  }
}

import ArgumentParser
import BaselineKit
import Git
import Schema

/// `verify --down`.
extension Baseline.Verify {
  /// How many of the newest migrations.
  enum Last: ExpressibleByArgument {
    case number(Int)
    case all

    init?(argument: String) {
      if argument == "all" {
        self = .all
      } else if let number = Int(argument), number > 0 {
        self = .number(number)
      } else {
        return nil
      }
    }
  }

  /// What was looked at in one state of one project.
  struct Proof {
    let config: String
    let source: String
    let trips: [RoundTrip]
  }

  func proveWayBack(_ git: Repository) throws {
    let context = try output.context(repository.environment)
    var proofs: [Proof] = []
    var errors: [any Error] = []
    for project in try repository.projects(in: git) {
      let verify = VerifyDown(project, context)
      for source in try sources(git, project) {
        do {
          let trips = try verify.verify(source, try choice(project))
          proofs.append(Proof(config: project.configFile, source: source.name, trips: trips))
        } catch {
          errors.append(error)
        }
      }
    }
    if proofs.isEmpty, errors.count == 1 { throw errors[0] }
    let fails = proofs.contains { $0.trips.contains(where: isRefused) }
    output.answer(
      text: proofs.map { WayBackText($0, strict: strict, named: proofs.count > 1).lines.joined(separator: "\n") }
        .joined(separator: "\n"),
      json: json(proofs, errors, fails: fails))
    for error in errors { Terminal.report(error) }
    if !errors.isEmpty { throw Exit.failed }
    if fails { throw Exit.differs }
  }

  private func choice(_ project: Project) throws -> VerifyDown.Choice {
    if let since { return .missing(in: try project.source(at: since)) }
    return switch last {
    case .all: .all
    case .number(let count): .newest(count)
    case nil: .newest(1)
    }
  }

  private func isRefused(_ trip: RoundTrip) -> Bool { trip.isBroken || strict && trip.hasNoWayBack }

  private func json(_ proofs: [Proof], _ errors: [any Error], fails: Bool) -> JSONAnswer {
    JSONAnswer { writer in
      let trips = proofs.flatMap(\.trips)
      // Where nothing can be taken back, nothing is proved.
      let isUnknown = !errors.isEmpty || !trips.isEmpty && trips.allSatisfy(\.hasNoWayBack)
      writer.pair("verdict", isUnknown ? "unknown" : trips.contains(where: \.isBroken) ? "differs" : "same")
      let isWarned = trips.contains { $0.hasNoWayBack || $0.judgement != nil }
      writer.pair("outcome", fails || !errors.isEmpty ? "failed" : isWarned ? "warned" : "passed")
      if !errors.isEmpty {
        writer.list("errors", errors) { error, writer in writer.object { Explanation(error).write(to: &$0) } }
      }
      writer.list("ways_back", proofs.flatMap { proof in proof.trips.map { (proof, $0) } }) { entry, writer in
        writer.object { writer in
          writer.pair("config", entry.0.config)
          writer.pair("source", entry.0.source)
          entry.1.write(to: &writer)
        }
      }
    }
  }
}

extension RoundTrip {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.pair("migration", path)
    writer.pair("back", back)
    switch result {
    case .same: writer.pair("result", "same")
    case .none(let words):
      writer.pair("result", "none")
      writer.pair("reason", words)
    case .differs(let judgement):
      writer.pair("result", "differs")
      judgement.write(to: &writer)
    case .failed(let error), .notAgain(let error):
      if case .failed = result { writer.pair("result", "failed") } else { writer.pair("result", "not_again") }
      writer.key("error")
      writer.object { error.write(to: &$0) }
    }
  }
}

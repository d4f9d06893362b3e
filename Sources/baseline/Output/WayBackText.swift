import BaselineKit
import Schema

/// What `verify --down` found out about the migrations of one state.
struct WayBackText {
  private let proof: Baseline.Verify.Proof
  private let strict: Bool
  private let named: Bool

  /// - Parameters:
  ///   - strict: whether a migration without a way back fails.
  ///   - named: whether the project must be told from others.
  init(_ proof: Baseline.Verify.Proof, strict: Bool, named: Bool) {
    self.proof = proof
    self.strict = strict
    self.named = named
  }

  var lines: [String] {
    let subject = safeLine(named ? "\(proof.config), \(proof.source)" : proof.source)
    let trips = proof.trips
    if trips.isEmpty { return ["same: \(subject) has no other migrations"] }
    let broken = trips.count(where: \.isBroken)
    let irreversible = trips.count(where: \.hasNoWayBack)
    let proven = trips.count - broken - irreversible
    var parts: [String] = []
    if proven > 0 { parts.append("\(TextReport.plural(proven, "migration")) there and back") }
    if irreversible > 0 { parts.append("\(irreversible) without a way back") }
    if broken > 0 { parts.append("\(broken) whose way back is wrong") }
    let verdict = broken > 0 ? "differs" : irreversible > 0 ? "no way back" : "same"
    return ["\(verdict): \(subject): \(parts.joined(separator: ", "))"] + trips.flatMap(lines)
      + (broken > 0 ? ["mend it with: correct the way back, then baseline verify --down"] : [])
  }

  private func lines(_ trip: RoundTrip) -> [String] {
    let name = safeLine(trip.name)
    let back = trip.back.map { safeLine($0) } ?? ""
    switch trip.result {
    case .same: return ["  ✓ \(name)"]
    case .none(let words):
      return ["  \(strict ? "✗" : "!") \(name): it has no way back\(words.map { " (\(safeLine($0)))" } ?? "")"]
    case .failed(let error): return ["  ✗ \(name): \(back) cannot be run"] + reason(error)
    case .notAgain(let error): return ["  ✗ \(name): after \(back) it cannot be applied again"] + reason(error)
    case .differs(let judgement):
      let verdict =
        trip.isBroken ? "✗ \(name): \(back) does not lead back" : "! \(name): back, with its columns in another order"
      return ["  \(verdict)"] + judgement.differences.map { "      " + line($0) }
    }
  }

  private func reason(_ error: Explanation) -> [String] {
    var texts = [error.message] + error.details
    if let hint = error.hint { texts.append("hint: \(hint)") }
    return texts.flatMap { $0.split(separator: "\n") }.map { "      \(safeLine(String($0)))" }
  }

  /// From the schema before the migration to the one after its way back.
  private func line(_ difference: Difference) -> String {
    let critical = difference.isCritical ? " [critical]" : ""
    let object = safeLine("\(difference.change.object.kind.word) \(difference.change.object.name)")
    return switch difference.change.action {
    case .added: "left behind: \(object)\(critical)"
    case .removed: "not brought back: \(object)\(critical)"
    case .altered: safeLine(ChangeWords(difference.change).sentence) + critical
    }
  }
}

extension RoundTrip {
  /// What differs, where the way back could be run.
  var judgement: Judgement? {
    if case .differs(let judgement) = result { judgement } else { nil }
  }
}

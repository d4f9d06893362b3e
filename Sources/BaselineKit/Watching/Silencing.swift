import Schema

/// A rule that kept something out of a comparison, and how much.
package struct Silencing: Equatable, Sendable {
  /// Why it is left out, in a word; the JSON answer has it.
  package enum Reason: String, Sendable {
    /// `ignore_tables` and `ignore`.
    case pattern
    /// It lies in a schema that is not watched.
    case schemas
    case partitions
    /// A migration tool's own table.
    case bookkeeping
    /// It belongs to an extension, whose version is compared in its place.
    case `extension`
    /// The policy ignores the class of the difference.
    case policy
    /// Proved to read differently only.
    case rendering
    /// Accepted until a day.
    case waiver
  }

  package let reason: Reason
  package let rule: String
  package let count: Int
  /// Those of the objects that were looked at one by one; of others only the number is known.
  package let objects: [Silenced]

  /// By rule, in the order in which they met something first.
  package static func all(_ silenced: [Silenced]) -> [Silencing] {
    var rules: [String] = []
    var objects: [String: [Silenced]] = [:]
    for entry in silenced {
      if objects[entry.rule] == nil { rules.append(entry.rule) }
      objects[entry.rule, default: []].append(entry)
    }
    return rules.map { rule in
      let found = objects[rule] ?? []
      return Silencing(reason: Reason(rule: rule), rule: rule, count: found.count, objects: found)
    }
  }
}

extension Silencing.Reason {
  init(rule: String) {
    let beginnings: [(String, Self)] = [
      (Watch.schemasRule, .schemas), (Watch.partitionsRule, .partitions), (Watch.bookkeepingRule, .bookkeeping),
      (Judgement.policyRule, .policy), (Judgement.renderingRule, .rendering),
    ]
    self = beginnings.first { rule.hasPrefix($0.0) }?.1 ?? .pattern
  }
}

extension Judgement {
  /// All that kept something out of the comparison or lets it pass.
  package var silencings: [Silencing] {
    let waived = differences.compactMap { difference -> Silenced? in
      guard case .waiver(let until, let reason) = difference.permission else { return nil }
      return Silenced(
        object: difference.change.object, rule: "waiver until \(until.day): \(reason)",
        fields: difference.change.fields.map(\.name))
    }
    return Silencing.all(silenced)
      + Silencing.all(waived).map {
        Silencing(reason: .waiver, rule: $0.rule, count: $0.count, objects: $0.objects)
      }
  }
}

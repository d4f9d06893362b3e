import Schema

/// Whether two schemas are the same. Never `same` when something could not be looked at.
package enum Verdict: String, Sendable {
  case same
  case differs
  case unknown
}

/// What a run comes to.
package enum Outcome: String, Comparable, CaseIterable, Sendable {
  case passed
  case warned
  /// What would have failed is accepted by waivers.
  case waived
  /// What would have failed passes in an emergency.
  case bypassed
  case failed

  /// Of several, the worst is the one to tell.
  package static func < (left: Outcome, right: Outcome) -> Bool {
    allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
  }
}

/// A change with what the configuration makes of it.
package struct Difference: Equatable, Sendable {
  package var change: Change
  package let isCritical: Bool
  /// What the policy makes of it, before waivers and bypasses are asked.
  package var action: Config.Action
  /// Why it differs; nil: nobody looked.
  package var diagnosis: Diagnosis?
  /// What lets it pass though it fails.
  package var permission: Permission?
  /// What became of its texts when they were rendered once more; nil: it has none, or nobody did.
  package let rendering: RenderingProof?

  package init(change: Change, isCritical: Bool, action: Config.Action, rendering: RenderingProof? = nil) {
    self.change = change
    self.isCritical = isCritical
    self.action = action
    self.rendering = rendering
  }

  /// The class of design section 9 that decides about it.
  package var weight: FieldWeight { change.weight(besides: rendering) }
  package var impact: Impact { change.impact }
}

/// What lets a difference pass that the policy fails.
package enum Permission: Equatable, Sendable {
  /// A reviewed waiver accepts exactly it, until that day.
  case waiver(until: Timestamp, reason: String)
  /// An emergency, until that moment.
  case bypass(until: Timestamp)
}

/// The answer of a comparison: the differences, what they come to, and what a reader must know to trust it.
package struct Judgement: Sendable {
  package var differences: [Difference]
  /// Rules and policies that hid something, of either side.
  package var silenced: [Silenced]
  /// Said in every run: rules that match nothing, critical tables that do not exist.
  package var warnings: [String]
  package let notCompared: [String]
  /// How many tables of the new side are watched.
  package var tableCount = 0

  package var verdict: Verdict { differences.isEmpty ? .same : .differs }

  /// What fails the run though no object differs by it, as migrations that had to be applied.
  package var violations: [String] = []
  /// What lets the run pass though there are violations.
  package var violationsPermission: Permission?

  package var outcome: Outcome {
    if !violations.isEmpty { return violationsPermission == nil ? .failed : max(.bypassed, outcomeOfDifferences) }
    return outcomeOfDifferences
  }

  private var outcomeOfDifferences: Outcome {
    let failing = differences.filter { $0.action == .fail }
    if failing.contains(where: { $0.permission == nil }) { return .failed }
    let isBypassed = failing.contains { if case .bypass = $0.permission { true } else { false } }
    if isBypassed { return .bypassed }
    if !failing.isEmpty { return .waived }
    return differences.contains { $0.permission == nil } ? .warned : differences.isEmpty ? .passed : .waived
  }
}

extension Judgement {
  /// The objects that differ and that no waiver accepts, whatever the policy makes of it: another run may be stricter.
  var present: Set<ObjectID> {
    Set(
      differences.filter { !$0.isWaived }.map(\.change.object)
        + silenced.filter { $0.rule.hasPrefix(Self.policyRule) }.map(\.object)
        + (violations.isEmpty ? [] : [.database]))
  }

  /// How the rule begins that tells of what the policy hides.
  static let policyRule = "policy: "

  /// The rule of what was proved to read differently only.
  static let renderingRule = "class: rendering"

  /// How many objects only read differently, in words: `reads differently in 2 objects …`; nil: none.
  var renderingRemark: String? {
    let count = silenced.count { $0.rule == Self.renderingRule }
    guard count > 0 else { return nil }
    let objects = count == 1 ? "1 object" : "\(count) objects"
    return "reads differently than the server words it in \(objects), and means the same"
  }
}

extension Change {
  /// The gravest of its fields that does not only read differently.
  func weight(besides proof: RenderingProof?) -> FieldWeight {
    guard action == .altered, let proof else { return weight }
    return fields.filter { !proof.same.contains($0.name) }.map(\.weight).min() ?? .definition
  }
}

/// Which differences fail.
package enum Strictness: Sendable {
  /// As the policy says; critical tables always fail.
  case policy(Config.Policy)
  /// Every class fails: for a document that must be exactly what it claims, and for `--strict`.
  case everything
}

extension Watch {
  /// Compares two snapshots that were not filtered yet.
  /// - Parameters:
  ///   - old: what should be, usually the baseline.
  ///   - new: what is.
  ///   - includesLive: whether `new` is of a live database, which rules are made for.
  ///   - rendering: proves of texts that they only read differently; nil: nothing is proved.
  ///   - before: `old` as this watch filters it; nil: nobody has done that.
  package func judge(
    _ old: Snapshot, _ new: Snapshot, _ strictness: Strictness, includesLive: Bool, rendering: Rendering? = nil,
    before: Filtered? = nil
  ) throws -> Judgement {
    let before = try before ?? filtered(old)
    // What is the same is filtered to the same.
    let after = old == new ? before : try filtered(new)
    let comparison = compare(before.snapshot, after.snapshot)
    let critical = criticalTables(of: before.snapshot).union(criticalTables(of: after.snapshot))
    var silenced = before.silenced
    for other in after.silenced where !silenced.contains(other) { silenced.append(other) }
    var differences: [Difference] = []
    for change in comparison.changes {
      let names = change.fields.map(\.name)
      let proof = rendering?.proof(of: change, before.snapshot, after.snapshot)
      if let proof, proof.same.isSuperset(of: names) {
        silenced.append(Silenced(object: change.object, rule: Judgement.renderingRule, fields: names))
        continue
      }
      let isCritical = touchesCritical(change.object, critical, before.snapshot, after.snapshot)
      let weight = change.weight(besides: proof)
      let action = isCritical ? .fail : strictness.action(for: weight)
      if action == .ignore {
        let rule = "\(Judgement.policyRule)\(weight.rawValue): ignore"
        silenced.append(Silenced(object: change.object, rule: rule, fields: names))
      } else {
        differences.append(
          Difference(change: change, isCritical: isCritical, action: action, rendering: proof))
      }
    }
    return Judgement(
      differences: Judgement.inOrder(differences), silenced: silenced,
      warnings: try warnings(about: includesLive ? [old, new] : [new], includesLive: includesLive),
      notCompared: comparison.notCompared, tableCount: after.snapshot.tableCount)
  }

  /// A critical table is meant with all that is nested in it, its partitions and owned sequences.
  private func touchesCritical(
    _ object: ObjectID, _ critical: Set<ObjectID>, _ old: Snapshot, _ new: Snapshot
  ) -> Bool {
    guard object.path.count >= 2 else { return false }
    if critical.contains(ObjectID(.table, Array(object.path.prefix(2)))) { return true }
    guard object.kind == .sequence else { return false }
    return [old, new].contains { snapshot in
      let sequence = snapshot.database.schemas[key: object.path[0]]?.sequences[key: object.path[1]]
      return sequence?.ownedBy.flatMap { tableOfColumn(address: $0, in: object.path[0]) }.map(critical.contains)
        ?? false
    }
  }
}

extension Judgement {
  /// As reports list them.
  static func inOrder(_ differences: [Difference]) -> [Difference] {
    differences.sorted {
      ($0.isCritical ? 0 : 1, $0.change.object) < ($1.isCritical ? 0 : 1, $1.change.object)
    }
  }
}

extension Strictness {
  func action(for weight: FieldWeight) -> Config.Action {
    guard case .policy(let policy) = self else { return .fail }
    return switch weight {
    case .definition: policy.definition
    case .state: policy.state
    case .order: policy.order
    case .comment: policy.comment
    }
  }
}

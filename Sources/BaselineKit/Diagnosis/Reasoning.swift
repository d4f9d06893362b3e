import Schema

/// The states that explain a difference between a baseline and a live database, all filtered by the same watch.
struct Reasoning {
  /// B: the committed baseline.
  let baseline: Facts
  /// M: what the migrations make.
  let migrated: Facts
  /// L
  let live: Facts
  /// E: what the applied migrations make; nil: not known.
  let expected: Facts?
  /// What the applied migrations made as they were when they came; nil: none of them was edited, or it could not be had.
  var original: Facts?
  /// Whether the tool's own checksums say that they were edited after they were applied. Git's history only says: after they came.
  var isEditCertain = true
  /// What makes M differ from E: migrations that are not deployed, or ones that this state does not have.
  var pending: Set<Cause> = [.notDeployed]
  /// Where it may be both: what the migrations make that the database and the state share; nil: not known.
  var common: Facts?
  /// The paths of what holds something in which M and L differ.
  var unsettled: Set<[Text]> = []

  /// What one difference comes of.
  struct Conclusion: Equatable {
    /// In the order of `Cause`; never empty.
    var causes: [Cause]
    /// Changed by hand to what a migration would make of it that is not deployed yet: that one will fail, or do nothing.
    var isAlreadyMigrated = false
    /// As the first content of a migration made it, which may have been edited before it was applied.
    var isEditUncertain = false
  }

  /// What two states differ in, of one object.
  private struct Differing {
    /// Only one of them has it.
    var isExistence = false
    var fields: Set<Text> = []

    var isEmpty: Bool { !isExistence && fields.isEmpty }

    /// Whether both are about the same: one field, or the whole object on either side.
    func meets(_ other: Differing) -> Bool {
      if isExistence { return !other.isEmpty }
      return other.isExistence ? !isEmpty : !fields.isDisjoint(with: other.fields)
    }
  }

  /// - Parameter change: from the baseline or from the expected state to the live one.
  func conclusion(on change: Change) -> Conclusion {
    if change.isLeftover { return Conclusion(causes: [.unknown]) }
    let object = change.object
    let names = relevantFields(of: change)
    func differing(_ one: Facts, _ other: Facts) -> Differing { Self.differing(one[object], other[object], names) }

    var found: Set<Cause> = []
    if !differing(migrated, baseline).isEmpty { found.insert(.baselineBehind) }
    guard let expected else {
      if !differing(live, migrated).isEmpty { found.insert(.unknown) }
      return Conclusion(causes: Self.inOrder(found))
    }

    var drift = differing(expected, live)
    var isEditUncertain = false
    if let original {
      // As the first content of the migrations made it, and not as today's does: nobody touched it.
      let edited = differing(expected, original)
      let sinceOriginal = differing(original, live)
      if !sinceOriginal.isExistence {
        let explained = drift.fields.intersection(edited.fields).subtracting(sinceOriginal.fields)
        if drift.isExistence && edited.isExistence || !explained.isEmpty {
          found.insert(.migrationEdited)
          isEditUncertain = !isEditCertain
        }
        if drift.isExistence && edited.isExistence {
          drift = sinceOriginal
        } else {
          drift.fields.subtract(explained)
        }
      }
    }
    let waiting = differing(expected, migrated)
    if !drift.isEmpty || isEditUncertain { found.insert(.byHand) }
    if !waiting.isEmpty {
      if let common {
        if !differing(common, migrated).isEmpty { found.insert(.notDeployed) }
        if !differing(common, expected).isEmpty { found.insert(.ahead) }
      } else {
        found.formUnion(pending)
      }
    }
    var isAlreadyMigrated = false
    if found.contains(.notDeployed), drift.meets(waiting) {
      let left = differing(live, migrated)
      let both = drift.isExistence || waiting.isExistence ? nil : drift.fields.intersection(waiting.fields)
      let clashes =
        both.map { !left.fields.isDisjoint(with: $0) } ?? (!left.isEmpty || unsettled.contains(object.path))
      if clashes { found.insert(.conflict) } else { isAlreadyMigrated = true }
    }
    // The states agree on what was asked of them: a difference that only the comparison of documents sees.
    if found.isEmpty { found.insert(.unknown) }
    return Conclusion(
      causes: Self.inOrder(found), isAlreadyMigrated: isAlreadyMigrated, isEditUncertain: isEditUncertain)
  }

  /// Of what came or went everything counts, in every state; of what was altered what differs.
  private func relevantFields(of change: Change) -> Set<Text> {
    if change.action == .altered { return Set(change.fields.map(\.name)) }
    let states = [baseline, migrated, live, expected, original].compactMap { $0?[change.object] }
    return states.reduce(into: []) { $0.formUnion($1.fields.keys) }
  }

  private static func differing(_ one: Facts.Object?, _ other: Facts.Object?, _ names: Set<Text>) -> Differing {
    switch (one, other) {
    case (nil, nil): Differing()
    case (let one?, let other?): Differing(fields: names.filter { !one.agrees(with: other, on: $0) })
    default: Differing(isExistence: true)
    }
  }

  private static func inOrder(_ causes: Set<Cause>) -> [Cause] { Cause.allCases.filter(causes.contains) }
}

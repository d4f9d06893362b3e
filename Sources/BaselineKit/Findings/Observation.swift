import Schema

extension Difference {
  /// A waiver accepts it.
  package var isWaived: Bool { if case .waiver = permission { true } else { false } }
}

/// What a comparison shows of objects, for events.
struct Observation {
  private let judgement: Judgement
  private let old: [ObjectID: String]
  private let new: [ObjectID: String]

  /// - Parameter also: objects that are asked about though they may not differ.
  init(_ judgement: Judgement, _ old: Snapshot, _ new: Snapshot, also: [ObjectID]) {
    self.judgement = judgement
    let wanted = Set(judgement.differences.map(\.change.object) + also)
    self.old = Self.digests(of: wanted, in: old)
    self.new = Self.digests(of: wanted, in: new)
  }

  /// Of those that are there.
  private static func digests(of wanted: Set<ObjectID>, in snapshot: Snapshot) -> [ObjectID: String] {
    if wanted.isEmpty { return [:] }
    // Only the tables that are asked about: there may be thousands of others.
    let outermost = Set(wanted.map { $0.path.prefix(2) })
    let tables = try? snapshot.filtered { context in
      let path = context.id.path
      return path.count < 2 || outermost.contains(path.prefix(2)) ? .keep : .remove(rule: "")
    }
    let facts = Facts(tables?.snapshot ?? snapshot)
    var digests: [ObjectID: String] = [:]
    for object in wanted {
      guard let fact = facts[object] else { continue }
      let words =
        fact.fields.map { [$0.key, $0.value] } + fact.orders.map { [$0.key] + $0.value }
      let text = words.sorted { $0.lexicographicallyPrecedes($1) }.map { $0.map(\.string).joined(separator: "\u{0}") }
      digests[object] = String(SHA256.hex(Array(text.joined(separator: "\u{1}").utf8)).prefix(16))
    }
    return digests
  }

  func finding(_ difference: Difference, _ version: RowVersions.Version? = nil) -> RecordedFinding {
    let change = difference.change
    let permission: RecordedFinding.Pass? =
      switch difference.permission {
      case .waiver: .waiver
      case .bypass: .bypass
      case nil: nil
      }
    return RecordedFinding(
      object: change.object, change: change.action, fingerprint: change.fingerprint, weight: change.weight.rawValue,
      causes: difference.diagnosis?.causes ?? [], isCritical: difference.isCritical, action: difference.action,
      permission: permission,
      sides: sides(of: change.object),
      transaction: version?.transaction, committed: version?.committed)
  }

  /// nil: it is on neither side, as what is told of tenants.
  private func sides(of object: ObjectID) -> RecordedFinding.Sides? {
    if old[object] == nil && new[object] == nil { return nil }
    return RecordedFinding.Sides(baseline: old[object] ?? "", live: new[object] ?? "")
  }

  /// How a finding went away that this comparison does not have.
  func resolution(of finding: RecordedFinding, migrationsMoved: Bool?) -> Resolution {
    var now = Aftermath()
    let object = finding.object
    now.isWaived = judgement.differences.contains { $0.change.object == object && $0.isWaived }
    let (before, after) = (old[object] ?? "", new[object] ?? "")
    // Two sides that differ, and no difference: something hides it.
    now.isSilenced = before != after || judgement.silenced.contains { $0.fields.isEmpty && object.isInside($0.object) }
    now.digest = after
    now.migrationsMoved = migrationsMoved
    return Resolution(of: finding, now)
  }
}

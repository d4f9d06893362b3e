import Schema

/// Tenants are many, and what differs in one mostly differs in all: a finding of tenants is one of all of them together, in a
/// schema that is called as they are matched, `"tenant_*".customers.phone`.
extension TenantReport {
  /// The differences of all groups, each object once: as the largest group has it, and failing where any fails.
  var differences: [Difference] {
    var differences: [Difference] = []
    for difference in groups.flatMap(\.judgement.differences) {
      let change = ofAll(difference.change)
      let isAccepted = difference.permission != nil
      if let known = differences.firstIndex(where: { $0.change.object == change.object }) {
        if difference.action == .fail && !isAccepted {
          differences[known].action = .fail
          differences[known].permission = nil
        }
        continue
      }
      var copy = Difference(change: change, isCritical: difference.isCritical, action: difference.action)
      copy.permission = difference.permission
      differences.append(copy)
    }
    return differences
  }

  /// What was hidden in any of them, of all together.
  var silencedOfAll: [Silenced] {
    silenced.map { Silenced(object: ofAll($0.object), rule: $0.rule, fields: $0.fields) }
  }

  /// Lets pass in each group what passes of all together.
  mutating func permit(_ differences: some Swift.Sequence<Difference>) {
    for difference in differences {
      guard case .bypass = difference.permission else { continue }
      for group in groups.indices {
        for index in groups[group].judgement.differences.indices {
          let own = groups[group].judgement.differences[index]
          guard own.action == .fail, own.permission == nil, ofAll(own.change.object) == difference.change.object else {
            continue
          }
          groups[group].judgement.differences[index].permission = difference.permission
        }
      }
    }
  }
}

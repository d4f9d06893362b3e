import Schema

/// Tenants are many, and what differs in one mostly differs in all: a finding of tenants is one of all of them together, in a
/// schema that is called as they are matched, `"tenant_*".customers.phone`.
extension TenantReport {
  /// The differences of all groups, each object once: as the largest group has it, and failing where any fails.
  func differences(of tenants: Config.Tenants) -> [Difference] {
    let schema = tenants.schema
    var differences: [Difference] = []
    for difference in groups.flatMap(\.judgement.differences) {
      let change = difference.change
      let object = ObjectID(change.object.kind, [schema] + change.object.path.dropFirst())
      let isAccepted = difference.permission != nil
      if let known = differences.firstIndex(where: { $0.change.object == object }) {
        if difference.action == .fail && !isAccepted {
          differences[known].action = .fail
          differences[known].permission = nil
        }
        continue
      }
      var copy = Difference(
        change: Change(object: object, action: change.action, fields: change.fields, contents: change.contents),
        isCritical: difference.isCritical, action: difference.action)
      copy.permission = difference.permission
      differences.append(copy)
    }
    return differences
  }

  /// What was hidden in any of them, of all together.
  func silenced(of tenants: Config.Tenants) -> [Silenced] {
    silenced.filter { !$0.object.path.isEmpty }.map { entry in
      Silenced(
        object: ObjectID(entry.object.kind, [tenants.schema] + entry.object.path.dropFirst()), rule: entry.rule,
        fields: entry.fields)
    }
  }

  /// Lets pass in each group what passes of all together.
  mutating func permit(_ differences: some Swift.Sequence<Difference>) {
    for difference in differences {
      guard case .bypass = difference.permission else { continue }
      for group in groups.indices {
        for index in groups[group].judgement.differences.indices {
          let own = groups[group].judgement.differences[index]
          guard own.action == .fail, own.permission == nil, own.change.object.kind == difference.change.object.kind,
            own.change.object.path.dropFirst() == difference.change.object.path.dropFirst()
          else { continue }
          groups[group].judgement.differences[index].permission = difference.permission
        }
      }
    }
  }
}

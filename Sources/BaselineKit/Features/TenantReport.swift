import Schema

/// What came of comparing the schemas of a database's tenants with the one schema that they are to be like.
package struct TenantReport: Sendable {
  /// The baseline's schema; changes are told in its terms.
  package let model: Text
  /// The schema that stands for all of them where they are named together, as they are matched: `tenant_*`.
  package let schema: Text
  /// How many schemas there are.
  package let count: Int
  /// Those that differ, each with all that differ in the same way: the largest group first.
  package var groups: [TenantGroup]
  /// Those that could not be read or compared, by the reason.
  package let failures: [TenantFailure]
  /// What rules and policies hid in any of them.
  package let silenced: [Silenced]

  /// How many are as they should be.
  package var sameCount: Int {
    count - groups.reduce(0) { $0 + $1.names.count } - failures.reduce(0) { $0 + $1.names.count }
  }

  package var verdict: Verdict { !failures.isEmpty ? .unknown : groups.isEmpty ? .same : .differs }

  package var outcome: Outcome {
    failures.isEmpty ? groups.map(\.judgement.outcome).max() ?? .passed : .failed
  }
}

/// Tenants that differ in the same way.
package struct TenantGroup: Sendable {
  package let names: [Text]
  package var judgement: Judgement
}

/// Tenants that could not be looked at, for the same reason.
package struct TenantFailure: Sendable {
  package let names: [Text]
  package let error: any Error
}

extension TenantReport {
  /// An object of the model as that of all tenants: `"tenant_*".customers.phone`.
  func ofAll(_ object: ObjectID) -> ObjectID {
    object.schema == model ? ObjectID(object.kind, [schema] + object.path.dropFirst()) : object
  }

  /// A change as tenants' waivers name it: one of the schema that they are like is another.
  func ofAll(_ change: Change) -> Change {
    Change(
      object: ofAll(change.object), action: change.action, fields: change.fields, contents: change.contents,
      whole: change.whole, possibleRename: change.possibleRename)
  }
}

extension TenantReport {
  /// - Parameter judgements: of each tenant, in the order of their names.
  init(_ tenants: Config.Tenants, _ judgements: [(name: Text, result: Result<Judgement, any Error>)]) {
    var same: [String: Int] = [:]
    var groups: [(names: [Text], judgement: Judgement)] = []
    var failed: [String: Int] = [:]
    var failures: [(names: [Text], error: any Error)] = []
    var hidden: Set<String> = []
    var silenced: [Silenced] = []
    for (name, result) in judgements {
      switch result {
      case .success(let judgement):
        for entry in judgement.silenced where hidden.insert("\(entry.object) \(entry.rule)").inserted {
          silenced.append(entry)
        }
        if judgement.differences.isEmpty { continue }
        let key = judgement.key
        if let index = same[key] {
          groups[index].names.append(name)
        } else {
          same[key] = groups.count
          groups.append(([name], judgement))
        }
      case .failure(let error):
        // Of messages that name the schema, each is a reason of its own.
        let key = Explanation(error).message
        if let index = failed[key] {
          failures[index].names.append(name)
        } else {
          failed[key] = failures.count
          failures.append(([name], error))
        }
      }
    }
    model = Text(tenants.model)
    schema = tenants.schema
    count = judgements.count
    self.groups = groups.sorted { ($1.names.count, $0.names[0]) < ($0.names.count, $1.names[0]) }
      .map { TenantGroup(names: $0.names, judgement: $0.judgement) }
    self.failures = failures.map { TenantFailure(names: $0.names, error: $0.error) }
    self.silenced = silenced
  }
}

extension Judgement {
  /// The same for all that differ in the same way; empty: nothing differs.
  var key: String { differences.map(\.change.fingerprint).joined(separator: " ") }
}

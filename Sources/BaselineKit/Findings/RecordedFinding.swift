import Schema

/// A difference as a check event holds it.
package struct RecordedFinding: Equatable, Sendable {
  package let object: ObjectID
  package let change: Change.Action
  /// Which difference it is exactly (`Change.fingerprint`).
  package let fingerprint: String
  /// The class: a text, for a newer version may know more of them.
  package let weight: String
  /// Empty: nobody looked.
  package let causes: [Cause]
  package let isCritical: Bool
  package let action: Config.Action
  /// What let it pass.
  package let permission: Pass?
  /// The object itself on either side, as digests: from them a later check knows which side moved.
  package let sides: Sides?
  /// The transaction that wrote the object's rows in the live catalog last, 64 bits; nil: it has none there, or nobody looked.
  package let transaction: Int64?
  /// When that transaction was committed, where the server keeps it.
  package let committed: Timestamp?

  /// What let a difference pass, without until when.
  package enum Pass: String, Sendable { case waiver, bypass }

  /// Digests of one object in the baseline and in the live database; empty: it is not there.
  package struct Sides: Equatable, Sendable {
    package let baseline: String
    package let live: String
  }

  package init(
    object: ObjectID, change: Change.Action, fingerprint: String, weight: String = FieldWeight.definition.rawValue,
    causes: [Cause] = [], isCritical: Bool = false, action: Config.Action = .fail, permission: Pass? = nil,
    sides: Sides? = nil, transaction: Int64? = nil, committed: Timestamp? = nil
  ) {
    self.object = object
    self.change = change
    self.fingerprint = fingerprint
    self.weight = weight
    self.causes = causes
    self.isCritical = isCritical
    self.action = action
    self.permission = permission
    self.sides = sides
    self.transaction = transaction
    self.committed = committed
  }

  /// What fails a run though no object differs: a finding of the database as a whole.
  init(violations: [String]) {
    let digest = SHA256.hex(Array(violations.joined(separator: "\n").utf8))
    self.init(object: .database, change: .altered, fingerprint: String(digest.prefix(32)))
  }

  init(_ value: EventValue) throws(BrokenEvent) {
    let details = try EventDetails(value)
    let sides: Sides? =
      if let baseline = try details.optionalText("baseline", limit: 64) {
        Sides(baseline: baseline, live: try details.text("live", limit: 64))
      } else { nil }
    self.init(
      object: try details.object(), change: try details.word("change", Change.Action.self),
      fingerprint: try details.text("fingerprint", limit: 64), weight: try details.text("class", limit: 32),
      // A cause that only a newer version can tell is unknown here.
      causes: try details.texts("causes", limit: 10).map { Cause(rawValue: $0) ?? .unknown },
      isCritical: try details.flag("critical"), action: try details.word("action", Config.Action.self),
      permission: try details.optionalWord("permission", Pass.self), sides: sides,
      transaction: try details.optionalNumber("xid"), committed: try details.optionalTime("committed"))
  }

  var value: EventValue {
    var members = object.members
    members += [
      .init("change", .text(change.rawValue)), .init("fingerprint", .text(fingerprint)), .init("class", .text(weight)),
      .init("causes", .list(causes.map { .text($0.rawValue) })),
    ]
    members.add("critical", isCritical ? .truth(true) : nil)
    members.add("action", .text(action.rawValue))
    members.add("permission", permission.map { .text($0.rawValue) })
    members.add("baseline", sides.map { .text($0.baseline) })
    members.add("live", sides.map { .text($0.live) })
    members.add("xid", transaction.map { .number($0) })
    members.add("committed", committed.map { .text("\($0)") })
    return .object(members)
  }
}

/// A finding that a check no longer saw, and why.
package struct RecordedResolution: Equatable, Sendable {
  package let object: ObjectID
  package let fingerprint: String
  package let how: Resolution

  package init(object: ObjectID, fingerprint: String, how: Resolution) {
    self.object = object
    self.fingerprint = fingerprint
    self.how = how
  }

  init(_ value: EventValue) throws(BrokenEvent) {
    let details = try EventDetails(value)
    self.init(
      object: try details.object(), fingerprint: try details.text("fingerprint", limit: 64),
      how: Resolution(rawValue: try details.text("how", limit: 32)) ?? .unknown)
  }

  var value: EventValue {
    .object(
      object.members + [.init("fingerprint", .text(fingerprint)), .init("how", .text(how.rawValue))])
  }
}

import Schema

/// Where a bypassed finding is: each has a clock of its own there.
package enum BypassScope: Hashable, Sendable {
  /// A check of a database under `databases:`.
  case database(Text)
  /// A check of any other database.
  case live
  /// `verify` and the hooks: the baseline beside its migrations.
  case verify

  package init(_ name: String?) {
    self = name.map { .database(Text($0)) } ?? .live
  }

  /// For people.
  package var name: String {
    switch self {
    case .database(let name): name.string
    case .live: "live"
    case .verify: "verify"
    }
  }

  /// What the event's `database` says.
  var database: String? { if case .database(let name) = self { name.string } else { nil } }

  fileprivate init(_ event: Event, _ details: EventDetails) throws(BrokenEvent) {
    if let database = event.database {
      self = .database(Text(database))
      return
    }
    switch try details.text("scope", limit: 16) {
    case "live": self = .live
    case "verify": self = .verify
    default: throw BrokenEvent("scope has an unknown value")
    }
  }

  fileprivate var members: [EventValue.EventMember] {
    database == nil ? [.init("scope", .text(name))] : []
  }
}

/// A run that let findings pass for the first time: their clocks begin.
package struct BypassOpening: Equatable, Sendable {
  package static let kind = "bypass"

  package let scope: BypassScope
  /// nil: nobody gave one yet.
  package let reason: String?
  /// The branch that was checked out, or that the CI service names; nil: none.
  package let branch: String?
  /// Which server and database of it was checked (`ServerIdentity`); nil: none was, or nobody may know.
  package let server: String?
  package let findings: [RecordedFinding]

  package init(
    scope: BypassScope, reason: String?, branch: String?, server: String? = nil, findings: [RecordedFinding]
  ) {
    self.scope = scope
    self.reason = reason
    self.branch = branch
    self.server = server
    self.findings = findings
  }

  init(_ event: Event) throws(BrokenEvent) {
    let details = try EventDetails(event.details)
    self.init(
      scope: try BypassScope(event, details), reason: try details.optionalText("reason"),
      branch: try details.optionalText("branch", limit: 1_024),
      server: try details.optionalText("server", limit: 128),
      findings: try details.list("findings") { value throws(BrokenEvent) in try RecordedFinding(value) })
  }

  var details: [EventValue.EventMember] {
    var members = scope.members
    members.add("reason", reason.map { .text($0) })
    members.add("branch", branch.map { .text($0) })
    members.add("server", server.map { .text($0) })
    members.add("findings", .list(findings.map(\.value)))
    return members
  }
}

/// A reason that was given later.
package struct BypassReason: Equatable, Sendable {
  package static let kind = "bypass_reason"

  /// The opening's event id.
  package let bypass: String
  package let reason: String

  package init(bypass: String, reason: String) {
    self.bypass = bypass
    self.reason = reason
  }

  init(_ event: Event) throws(BrokenEvent) {
    let details = try EventDetails(event.details)
    self.init(bypass: try details.text("bypass", limit: 32), reason: try details.text("reason"))
  }

  var details: [EventValue.EventMember] {
    [.init("bypass", .text(bypass)), .init("reason", .text(reason))]
  }
}

/// A run that found bypassed findings settled.
package struct BypassClosing: Equatable, Sendable {
  package static let kind = "bypass_closed"

  package let scope: BypassScope
  package let settled: [Settled]
  /// The commit that settled them; nil: a check found them so.
  package let commit: String?

  package struct Settled: Equatable, Sendable {
    package let object: ObjectID
    package let how: Resolution
    /// The openings that are settled, by event id.
    package let bypasses: [String]

    package init(object: ObjectID, how: Resolution, bypasses: [String]) {
      self.object = object
      self.how = how
      self.bypasses = bypasses
    }
  }

  package init(scope: BypassScope, settled: [Settled], commit: String? = nil) {
    self.scope = scope
    self.settled = settled
    self.commit = commit
  }

  init(_ event: Event) throws(BrokenEvent) {
    let details = try EventDetails(event.details)
    self.init(
      scope: try BypassScope(event, details),
      settled: try details.list("findings") { value throws(BrokenEvent) in
        let details = try EventDetails(value)
        return Settled(
          object: try details.object(), how: Resolution(rawValue: try details.text("how", limit: 32)) ?? .unknown,
          bypasses: try details.texts("bypasses"))
      }, commit: try details.optionalText("commit", limit: 64))
  }

  var details: [EventValue.EventMember] {
    var members = scope.members
    members.add("commit", commit.map { .text($0) })
    members.add(
      "findings",
      .list(
        settled.map { settled in
          .object(
            settled.object.members + [
              .init("how", .text(settled.how.rawValue)), .init("bypasses", .list(settled.bypasses.map { .text($0) })),
            ])
        }))
    return members
  }
}

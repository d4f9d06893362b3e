import Schema

/// How a finding went away.
package enum Resolution: String, CaseIterable, Sendable {
  /// A rule hides it now: it was a false positive.
  case ignoreRule = "ignore_rule"
  /// A reviewed waiver accepts it.
  case waiver
  /// The baseline was moved to what the live database is.
  case refresh
  /// A migration was deployed.
  case migration
  /// The live database is again what the baseline says.
  case undone
  case unknown
}

/// What a check that no longer sees a finding knows of its object.
package struct Aftermath: Sendable {
  /// A waiver covers the difference, which is still there.
  package var isWaived = false
  /// A rule or the policy hides the object, or what it lies in.
  package var isSilenced = false
  /// The object as it is now on both sides; empty: it is on neither. nil: nobody looked.
  package var digest: String?
  /// Whether other migrations are applied than in the last check that saw it; nil: unknown.
  package var migrationsMoved: Bool?

  package init() {}
}

extension Resolution {
  /// Decides from the last check that saw the finding and from what is there now. Waivers and rules first: they hide a difference
  /// wherever the two sides stand.
  package init(of finding: RecordedFinding, _ now: Aftermath) {
    if now.isWaived {
      self = .waiver
    } else if now.isSilenced {
      self = .ignoreRule
    } else if let sides = finding.sides, let digest = now.digest {
      self = Self.moved(sides, to: digest, finding.causes, now.migrationsMoved)
    } else {
      self = .unknown
    }
  }

  private static func moved(
    _ sides: RecordedFinding.Sides, to digest: String, _ causes: [Cause], _ migrationsMoved: Bool?
  ) -> Resolution {
    if digest == sides.live { return .refresh }
    guard digest == sides.baseline else {
      // Both sides moved, to the same.
      return migrationsMoved == true ? .migration : .refresh
    }
    // Other migrations may have been deployed at the same time as somebody took a change by hand back.
    let isDeployed = causes.contains(.notDeployed) || migrationsMoved == true && !causes.contains(.byHand)
    return isDeployed ? .migration : .undone
  }
}

extension Resolution {
  /// For people.
  package var words: String {
    switch self {
    case .ignoreRule: "a rule hides it now, so that it was a false positive"
    case .waiver: "accepted by a waiver"
    case .refresh: "the baseline was moved to it"
    case .migration: "a migration was deployed"
    case .undone: "the change was undone"
    case .unknown: "nobody knows how"
    }
  }
}

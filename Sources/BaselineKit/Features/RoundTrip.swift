/// One migration there and back again, on a database built for it.
package struct RoundTrip: Sendable {
  package enum Result: Sendable {
    /// The schema afterwards is the one before.
    case same
    /// What the way back leaves behind, forgets or gets wrong: the older side is the schema before the migration.
    case differs(Judgement)
    /// The way back could not be read or run.
    case failed(Explanation)
    /// It leads back, and then the migration cannot be run a second time.
    case notAgain(Explanation)
    /// There is no way back; what it says of that itself, if anything.
    case none(String?)
  }

  /// For people: the file's name, or that of its folder.
  package let name: String
  /// The migration's file, from the repository's top.
  package let path: String
  /// The file that takes it back, or the program; nil: nothing does.
  package let back: String?
  package let result: Result

  /// Whether a way back is claimed that does not lead there.
  package var isBroken: Bool {
    switch result {
    case .same, .none: false
    case .differs(let judgement): judgement.outcome == .failed
    case .failed, .notAgain: true
    }
  }

  package var hasNoWayBack: Bool {
    if case .none = result { true } else { false }
  }
}

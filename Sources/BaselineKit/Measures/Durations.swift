/// How long something took, each time that it can be told.
package struct Durations: Equatable, Sendable {
  /// In seconds, the shortest first.
  package let seconds: [Int64]
  /// How many of them are "at most so long".
  package let bounds: Int
  /// How often nobody can tell; these are in no mean.
  package let undated: Int
  /// How often the times contradict each other, because clocks did; these are in no mean either.
  package let skewed: Int
  /// The mean that is not to be exceeded, in seconds.
  package let target: Int64?

  package init(_ measured: [Duration], target: Int64? = nil) {
    var seconds: [Int64] = []
    var (bounds, undated, skewed) = (0, 0, 0)
    for duration in measured {
      switch duration {
      case .exactly(let time): seconds.append(time)
      case .atMost(let time):
        seconds.append(time)
        bounds += 1
      case .undated: undated += 1
      case .skewed: skewed += 1
      }
    }
    self.seconds = seconds.sorted()
    self.bounds = bounds
    self.undated = undated
    self.skewed = skewed
    self.target = target
  }

  package var count: Int { seconds.count }

  /// Rounded down; nil: there is nothing to measure.
  package var mean: Int64? { seconds.isEmpty ? nil : seconds.reduce(0, +) / Int64(seconds.count) }

  /// Nine of ten took at most so long (nearest rank); nil: there is nothing to measure.
  package var p90: Int64? { seconds.isEmpty ? nil : seconds[(seconds.count * 9 + 9) / 10 - 1] }

  /// nil: there is no target, or nothing to measure.
  package var isMet: Bool? {
    guard let target, !seconds.isEmpty else { return nil }
    return seconds.reduce(0, +) <= target * Int64(seconds.count)
  }
}

/// How long one thing took, in seconds, as far as it can be told.
package enum Duration: Equatable, Sendable {
  case exactly(Int64), atMost(Int64)
  case undated, skewed
}

extension Incident {
  /// From the first check that saw it to the one that saw none of it any more; nil: it is not resolved.
  package var timeToResolve: Duration? {
    resolved.map { isSkewed ? .skewed : .exactly($0 - seen) }
  }
}

extension Finding {
  /// From the change in the database to the first check that saw it. Where the server does not keep when it was made, it took at
  /// most as long as since the check before, which did not see it. What was there before it became a difference, because a rule,
  /// a waiver or the baseline hid it, cannot be dated.
  package var timeToDetect: Duration {
    guard let dating, dating.before.check.utf8.elementsEqual(seen.check.utf8) else { return .undated }
    if let committed = dating.committed { return committed > seen.at ? .skewed : .exactly(seen.at - committed) }
    return dating.after.map { .atMost(seen.at - $0.at) } ?? .undated
  }
}

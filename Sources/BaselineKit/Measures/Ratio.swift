/// How many of how many, and how many there should be.
package struct Ratio: Equatable, Sendable {
  /// In percent.
  package enum Target: Equatable, Sendable { case atLeast(Int), below(Int) }

  package let part: Int
  package let whole: Int
  package let target: Target?

  package init(_ part: Int, of whole: Int, target: Target? = nil) {
    self.part = part
    self.whole = whole
    self.target = target
  }

  /// nil: there is no target, or nothing to measure.
  package var isMet: Bool? {
    guard let target, whole > 0 else { return nil }
    return switch target {
    case .atLeast(let percent): part * 100 >= percent * whole
    case .below(let percent): part * 100 < percent * whole
    }
  }

  /// nil: there is nothing to measure.
  package var percent: Double? { whole > 0 ? Double(part) * 100 / Double(whole) : nil }
}

extension Ratio.Target: CustomStringConvertible {
  /// `at least 95 %`.
  package var description: String {
    switch self {
    case .atLeast(100): "100 %"
    case .atLeast(let percent): "at least \(percent) %"
    case .below(let percent): "below \(percent) %"
    }
  }
}

/// How many of how many, and how many there should be.
package struct Ratio: Equatable, Sendable {
  /// In percent.
  package enum Target: Equatable, Sendable { case atLeast(Int), below(Int) }

  package let part: Int
  package let whole: Int
  package let target: Target?
  /// nil: there is no target, or nothing to measure.
  package let isMet: Bool?

  package init(_ part: Int, of whole: Int, target: Target? = nil) {
    self.part = part
    self.whole = whole
    self.target = target
    isMet =
      switch target {
      case .atLeast(let percent)? where whole > 0: part * 100 >= percent * whole
      case .below(let percent)? where whole > 0: part * 100 < percent * whole
      default: nil
      }
  }

  private init(_ ratio: Ratio, isMet: Bool?) {
    (part, whole, target) = (ratio.part, ratio.whole, ratio.target)
    self.isMet = isMet
  }

  /// The same with a target that each part of the time has to meet: missed where one did, whatever they are together.
  func judged(by parts: [Bool]) -> Ratio { Ratio(self, isMet: parts.isEmpty ? nil : !parts.contains(false)) }

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

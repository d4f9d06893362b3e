import Processes

/// An axis: which values are marked, and how high each one stands.
struct Scale: Sendable {
  /// Marked values, from below.
  let ticks: [Double]
  private let lowest: Double
  private let highest: Double
  private let isLogarithmic: Bool

  /// From nothing on; marks whole numbers, four at most.
  static func counts(to maximum: Int) -> Scale {
    var step = 1
    while step * 4 < maximum {
      let digit = "\(step)".first
      step = digit == "2" ? step / 2 * 5 : step * 2
    }
    let top = max(1, (maximum + step - 1) / step) * step
    return Scale(
      ticks: stride(from: 0, through: top, by: step).map { Double($0) }, lowest: 0, highest: Double(top),
      isLogarithmic: false)
  }

  /// The marks of an answer from 1 to 5.
  static let scores = Scale(ticks: [1, 3, 5], lowest: 1, highest: 5, isLogarithmic: false)

  /// Durations in seconds, from minutes to weeks on one scale: logarithmic.
  static func durations(_ seconds: [Double]) -> Scale {
    let marks: [Double] =
      [60, 300, 900, 1_800, 3_600, 4 * 3_600, 12 * 3_600, 86_400, 3 * 86_400, 7 * 86_400]
      + [30, 90, 365, 3_650].map { $0 * 86_400 }
    let least = max(60, seconds.min() ?? 900)
    let most = max(3_600, seconds.max() ?? 3_600)
    let first = marks.lastIndex { $0 <= least } ?? 0
    let last = marks.firstIndex { $0 >= most } ?? marks.count - 1
    return Scale(
      ticks: Array(marks[min(first, 2)...max(last, first)]), lowest: marks[min(first, 2)], highest: marks[last],
      isLogarithmic: true)
  }

  /// From 0 to 1. What lies outside stands at the edge.
  func position(_ value: Double) -> Double {
    let place =
      isLogarithmic
      ? (log2(max(value, lowest)) - log2(lowest)) / (log2(highest) - log2(lowest))
      : (value - lowest) / (highest - lowest)
    return min(1, max(0, place))
  }
}

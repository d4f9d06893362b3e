/// A stretch of time for people: `45 s`, `12 min`, `3 h 5 min`, `2 days`.
package func durationWords(_ seconds: Int64) -> String {
  switch seconds {
  case ..<60: "\(seconds) s"
  case ..<3_600: "\(seconds / 60) min"
  case ..<86_400: "\(seconds / 3_600) h" + (seconds / 60 % 60 > 0 ? " \(seconds / 60 % 60) min" : "")
  default: "\(seconds / 86_400) day\(seconds / 86_400 == 1 ? "" : "s")"
  }
}

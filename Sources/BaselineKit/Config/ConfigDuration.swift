import YAML

extension ConfigReader {
  /// A stretch of time, in seconds: `30m`, `4h`, `7d`.
  func duration(_ node: YAMLNode, as key: String) -> Int64? {
    guard let text = text(node, as: key) else { return nil }
    let units: [Character: Int64] = ["m": 60, "h": 3_600, "d": 86_400]
    let digits = text.dropLast()
    if let unit = text.last.flatMap({ units[$0] }), !digits.hasPrefix("0"),
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int64(digits),
      number <= Self.longest / unit
    {
      return number * unit
    }
    mistake(
      at: node.start, "\(key): \(shown(text)) is no length of time",
      hint: "minutes, hours or days, as in 30m, 4h, 7d; at most 366d")
    return nil
  }

  private static let longest: Int64 = 366 * 86_400

  /// How often a check is planned: seldom enough to be a plan, often enough to be one.
  func checkInterval(_ node: YAMLNode, as key: String) -> Int64? {
    guard let seconds = duration(node, as: key) else { return nil }
    if (300...31 * 86_400).contains(seconds) { return seconds }
    mistake(at: node.start, "\(key): checks are planned every 5m to 31d")
    return nil
  }
}

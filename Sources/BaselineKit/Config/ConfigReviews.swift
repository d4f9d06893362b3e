import YAML

extension Config {
  /// A review that the team holds.
  package struct Review: Equatable, Sendable {
    package let cadence: Cadence
    /// From this day on; nil: from the first check on.
    package let since: Timestamp?

    package init(_ cadence: Cadence, since: Timestamp? = nil) {
      self.cadence = cadence
      self.since = since
    }
  }
}

extension ConfigReader {
  /// `reviews`: cadences, one that was begun later with its first day: `[weekly, monthly, {daily: 2027-01-04}]`.
  func reviews(_ node: YAMLNode, as key: String) -> [Config.Review]? {
    guard let items = list(node, as: key) else { return nil }
    var reviews: [Config.Review] = []
    for item in items {
      for review in self.review(item, as: key) {
        if reviews.contains(where: { $0.cadence == review.cadence }) {
          mistake(at: item.start, "\(key): '\(review.cadence.rawValue)' stands there twice")
        }
        reviews.append(review)
      }
    }
    return Cadence.allCases.compactMap { cadence in reviews.first { $0.cadence == cadence } }
  }

  private func review(_ item: YAMLNode, as key: String) -> [Config.Review] {
    guard case .mapping = item.content else { return choice(item, as: key).map { [Config.Review($0)] } ?? [] }
    guard let section = section(item, as: key, keys: Cadence.allCases.map(\.rawValue)) else { return [] }
    return Cadence.allCases.compactMap { cadence in
      section.value(cadence.rawValue, day).map { Config.Review(cadence, since: $0) }
    }
  }
}

import Schema

/// The findings first seen in the same check of a database.
package struct Incident: Equatable, Sendable {
  /// The check event's id.
  package let id: String
  package let project: String
  package let database: String
  /// Critical ones first.
  package let findings: [Finding]

  /// Short enough to be typed: the end of the id, for ids of one day begin alike.
  package var shortID: String { String(id.suffix(8)) }

  package var state: Finding.State {
    if findings.contains(where: { $0.state == .open }) { return .open }
    return findings.contains { $0.state == .suspected } ? .suspected : .resolved
  }

  package var isCritical: Bool { findings.contains(where: \.isCritical) }

  /// The first step of an emergency: a check saw it.
  package var seen: Timestamp { findings[0].seen.at }

  /// The last check that saw one of its differences changed; nil: they are what they were when it was seen.
  var lastChange: Finding.Sighting? {
    findings.filter { $0.state != .resolved }.compactMap(\.changed.last)
      .max { ($0.at, Text($0.check)) < ($1.at, Text($1.check)) }
  }

  /// The second: each of its findings has a cause. What went away before anybody knew why holds nothing up.
  package var causeKnown: Timestamp? {
    let waiting = findings.filter { $0.state != .resolved || $0.causeKnown != nil }
    let known = waiting.compactMap { $0.causeKnown?.at }
    return known.count == waiting.count ? known.max() : nil
  }

  /// The third: none of its findings is there any more.
  package var resolved: Timestamp? {
    let resolved = findings.compactMap { $0.resolved?.at }
    return resolved.count == findings.count ? resolved.max() : nil
  }

  /// Whether its times contradict each other, because clocks did: no duration can be had from it.
  package var isSkewed: Bool {
    [causeKnown, resolved].contains { $0.map { $0 < seen } ?? false }
  }
}

extension FindingHistory {
  /// Open ones first, then suspected ones, then resolved ones; in each the newest first.
  package var incidents: [Incident] {
    let groups = Dictionary(grouping: findings) { [Text($0.project), Text($0.database), Text($0.seen.check)] }
    let rank: [Finding.State: Int] = [.open: 0, .suspected: 1, .resolved: 2]
    return groups.values.map { group in
      Incident(
        id: group[0].seen.check, project: group[0].project, database: group[0].database,
        findings: group.sorted { ($0.isCritical ? 0 : 1, $0.object) < ($1.isCritical ? 0 : 1, $1.object) })
    }.sorted { one, other in
      let (a, b) = (rank[one.state] ?? 3, rank[other.state] ?? 3)
      if a != b { return a < b }
      if one.seen != other.seen { return one.seen > other.seen }
      return [one.id, one.project, one.database].map { Text($0) }
        .lexicographicallyPrecedes([other.id, other.project, other.database].map { Text($0) })
    }
  }
}

/// The one of the ids that a text means: its beginning or its end, in either case.
/// - Throws: Failure when it is none, or could be several.
package func chosenID(_ text: String, among ids: [String], _ noun: String, hint: String) throws -> String {
  let wanted = text.uppercased()
  let found = Set(ids.filter { !wanted.isEmpty && ($0.hasPrefix(wanted) || $0.hasSuffix(wanted)) })
  if let only = found.first, found.count == 1 { return only }
  throw Failure(
    "looking for the \(noun) \(text)", found.isEmpty ? "there is none" : "it could mean \(found.count) of them",
    hint: hint)
}

import Schema

/// The message of a refresh commit: a conventional subject, what changed for each table, and trailers.
struct RefreshMessage {
  let subject: String?
  let changes: [Change]
  let isFirst: Bool
  let snapshot: Snapshot
  /// Bypassed findings that the commit settles.
  let settled: [BypassDebt]
  let lastMigration: String?

  /// What a refresh that settles an emergency is called.
  static let emergencySubject = "fix: emergency schema drift resolution"

  var text: String {
    let subject = self.subject ?? "chore(schema): refresh baseline (\(summary))"
    let body = changes.isEmpty ? [] : lines + [""]
    return ([subject, ""] + body + settlement + trailers).joined(separator: "\n") + "\n"
  }

  private var summary: String {
    if isFirst { return "first, \(snapshot.tableCount) \(snapshot.tableCount == 1 ? "table" : "tables")" }
    let touched = Set(changes.map(\.object.container)).count
    if changes.isEmpty { return "rendered anew" }
    return
      "\(changes.count) \(changes.count == 1 ? "change" : "changes") in \(touched) \(touched == 1 ? "object" : "objects")"
  }

  /// At most so many lines: the document's own difference holds the rest.
  private static let limit = 60

  private var lines: [String] {
    let all = changes.map { "- \(singleLine(ChangeWords($0).sentence))" }
    return all.count <= Self.limit ? all : all.prefix(Self.limit) + ["- and \(all.count - Self.limit) more"]
  }

  private var settlement: [String] {
    if settled.isEmpty { return [] }
    let lines = settled.prefix(Self.limit).map { debt in
      let reason = debt.reason.map { ": \($0)" } ?? ", without a reason"
      return "- \(debt.scope.name): \(singleLine(debt.subject)), bypassed since "
        + "\(debt.start)\(singleLine(reason))"
    }
    let more = settled.count > Self.limit ? ["- and \(settled.count - Self.limit) more"] : []
    return ["Settles what passed by emergency bypass:"] + lines + more + [""]
  }

  private var trailers: [String] {
    var bypasses: [String] = []
    for id in settled.flatMap(\.openings) where !bypasses.contains(id) { bypasses.append(id) }
    return ["Baseline-Fingerprint: sha256:\(snapshot.fingerprint)"]
      + bypasses.map { "Baseline-Bypass: \($0)" }
      + (lastMigration.map { ["Baseline-Migration: \(singleLine($0))"] } ?? [])
  }
}

import Schema

/// The message of a refresh commit: a conventional subject, what changed for each table, and trailers.
struct RefreshMessage {
  let subject: String?
  let changes: [Change]
  let isFirst: Bool
  let snapshot: Snapshot
  let lastMigration: String?

  var text: String {
    let subject = self.subject ?? "chore(schema): refresh baseline (\(summary))"
    let body = changes.isEmpty ? [] : lines + [""]
    return ([subject, ""] + body + trailers).joined(separator: "\n") + "\n"
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

  private var trailers: [String] {
    ["Baseline-Fingerprint: sha256:\(snapshot.fingerprint)"]
      + (lastMigration.map { ["Baseline-Migration: \(singleLine($0))"] } ?? [])
  }
}

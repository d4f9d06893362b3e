import Schema

/// When the rows of a finding's object were written last in the live catalog: by a transaction that began between two checks.
/// Rows only say so of what exists, and their last writer may have changed something else in the same row.
package struct Dating: Equatable, Sendable {
  /// The last check before the transaction began; nil: there is none.
  package let after: Finding.Sighting?
  /// The first check after it had begun.
  package let before: Finding.Sighting
  /// The moment itself, where the server keeps it (`track_commit_timestamp`).
  package let committed: Timestamp?

  /// - Parameter checks: those of the finding's database, in the order of the server's transactions.
  init?(of finding: Finding, _ checks: [CheckEvent]) {
    guard let transaction = finding.last.transaction,
      let witness = checks.first(where: { check in
        check.record.findings.contains { $0.object == finding.object && $0.transaction == transaction }
      })
    else { return nil }
    // Transactions are numbered by each server for itself, and anew after a restore.
    let comparable = checks.filter { $0.record.server != nil && $0.record.server == witness.record.server }
    after = comparable.last { ($0.record.horizon ?? .max) <= transaction }?.sighting
    guard let before = comparable.first(where: { ($0.record.horizon ?? 0) > transaction })?.sighting else { return nil }
    self.before = before
    committed = finding.last.committed
    if let after, after.at > before.at { return nil }
  }
}

import Schema

/// What a check is recorded from, beside its judgement.
package struct CheckFacts {
  /// Under `databases:`.
  let name: String
  let live: LiveDatabase
  let reading: LiveReading
  /// Not filtered.
  let baseline: Snapshot
  let tableCount: Int
  /// With the tenants.
  let verdict: Verdict
  let outcome: Outcome

  /// What stands for the applied migrations: it changes when one is deployed. nil: they are not known.
  var migrations: String? {
    guard let books = reading.bookkeeping?.books, !books.isEmpty else { return nil }
    var words: [String] = []
    for book in books {
      guard let applied = book.applied else { return nil }
      words += [book.tool.rawValue, book.table] + applied.keys + [applied.floor ?? ""]
    }
    return String(SHA256.hex(Array(words.joined(separator: "\u{0}").utf8)).prefix(16))
  }
}

import Postgres
import Processes
import Schema

/// Where the last full reading of each database is kept, so that a check of one that has not changed since need not read its
/// schema again: the snapshot, and the state of the catalogs that it was read in.
package struct ReadingStore: Sendable {
  /// For how long a reading is believed.
  static let term: Int64 = 24 * 3_600

  let documents: KeptDocuments
  private let now: Timestamp
  /// Whether what is kept is believed; else it is removed, and nothing is kept.
  let believes: Bool
  /// What decides about what is read, in words.
  private let scope: String

  package init(_ documents: KeptDocuments, now: Timestamp, believes: Bool, scope: String = "") {
    self.documents = documents
    self.now = now
    self.believes = believes
    self.scope = scope
  }

  /// The same for readings of another scope.
  func with(scope: String) -> ReadingStore {
    ReadingStore(documents, now: now, believes: believes, scope: scope)
  }

  /// A reading as it was kept.
  struct Kept {
    let taken: Timestamp
    let state: CatalogState
    /// nil: it is broken.
    let document: @Sendable () -> ParsedDocument?
  }

  private func key(_ server: String, _ version: String) -> String {
    [server, version, scope].joined(separator: "\n")
  }

  /// - Parameters:
  ///   - server: which database of which server (`ServerIdentity`).
  ///   - version: the server's, in full.
  func kept(_ server: String, _ version: String) -> Kept? {
    guard let kept = documents.find(key(server, version)), let moment = try? Moment(kept.about),
      now.seconds - moment.taken < Self.term, now.seconds >= moment.taken
    else { return nil }
    return Kept(taken: Timestamp(seconds: moment.taken), state: moment.state, document: kept.document)
  }

  func remove(_ server: String, _ version: String) { documents.remove(key(server, version)) }

  /// Keeps a reading; one that cannot be kept is not.
  func keep(_ snapshot: Snapshot, _ state: CatalogState, _ server: String, _ version: String) {
    documents.keep(snapshot, Moment(taken: now.seconds, state: state).bytes, as: key(server, version))
  }
}

/// When a reading was taken, and the state that the catalogs were in.
private struct Moment {
  let taken: Int64
  let state: CatalogState

  init(taken: Int64, state: CatalogState) {
    self.taken = taken
    self.state = state
  }

  init(_ bytes: [UInt8]) throws {
    var reader = try JSONReader(bytes)
    var texts: [Text: Text] = [:]
    var numbers: [Text: Int64] = [:]
    var rows: [String]?
    try reader.object { name, reader throws(DocumentError) in
      switch name {
      case "taken", "next", "since", "leftOut": numbers[name] = try reader.integer()
      case "rows":
        var list: [String] = []
        try reader.array { reader throws(DocumentError) in list.append(try reader.text().string) }
        rows = list
      default: texts[name] = try reader.text()
      }
    }
    try reader.end()
    guard let started = texts["started"], let user = texts["user"], let taken = numbers["taken"] else {
      throw DocumentError(reason: "something is missing")
    }
    self.init(
      taken: taken,
      state: CatalogState(
        next: numbers["next"], started: started.string, user: user.string,
        fingerprint: rows.flatMap { rows in
          numbers["since"].map { CatalogFingerprint(since: $0, rows: rows, leftOut: numbers["leftOut"]) }
        }))
  }

  /// On one line.
  var bytes: [UInt8] {
    var writer = JSONWriter(capacity: 1 << 14, isCompact: true)
    writer.object { writer in
      for (name, text) in [("started", state.started), ("user", state.user)] as [(Text, String)] {
        writer.key(name)
        writer.value(Text(text))
      }
      let fingerprint = state.fingerprint
      let numbers: [(Text, Int64?)] = [
        ("taken", taken), ("next", state.next), ("since", fingerprint?.since), ("leftOut", fingerprint?.leftOut),
      ]
      for (name, number) in numbers {
        guard let number else { continue }
        writer.key(name)
        writer.value(number)
      }
      guard let rows = fingerprint?.rows else { return }
      writer.key("rows")
      writer.array { writer in
        for row in rows {
          writer.element()
          writer.value(Text(row))
        }
      }
    }
    return writer.bytes
  }
}

import Schema

/// A baseline as it was read from a state of the repository, or found among what is kept.
package struct BaselineReading: Sendable {
  package let snapshot: Snapshot
  /// Keeps it for the next run; nil: it is kept, or may not be.
  package private(set) var keep: (@Sendable () -> Void)?
  /// Where it was found: as long as it is held, what is kept in the same bytes is not parsed and not written again.
  private var document: ParsedDocument?

  /// - Parameters:
  ///   - entries: its files.
  ///   - now: before they were looked at (`FileStamp.now`).
  ///   - place: where they lie.
  ///   - documents: nil: nothing is kept.
  ///   - believes: whether what is kept is believed; else it is removed, and nothing is kept.
  ///   - read: reads them; nil: there is no baseline.
  init?(
    of entries: [FileSource.Entry], at now: Int64, as place: String, keptIn documents: KeptDocuments?,
    believes: Bool, _ read: () throws -> Snapshot?
  ) rethrows {
    let signature = documents == nil || !believes ? nil : Self.signature(of: entries)
    if let documents, let signature, let kept = documents.find(place), kept.about == signature,
      let document = kept.document(), let snapshot = document.snapshot
    {
      self.snapshot = snapshot
      self.document = document
      return
    }
    if !believes { documents?.remove(place) }
    guard let snapshot = try read() else { return nil }
    self.snapshot = snapshot
    // What is young may be changed once more without a trace; and the oldest form of the document is never written.
    guard let documents, let signature, snapshot.version == snapshot.writtenVersion,
      entries.allSatisfy({ $0.stamp?.isSettled(at: now) == true })
    else { return }
    keep = { documents.keep(snapshot, signature, as: place) }
  }

  /// What is another once one of the files is; nil: not all are files of the work tree.
  private static func signature(of entries: [FileSource.Entry]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.count * 128)
    for entry in entries {
      guard let stamp = entry.stamp else { return nil }
      bytes.append(contentsOf: entry.path.utf8)
      bytes.append(0)
      stamp.append(to: &bytes)
    }
    return Array(SHA256.hex(bytes).utf8)
  }
}

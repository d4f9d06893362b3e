import Git
import Schema

/// What became of the events of imported files.
package struct EventImport: Equatable, Sendable {
  /// They were not here and are now.
  package internal(set) var added = 0
  /// They were here already.
  package internal(set) var known = 0
  /// They were here once, and were pruned: they stay away.
  package internal(set) var pruned = 0
  /// Lines that are no valid events; the path is `FILE:LINE`.
  package internal(set) var refused: [EventReading.Refusal] = []
}

extension EventLog {
  /// Takes in events that were written to files, one on each line, because they could not be pushed where they happened. To do so
  /// twice changes nothing.
  /// - Throws: when a file cannot be read, with nothing changed; never for what is in it.
  package func importFiles(_ files: [String]) throws -> EventImport {
    var refused: [EventReading.Refusal] = []
    var events: [Event] = []
    for file in files {
      let lines = try readFile(file, limit: 256 << 20)
        .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() where !line.isEmpty {
        do throws(DocumentError) {
          events.append(try Event(parsing: Array(line)))
        } catch {
          refused.append(EventReading.Refusal(path: "\(file):\(number + 1)", reason: error.reason))
        }
      }
    }
    return try take(events, refused: refused)
  }

  private func take(_ events: [Event], refused: [EventReading.Refusal]) throws -> EventImport {
    var result = EventImport()
    let encoded = try events.map { (event: $0, bytes: try $0.encoded()) }
    try commit("Import events") { (tip, tree) throws(GitError) in
      result = EventImport(refused: refused)
      var known: [String: OID] = [:]
      if let tree {
        for file in try EventListing(repository, tree: tree, kinds: nil).files { known[file.id.text] = file.blob }
      }
      var deleted: Set<String>?
      var updates: [FileUpdate] = []
      for (event, bytes) in encoded {
        if let here = known[event.id] {
          if try holds(here, event) { result.known += 1 } else { result.refuse(event) }
          continue
        }
        // History is asked only where there is something new.
        if deleted == nil, let tip { deleted = try deletedEvents(repository, from: [tip], notIn: []) }
        if deleted?.contains(event.path) == true {
          result.pruned += 1
          continue
        }
        known[event.id] = try repository.writeBlob(bytes)
        updates.append(FileUpdate(path: event.path, contents: bytes))
        result.added += 1
      }
      return try repository.tree(applying: updates, to: tree)
    }
    return result
  }

  private func holds(_ blob: OID, _ event: Event) throws(GitError) -> Bool {
    let contents = try repository.blob(blob, limit: .max)
    do throws(DocumentError) { return try Event(parsing: contents) == event } catch { return false }
  }
}

extension EventImport {
  fileprivate mutating func refuse(_ event: Event) {
    refused.append(EventReading.Refusal(path: event.path, reason: "another event has its id"))
  }
}

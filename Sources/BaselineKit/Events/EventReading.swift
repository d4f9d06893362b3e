import Git
import Schema

/// What the reference holds.
package struct EventReading: Sendable {
  /// Sorted by id, which is by time.
  package let events: [Event]
  /// Files that are no valid events.
  package let refused: [Refusal]
  /// How many files were not looked at since there are too many: the oldest.
  package let unread: Int

  package struct Refusal: Equatable, Sendable {
    package let path: String
    package let reason: String
  }

  /// How much one reading takes in at most.
  static let fileLimit = 200_000
  static let byteLimit = 256 << 20
  /// Names that are looked at: in a stranger's tree the same folder may lie ten thousand times.
  static let nameLimit = 2 * fileLimit
  static let refusalLimit = 1000
}

/// A file that is an event's by its name.
struct EventFile {
  let path: String
  let kind: String
  let id: ULID
  let blob: OID
}

/// The event files of one tree, by their names alone: no file is read for it, and of a stranger's tree no more than the folders
/// that events lie in.
struct EventListing {
  /// Sorted by id.
  var files: [EventFile] = []
  private(set) var refused: [EventReading.Refusal] = []
  private(set) var unread = 0

  /// Of a reference that is not there.
  init() {}

  /// - Parameters:
  ///   - kinds: files that are not named so are passed over; nil: none.
  ///   - months: only these, as `2026/11`; nil: all.
  init(
    _ repository: Repository, tree: OID, kinds: Set<String>?, months wanted: Set<String>? = nil
  ) throws(GitError) {
    let beginnings = kinds?.map { Array("\($0)-".utf8) }
    var years = try repository.entries(in: tree)
    refuse(&years, "it is no folder of a year", unless: Self.isYear)
    // The newest first: where there is too much, the oldest is left out.
    var names = 0
    for year in years.reversed() where names < EventReading.nameLimit {
      var months = try repository.entries(in: year.oid)
      names += months.count
      refuse(&months, in: year.path, "it is no folder of a month", unless: Self.isMonth)
      for month in months.reversed() where names < EventReading.nameLimit {
        let folder = "\(year.path)/\(month.path)"
        if let wanted, !wanted.contains(folder) { continue }
        let entries = try repository.entries(in: month.oid)
        names += entries.count
        // Among very many files of other kinds even their names take long to read.
        for entry in entries
        where beginnings?.contains(where: { entry.pathBytes.starts(with: $0) }) ?? true { add(entry, in: folder) }
      }
    }
    if names >= EventReading.nameLimit { unread += 1 }
    files.sort { ($0.id.text, $0.path) < ($1.id.text, $1.path) }
  }

  static func isYear(_ entry: TreeEntry) -> Bool { entry.mode == .tree && isFolder(entry.pathBytes, digits: 4) }
  private static func isMonth(_ entry: TreeEntry) -> Bool {
    entry.mode == .tree && isFolder(entry.pathBytes, digits: 2)
  }

  static func isFolder(_ name: some Collection<UInt8>, digits: Int) -> Bool {
    name.count == digits && name.allSatisfy { (0x30...0x39).contains($0) }
  }

  private mutating func add(_ entry: TreeEntry, in folder: String) {
    let path = "\(folder)/\(entry.path)"
    guard let (kind, id) = Self.parse(entry.path) else { return refuse(path, "its name is no event's") }
    guard entry.mode == .regular else { return refuse(path, "it is no ordinary file") }
    guard Self.isEvent(path) else { return refuse(path, "it lies in another month than its id's") }
    guard files.count < EventReading.fileLimit else { return unread += 1 }
    files.append(EventFile(path: path, kind: kind, id: id, blob: entry.oid))
  }

  /// Whether an event's file can have this path.
  static func isEvent(_ path: String) -> Bool {
    path.split(separator: "/").last.flatMap { self.path(ofEvent: String($0)) }?.utf8.elementsEqual(path.utf8) ?? false
  }

  /// Where a file of this name lies; nil: it is no event's.
  static func path(ofEvent name: String) -> String? {
    parse(name).map { Event.path(kind: $0.kind, id: $0.id.text, at: Timestamp(seconds: $0.id.milliseconds / 1000)) }
  }

  /// `check-01….json`
  private static func parse(_ name: String) -> (kind: String, id: ULID)? {
    guard name.hasSuffix(".json"), let dash = name.firstIndex(of: "-") else { return nil }
    let kind = String(name[..<dash])
    guard Event.isKind(kind), let id = ULID(name[dash...].dropFirst().dropLast(5)) else { return nil }
    return (kind, id)
  }

  mutating func refuse(_ path: String, _ reason: String) {
    guard refused.count < EventReading.refusalLimit else { return unread += 1 }
    refused.append(EventReading.Refusal(path: path, reason: reason))
  }

  private mutating func refuse(
    _ entries: inout [TreeEntry], in folder: String? = nil, _ reason: String, unless isGood: (TreeEntry) -> Bool
  ) {
    for entry in entries where !isGood(entry) { refuse((folder.map { "\($0)/" } ?? "") + entry.path, reason) }
    entries.removeAll { !isGood($0) }
  }
}

extension EventLog {
  /// Reads the events that are here.
  /// - Parameter kinds: the files of others are not read; nil: all.
  package func read(kinds: Set<String>? = nil) throws -> EventReading {
    try read(listing(kinds: kinds))
  }

  /// How many there are, by their names.
  package func count() throws -> Int { try listing().files.count }

  /// The one event whose id begins or ends so.
  /// - Throws: Failure when there is none, several, or a file that cannot be read.
  package func event(_ part: String) throws -> Event {
    let operation = "looking for the event \(part)"
    let wanted = part.uppercased()
    var listing = try listing()
    listing.files.removeAll { !$0.id.text.hasPrefix(wanted) && !$0.id.text.hasSuffix(wanted) }
    guard let file = listing.files.first, !wanted.isEmpty else {
      throw Failure(operation, "there is none", hint: "baseline events list, or first: baseline events pull")
    }
    guard listing.files.count == 1 else {
      let ids = listing.files.prefix(3).map(\.id.text).joined(separator: ", ")
      throw Failure(operation, "\(listing.files.count) ids begin or end so: \(ids)…", hint: "give more of it")
    }
    let reading = try read(listing)
    guard let event = reading.events.first else {
      throw Failure(operation, "\(file.path) is not valid: \(reading.refused.last?.reason ?? "it was not read")")
    }
    return event
  }

  /// What there is, by names alone.
  func listing(kinds: Set<String>? = nil) throws -> EventListing {
    guard let tip = try repository.reference(settings.reference) else { return EventListing() }
    return try EventListing(repository, tree: repository.tree(of: tip), kinds: kinds)
  }

  /// Reads the listed files, the newest first, as long as that is not too much.
  func read(_ listing: EventListing) throws -> EventReading {
    var listing = listing
    var events: [Event] = []
    var unread = 0
    var bytes = 0
    for (position, file) in listing.files.enumerated().reversed() {
      guard bytes < EventReading.byteLimit else {
        unread = position + 1
        break
      }
      do {
        let contents = try repository.blob(file.blob, limit: Event.sizeLimit)
        bytes += contents.count
        let event = try Event(parsing: contents)
        if event.id != file.id.text || event.kind != file.kind {
          listing.refuse(file.path, "its name says another id or kind")
        } else if events.last?.id == event.id {
          listing.refuse(file.path, "its id is another event's too")
        } else {
          events.append(event)
        }
      } catch let error as DocumentError {
        listing.refuse(file.path, "\(error)")
      } catch let error as GitError {
        listing.refuse(file.path, error.reason)
      }
    }
    return EventReading(events: events.reversed(), refused: listing.refused, unread: unread + listing.unread)
  }
}

import Git

extension EventLog {
  /// How many checks of other databases are passed over at most.
  private static let searchLimit = 5_000

  /// The newest check of a database whose verdict is known.
  func lastCheck(of database: String, project: String, now: Timestamp) throws -> CheckEvent? {
    guard let tip = try repository.reference(settings.reference) else { return nil }
    let listing = try EventListing(repository, tree: repository.tree(of: tip), kinds: [CheckRecord.kind])
    for file in listing.files.suffix(Self.searchLimit).reversed() {
      let bytes = try repository.blob(file.blob, limit: Event.sizeLimit)
      // What is no valid event, `events list` tells.
      guard let event = try? Event(parsing: bytes), event.at <= now + FindingHistory.skew,
        event.project.utf8.elementsEqual(project.utf8), event.database?.utf8.elementsEqual(database.utf8) ?? false,
        let check = try? CheckEvent(event), check.record.verdict != .unknown
      else { continue }
      return check
    }
    return nil
  }
}

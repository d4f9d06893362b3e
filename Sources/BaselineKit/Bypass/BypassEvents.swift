import Git

extension EventLog {
  /// The events of bypasses. Hooks ask for them in every run, and there may be very many others: what was found is kept beside
  /// the commit that it was found in, and only the months that changed since are read again.
  func bypassEvents() throws -> [Event] {
    guard let tip = try repository.reference(settings.reference) else { return [] }
    let file = "\(repository.commonDirectory)/baseline/bypasses.jsonl"
    let kept = Self.kept(in: file)
    if let kept, kept.tip == tip { return kept.events }
    // Where that fails all is read, and a failure that matters comes again.
    let renewed = kept.flatMap { try? self.renewed($0.events, of: $0.tip, for: tip) }
    let events = try renewed ?? read(kinds: BypassLedger.kinds).events
    // Where it cannot be kept it is looked for again.
    try? writeFile(Array("\(tip)\n".utf8) + events.flatMap { try $0.encoded() }, to: file)
    return events
  }

  /// The events of one commit, from those of another one.
  /// - Returns: nil: the other commit is gone, or too much differs.
  private func renewed(_ events: [Event], of old: OID, for new: OID) throws -> [Event]? {
    guard repository.contains(old) else { return nil }
    let (before, now) = try (repository.tree(of: old), repository.tree(of: new))
    guard let months = try EventListing.months(of: repository, in: now, otherThan: before) else { return nil }
    let kept = events.filter { !months.contains(String($0.path.prefix(7))) }
    let listing = try EventListing(repository, tree: now, kinds: BypassLedger.kinds, months: months)
    return try (kept + read(listing).events).sorted { $0.id < $1.id }
  }

  /// nil: the file is not as we write it.
  private static func kept(in file: String) -> (tip: OID, events: [Event])? {
    guard let bytes = try? readFile(file, limit: 16 << 20) else { return nil }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first, let tip = OID(hex: String(decoding: first, as: UTF8.self)),
      bytes.last == UInt8(ascii: "\n"),
      let events = try? lines.dropFirst().map({ try Event(parsing: Array($0)) })
    else { return nil }
    return (tip, events)
  }
}

extension EventListing {
  /// The months, as `2026/11`, whose folders are not the same in two trees.
  /// - Returns: nil: there are more than anybody needs.
  fileprivate static func months(of repository: Repository, in one: OID, otherThan other: OID) throws -> Set<String>? {
    let (ours, theirs) = try (Set(repository.entries(in: one)), Set(repository.entries(in: other)))
    func months(_ years: Set<TreeEntry>) throws -> Set<[String]> {
      var months: Set<[String]> = []
      for year in years where isYear(year) && months.count < EventReading.nameLimit {
        for month in try repository.entries(in: year.oid) where month.mode == .tree {
          months.insert(["\(year.path)/\(month.path)", "\(month.oid)"])
        }
      }
      return months
    }
    let (new, old) = try (months(ours.subtracting(theirs)), months(theirs.subtracting(ours)))
    guard max(new.count, old.count) < EventReading.nameLimit else { return nil }
    return Set(new.symmetricDifference(old).map { $0[0] })
  }
}

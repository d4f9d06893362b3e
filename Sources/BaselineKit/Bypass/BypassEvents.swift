import Git

extension EventLog {
  /// The events of bypasses. Hooks ask for them in every run, and there may be very many others: what was found is kept beside
  /// the commit that it was found in, for as long as the reference points at it.
  func bypassEvents() throws -> [Event] {
    guard let tip = try repository.reference(settings.reference) else { return [] }
    let file = "\(repository.commonDirectory)/baseline/bypasses.jsonl"
    if let events = Self.kept(in: file, of: tip) { return events }
    let events = try read(kinds: BypassLedger.kinds).events
    // Where it cannot be kept it is looked for again.
    try? writeFile(Array("\(tip)\n".utf8) + events.flatMap { try $0.encoded() }, to: file)
    return events
  }

  /// nil: they are another commit's, or the file is not as we write it.
  private static func kept(in file: String, of tip: OID) -> [Event]? {
    guard let bytes = try? readFile(file, limit: 16 << 20) else { return nil }
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first, first.elementsEqual("\(tip)".utf8), bytes.last == UInt8(ascii: "\n") else {
      return nil
    }
    return try? lines.dropFirst().map { try Event(parsing: Array($0)) }
  }
}

/// The comments by which tools mark sections of a file and files without a transaction.
enum MigrationMarkers {
  /// The part of a file that runs, and whether it asks not to run in a transaction.
  struct Section {
    let range: Range<Int>
    let outsideTransaction: Bool
  }

  /// The conventions whose marks occur in some of the files.
  static func conventions(
    of files: [String], bytes: MigrationLayout.Bytes
  ) throws(MigrationError) -> [MigrationConvention] {
    var found: [MigrationConvention] = []
    for file in files {
      let lines = try lines(of: file, bytes: bytes)
      if lines.contains(where: { goose($0) != nil }) { found.append(.goose) }
      if lines.contains(where: { dbmate($0) != nil }) { found.append(.dbmate) }
      if lines.first.map(isSqlxMark) == true { found.append(.sqlx) }
      if lines.contains(where: isPostgresMigrationsMark) { found.append(.postgresMigrations) }
    }
    return MigrationConvention.allCases.filter(found.contains)
  }

  /// Whether a file has the mark that each file of its convention must have.
  static func isMarked(
    _ file: String, as convention: MigrationConvention, bytes: MigrationLayout.Bytes
  ) throws(MigrationError) -> Bool {
    switch convention {
    case .goose: try lines(of: file, bytes: bytes).contains { goose($0) == "up" }
    case .dbmate: try lines(of: file, bytes: bytes).contains { dbmate($0)?.isUp == true }
    default: true
    }
  }

  /// The section of a file that brings the schema forward.
  static func section(of source: SQLSource, as convention: MigrationConvention) throws(MigrationError) -> Section {
    if let section = try section(of: source, as: convention, isBack: false) { return section }
    throw source.error(
      at: 0, "the file has no \(convention == .goose ? "-- +goose Up" : "-- migrate:up") line",
      hint: "\(convention.rawValue) would refuse it too")
  }

  /// The section of a file that brings the schema forward, or back.
  /// - Returns: nil for a file that should mark it and does not.
  static func section(
    of source: SQLSource, as convention: MigrationConvention, isBack: Bool
  ) throws(MigrationError) -> Section? {
    let whole = source.start..<source.bytes.count
    let lines = source.lines
    var sections: [(isUp: Bool, from: Int)] = []
    var outside = false
    for (index, line) in lines.enumerated() where source.bytes[line].first == UInt8(ascii: "-") {
      let text = source.text(line)
      switch convention {
      case .goose:
        switch goose(text) {
        case "up": sections.append((true, line.lowerBound))
        case "down": sections.append((false, line.lowerBound))
        case "no transaction": outside = true
        case "envsub on":
          throw source.error(
            at: line.lowerBound, "goose fills in environment variables here: a template cannot run as it is",
            hint: MigrationError.useCommandRunner)
        default: break
        }
      case .dbmate:
        guard let mark = dbmate(text) else { continue }
        sections.append((mark.isUp, line.lowerBound))
        if mark.isUp != isBack, mark.outsideTransaction { outside = true }
      default:
        outside =
          outside || (index == 0 && isSqlxMark(text)) || isPostgresMigrationsMark(text)
          || words(text) == ["atlas:txmode", "none"]
      }
    }
    guard convention == .goose || convention == .dbmate else {
      return Section(range: whole, outsideTransaction: outside)
    }
    guard let first = sections.firstIndex(where: { $0.isUp != isBack }) else { return nil }
    let end = sections[first...].first { $0.isUp == isBack }?.from ?? whole.upperBound
    return Section(range: sections[first].from..<end, outsideTransaction: outside)
  }

  /// What follows `-- +goose`, in lower case.
  private static func goose(_ line: String) -> String? {
    guard line.hasPrefix("--") else { return nil }
    let words = words(line)
    return words.first == "+goose" ? words.dropFirst().joined(separator: " ") : nil
  }

  private static func dbmate(_ line: String) -> (isUp: Bool, outsideTransaction: Bool)? {
    guard line.hasPrefix("--") else { return nil }
    let words = words(line)
    guard let first = words.first, first == "migrate:up" || first == "migrate:down" else { return nil }
    return (first == "migrate:up", words.contains("transaction:false"))
  }

  private static func isSqlxMark(_ line: String) -> Bool { line.hasPrefix("-- no-transaction") }

  private static func isPostgresMigrationsMark(_ line: String) -> Bool {
    line.hasPrefix("-- postgres-migrations disable-transaction")
  }

  /// The words of a comment line in lower case.
  private static func words(_ line: String) -> [String] {
    line.dropFirst(2).lowercased().split { $0 == " " || $0 == "\t" }.map(String.init)
  }

  /// A file's lines without checking that they are text: that is done, with an error, when the file is read to be run.
  private static func lines(of file: String, bytes: MigrationLayout.Bytes) throws(MigrationError) -> [String] {
    var content = try bytes(file)[...]
    if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
    return content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      guard line.first == UInt8(ascii: "-") else { return "" }
      return String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }
  }
}

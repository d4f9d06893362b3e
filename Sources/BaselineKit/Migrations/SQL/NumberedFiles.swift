/// Conventions of one folder with a number at the front of each file's name; folders below it are not read.
enum NumberedFiles {
  static func layout(
    of folder: MigrationFolder, as convention: MigrationConvention, bytes: MigrationLayout.Bytes
  ) throws(MigrationError) -> MigrationLayout {
    var layout = MigrationLayout(convention: convention, scripts: [])
    let names = Set(folder.topSQLFiles.map(\.fileName))
    var back: [String: String] = [:]
    for file in folder.topSQLFiles {
      switch Name(file.fileName, as: convention, among: names) {
      case .down(let order)?:
        if let version = order?.description, back[version] == nil { back[version] = file }
      case .up(let order, let digits, let name)?
      where try MigrationMarkers.isMarked(file, as: convention, bytes: bytes):
        let version = convention == .dbmate ? digits : order.description
        var script = MigrationScript(path: file, version: version, name: name, order: order)
        if convention == .goose || convention == .dbmate { script.back = .init(path: file) }
        layout.scripts.append(script)
      default: layout.unexplained.append(file)
      }
    }
    for (index, script) in layout.scripts.enumerated() {
      guard let path = script.order.flatMap({ back[$0.description] }) else { continue }
      layout.scripts[index].back = .init(path: path)
    }
    try MigrationLayout.refuseVersionedCode(folder.top)
    layout.scripts = try MigrationLayout.ordered(layout.scripts)
    layout.notes = MigrationLayout.gaps(in: layout.scripts, of: folder) + MigrationLayout.deeper(folder, than: 1)
    return layout
  }

  /// What a file's name says.
  enum Name {
    /// `digits` is the number as it is written.
    case up(order: MigrationVersion, digits: String, name: String)
    /// The way back of the migration with that number.
    case down(order: MigrationVersion?)

    /// `names` are those of all SQL files in the folder: `1_a_down.sql` is the way back only beside `1_a_up.sql`.
    init?(_ fileName: String, as convention: MigrationConvention, among names: Set<String>) {
      guard var stem = fileName.droppingSuffix(".sql") else { return nil }
      switch convention {
      case .golangMigrate:
        if stem.hasSuffix(".down") {
          self = .down(order: Self.order(of: stem, isPlain: false))
          return
        }
        guard let up = stem.droppingSuffix(".up") else { return nil }
        stem = up
      case .sqlx, .plain:
        if Self.isWayBack(stem, among: names) {
          self = .down(order: Self.order(of: stem, isPlain: convention == .plain))
          return
        }
        stem = [".up", "_up", "-up"].lazy.compactMap { stem.droppingSuffix($0) }.first ?? stem
      default: break
      }
      guard let (numbers, rest) = Self.number(of: stem, isPlain: convention == .plain) else { return nil }
      let needsUnderscore = [.golangMigrate, .goose, .sqlx].contains(convention)
      if needsUnderscore, rest.first != "_" { return nil }
      let name = String(rest.drop { "_-. ".contains($0) })
      self = .up(order: MigrationVersion(numbers), digits: numbers.joined(separator: "."), name: name)
    }

    private static func isWayBack(_ stem: String, among names: Set<String>) -> Bool {
      if [".down", ".undo", ".rollback", ".revert"].contains(where: stem.hasSuffix) { return true }
      return [("_down", "_up"), ("-down", "-up")].contains { down, up in
        stem.droppingSuffix(down).map { names.contains($0 + up + ".sql") } ?? false
      }
    }

    private static func order(of stem: String, isPlain: Bool) -> MigrationVersion? {
      number(of: stem, isPlain: isPlain).map { MigrationVersion($0.0) }
    }

    /// The numbers at the front of a name and what follows them. Plain names may begin with `v`, and have dotted
    /// versions, `1.10.2_a`, or dates, `2024-02-12-1203_a`; a date is one number, so that `20240212` is the same day.
    private static func number(of stem: String, isPlain: Bool) -> ([Substring], Substring)? {
      var rest = stem[...]
      if isPlain, rest.first == "v" || rest.first == "V" { rest = rest.dropFirst() }
      var numbers = [takeDigits(&rest)]
      guard !numbers[0].isEmpty else { return nil }
      guard isPlain else { return (numbers, rest) }
      if let date = takeDate(year: numbers[0], &rest) { return ([date], rest) }
      while rest.first == ".", rest.dropFirst().utf8.first?.isDigit == true {
        rest = rest.dropFirst()
        numbers.append(takeDigits(&rest))
      }
      return (numbers, rest)
    }

    private static func takeDigits(_ rest: inout Substring) -> Substring {
      let digits = rest.prefix { $0.utf8.count == 1 && $0.utf8.first?.isDigit == true }
      rest = rest.dropFirst(digits.count)
      return digits
    }

    /// `-02-12` or `_02_12` behind a year, and a time of day behind that.
    private static func takeDate(year: Substring, _ rest: inout Substring) -> Substring? {
      guard year.count == 4, let separator = rest.first, "-_".contains(separator) else { return nil }
      var behind = rest
      var digits = String(year)
      for _ in 0..<2 {
        guard behind.first == separator else { return nil }
        behind = behind.dropFirst()
        let part = takeDigits(&behind)
        guard part.count == 2 else { return nil }
        digits += part
      }
      if let next = behind.first, "-_T".contains(next) {
        var time = behind.dropFirst()
        let part = takeDigits(&time)
        if part.count == 4 || part.count == 6 {
          digits += part
          behind = time
        }
      }
      rest = behind
      return digits[...]
    }
  }
}

/// sqitch's project: `sqitch.plan` names the changes in their order, `deploy/NAME.sql` holds them.
enum Sqitch {
  /// The path of the plan that lies nearest to the top; nil when there is none.
  static func plan(in folder: MigrationFolder) -> String? {
    folder.files.filter { $0.fileName == "sqitch.plan" }.min {
      $0.split(separator: "/").count < $1.split(separator: "/").count
    }
  }

  static func layout(
    of folder: MigrationFolder, bytes: MigrationLayout.Bytes
  ) throws(MigrationError) -> MigrationLayout {
    guard let plan = plan(in: folder) else {
      throw MigrationError(
        file: folder.shown, reason: "there is no sqitch.plan", hint: "name its folder in migrations.paths")
    }
    let plans = folder.files.filter { $0.fileName == "sqitch.plan" }
    if plans.count > 1 {
      throw MigrationError(
        file: folder.shown, reason: "there is more than one plan: \(MigrationLayout.list(plans))",
        hint: "name the folder of one of them in migrations.paths")
    }
    let root = plan.folderName
    let deploy = root.isEmpty ? "deploy" : root + "/deploy"
    let present = Set(folder.files.map { Array($0.utf8) })
    var layout = MigrationLayout(convention: .sqitch, scripts: [])
    let entries = try entries(of: SQLSource(file: plan, bytes: bytes(plan)))
    for (index, entry) in entries.enumerated() {
      guard case .change(let name, let line) = entry else { continue }
      // A change that is reworked later keeps its old script as NAME@TAG.sql; the tag is one that stands between.
      let candidates = tags(of: name, behind: index, in: entries).map { "\(name)@\($0)" }
      let names = candidates.isEmpty ? [name] : candidates
      guard let found = names.first(where: { present.contains(Array("\(deploy)/\($0).sql".utf8)) }) else {
        throw MigrationError(
          file: plan, line: line, reason: "there is no \(deploy)/\(names[0]).sql for this change",
          hint: folder.path.isEmpty ? nil : "migrations.paths must name the folder that holds sqitch.plan and deploy/")
      }
      var script = MigrationScript(path: "\(deploy)/\(found).sql", version: found, name: name)
      let revert = "\(root.isEmpty ? "" : root + "/")revert/\(found).sql"
      if present.contains(Array(revert.utf8)) { script.back = .init(path: revert) }
      layout.scripts.append(script)
    }
    return layout
  }

  private enum Entry {
    case change(String, line: Int)
    case tag(String)
  }

  private static func entries(of source: SQLSource) throws(MigrationError) -> [Entry] {
    var entries: [Entry] = []
    for (index, range) in source.lines.enumerated() {
      let text = source.text(range).drop { $0 == " " || $0 == "\t" }
      guard let first = text.first, first != "%", first != "#" else { continue }
      let isMarked = first == "@" || first == "+"
      let name = String((isMarked ? text.dropFirst() : text).drop { $0 == " " }.prefix { !" \t[".contains($0) })
      if name.isEmpty || first == "-" {
        throw source.error(at: range.lowerBound, "this line of the plan names no change and no tag")
      }
      entries.append(first == "@" ? .tag(name) : .change(name, line: index + 1))
    }
    return entries
  }

  /// The tags between a change and the next change of its name, the latest first; none when it is not reworked.
  private static func tags(of change: String, behind index: Int, in entries: [Entry]) -> [String] {
    var tags: [String] = []
    for entry in entries[(index + 1)...] {
      switch entry {
      case .tag(let name): tags.insert(name, at: 0)
      case .change(let name, _): if name.utf8.elementsEqual(change.utf8) { return tags }
      }
    }
    return []
  }
}

extension MigrationLayout {
  /// Scripts in the order of their versions.
  /// - Throws: two scripts with one version.
  static func ordered(_ scripts: [MigrationScript]) throws(MigrationError) -> [MigrationScript] {
    let zero = MigrationVersion("0")
    let sorted = scripts.sorted { one, other in
      let (left, right) = (one.order ?? zero, other.order ?? zero)
      return left == right ? precedesByBytes(one.path, other.path) : left < right
    }
    for (one, other) in zip(sorted, sorted.dropFirst()) where one.order == other.order {
      throw MigrationError(
        file: other.path, reason: "it has the same version (\(other.version)) as \(one.path)",
        hint: "rename one of the two: which of them runs first is not known")
    }
    return sorted
  }

  /// What to say of gaps in a sequence that has few of them; versions that are dates or steps of ten have many.
  static func gaps(in scripts: [MigrationScript], of folder: MigrationFolder) -> [String] {
    let numbers = scripts.compactMap { $0.order?.number }
    guard let first = numbers.first, let last = numbers.last, numbers.count == scripts.count, first >= 0,
      last - first - numbers.count + 1 > 0, last - first - numbers.count + 1 < numbers.count
    else { return [] }
    let present = Set(numbers)
    let missing = (first...last).filter { !present.contains($0) }.map(String.init)
    return ["\(folder.shown): there is no SQL file for version \(list(missing))"]
  }

  /// What to say of SQL files in folders that the convention does not look into.
  static func deeper(_ folder: MigrationFolder, than depth: Int) -> [String] {
    let folders = Set(folder.sqlFiles.filter { folder.components(of: $0).count > depth }.map(\.folderName))
    return folders.isEmpty
      ? [] : ["SQL files in folders below are not read: \(list(folders.sorted(by: precedesByBytes)))"]
  }
}

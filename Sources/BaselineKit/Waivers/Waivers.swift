import Schema
import YAML

/// The reviewed file of accepted differences, `ci/schema_waivers.yml`.
package struct Waivers: Sendable {
  package let file: String
  package let all: [Waiver]
  /// Whether a waiver without a database is about the only one there is: else what one does not need another may.
  private let hasOneDatabase: Bool

  /// A waiver that ends within so many days is spoken of.
  static let soonDays: Int64 = 7
  /// Of the file, in bytes: a database that is adopted with a thousand differences has one.
  static let largestFile = 4 << 20

  /// Those of a state of the repository; a missing file has none.
  /// - Throws: ConfigError with every mistake of the file.
  package init(_ config: Config, in source: FileSource) throws {
    self = try Self.parse(try source.read(at: config.waivers) ?? [], config)
  }

  /// Reads the file strictly.
  package static func parse(_ bytes: [UInt8], _ config: Config) throws(ConfigError) -> Waivers {
    let reader = ConfigReader(file: config.waivers)
    for mark in ConfigSecrets.marks(in: Array(bytes.prefix(largestFile))) {
      reader.mistake(at: mark, "a password in the file")
    }
    try reader.throwMistakes()
    let root: YAMLNode?
    do { root = try YAMLNode.parse(bytes, file: config.waivers, limit: largestFile) } catch { throw ConfigError(error) }
    var all: [Waiver] = []
    if let root, !root.isNull, let entries = reader.entries(root, as: "the waivers") {
      let section = ConfigSection(reader: reader, name: "", mark: root.start, entries: entries, keys: ["waivers"])
      let databases = config.databases.map(\.name)
      all =
        section.value("waivers") { node, key in
          reader.list(node, as: "waivers")?.compactMap { reader.waiver($0, as: "waivers", databases: databases) }
        } ?? []
    }
    try reader.throwMistakes()
    return Waivers(file: config.waivers, all: all, hasOneDatabase: config.databases.count <= 1)
  }

  private init(file: String, all: [Waiver], hasOneDatabase: Bool) {
    self.file = file
    self.all = all
    self.hasOneDatabase = hasOneDatabase
  }

  /// Where a comparison looked.
  package enum Place: Equatable, Sendable {
    /// A live database, by its name under `databases:` if it has one.
    case database(String?)
    /// What the migrations make: `verify` and the hooks.
    case migrations
  }

  /// Lets the differences pass that waivers accept, and says which of them ended, end soon, or are needed no longer.
  package func apply(to judgement: inout Judgement, at place: Place, now: Timestamp) {
    var tenants: TenantReport?
    apply(to: &judgement, and: &tenants, at: place, now: now)
  }

  /// The same for a database and its tenants: a waiver that one of them needs is needed.
  func apply(to judgement: inout Judgement, and tenants: inout TenantReport?, at place: Place, now: Timestamp) {
    let here = all.filter { $0.holds(at: place) }
    var inUse: Set<YAMLMark> = []
    var warnings = permit(&judgement, here, &inUse, now) { $0 }
    var left = judgement.differences.filter { $0.permission == nil }.map(\.change.object)
    if var report = tenants {
      for group in report.groups.indices {
        warnings += permit(&report.groups[group].judgement, here, &inUse, now, named: report.ofAll)
        left += report.groups[group].judgement.differences.filter { $0.permission == nil }
          .map { report.ofAll($0.change.object) }
      }
      tenants = report
    }
    for waiver in here where !inUse.contains(waiver.mark) && isAsked(waiver) {
      let isOther = left.contains(where: waiver.names)
      warnings.append(
        "\(words(waiver)) "
          + (isOther
            ? "accepts another difference than there is now: it covers nothing" : "is no longer needed: remove it"))
    }
    for warning in warnings where !judgement.warnings.contains(warning) { judgement.warnings.append(warning) }
  }

  /// - Parameter named: a change as waivers name it.
  /// - Returns: what is to be said of the waivers that were met.
  private func permit(
    _ judgement: inout Judgement, _ here: [Waiver], _ inUse: inout Set<YAMLMark>, _ now: Timestamp,
    named: (Change) -> Change
  ) -> [String] {
    var warnings: [String] = []
    for position in judgement.differences.indices {
      let covering = covering(named(judgement.differences[position].change), here)
      inUse.formUnion(covering.map(\.mark))
      let ended = covering.filter { $0.hasEnded(now) }
      for waiver in ended {
        warnings.append("\(words(waiver)) ended on \(waiver.until.day): the difference counts again")
      }
      guard ended.isEmpty, let until = covering.map(\.until).min() else { continue }
      var reasons: [String] = []
      for waiver in covering where !reasons.contains(waiver.reason) { reasons.append(waiver.reason) }
      judgement.differences[position].permission = .waiver(until: until, reason: reasons.joined(separator: "; "))
      judgement.differences[position].diagnosis?.next.removeAll { $0.hasPrefix("baseline accept ") }
      for waiver in covering where waiver.until - now < Self.soonDays * Waiver.daySeconds {
        warnings.append("\(words(waiver)) ends on \(waiver.until.day)")
      }
    }
    return warnings
  }

  /// The waivers that together accept a change: one for all of it, else one for each of its fields; empty: it is not accepted.
  /// Of several for the same the one that holds longest.
  private func covering(_ change: Change, _ here: [Waiver]) -> [Waiver] {
    let matching = here.filter { $0.covers(change) }
    if let whole = matching.filter({ $0.field == nil }).max(by: { $0.until < $1.until }) { return [whole] }
    let fields = change.fields.map { field in
      matching.filter { $0.field == field.name }.max { $0.until < $1.until }
    }
    return fields.contains { $0 == nil } ? [] : fields.compactMap(\.self)
  }

  private func isAsked(_ waiver: Waiver) -> Bool { waiver.reach != .everyDatabase || hasOneDatabase }

  private func words(_ waiver: Waiver) -> String {
    "\(file):\(waiver.line): the waiver of \(waiver.object)" + (waiver.field.map { " (\($0))" } ?? "")
  }
}

extension Waiver {
  func holds(at place: Waivers.Place) -> Bool {
    switch (reach, place) {
    case (.everyDatabase, .database): true
    case (.database(let name), .database(let other)): name == other
    case (.migrations, .migrations): true
    default: false
    }
  }
}

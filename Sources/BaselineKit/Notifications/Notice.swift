/// Something that people are to be told, in words that say it without further reading: plain text, which whoever sends it escapes.
package struct Notice: Equatable, Sendable {
  package let occasion: Occasion
  /// What exactly is told: the same text in every clone and every run.
  package let subject: String
  /// What else is told by it, or was told with it.
  package var others: [String] = []
  /// The incident's id; nil: it is about none, or about several.
  package var incident: String?
  /// Its name under `databases:`; nil: it is about none, or about several.
  package var database: String?
  package var isCritical = false
  /// One line.
  package let title: String
  package var lines: [String]
  /// When it came about, where that may be long ago.
  package var since: Timestamp?

  package init(_ occasion: Occasion, _ subject: String, _ title: String, _ lines: [String] = []) {
    self.occasion = occasion
    self.subject = subject
    self.title = title
    self.lines = lines
  }

  /// Several of one occasion as one message: those of the same database tell its name.
  static func summary(of notices: [Notice]) -> Notice {
    guard let first = notices.first, notices.count > 1 else { return notices[0] }
    var summary = Notice(
      first.occasion, first.subject, first.occasion.title(of: notices.count), notices.map(\.item))
    summary.others = notices.dropFirst().map(\.subject) + notices.flatMap(\.others)
    let databases = Set(notices.map { $0.database.map { Array($0.utf8) } })
    summary.database = databases.count == 1 ? first.database : nil
    summary.isCritical = notices.contains(where: \.isCritical)
    return summary
  }

  /// What a summary has of it: `BZ78YNDV staging: table public.m3 added`, where an id says how to go on.
  private var item: String {
    switch occasion {
    case .opened, .changed, .resolved, .escalated:
      guard let incident, let database, let line = lines.first else { return title }
      return "\(incident.suffix(8)) \(database): \(line)"
    default: return title
    }
  }
}

extension Occasion {
  /// Several of it in one line.
  fileprivate func title(of count: Int) -> String {
    switch self {
    case .opened: "Schema drift: \(count) incidents"
    case .changed: "Schema drift: \(count) incidents changed"
    case .resolved: "Schema drift: \(count) incidents are resolved"
    case .escalated: "Schema drift: nobody answered \(count) incidents"
    case .bypassOpened: "\(count) emergency bypasses"
    case .bypassDue: "\(count) emergency bypasses end in less than 4 hours"
    case .bypassOverdue: "\(count) emergency bypasses are overdue"
    case .waiverEnding: "\(count) waivers end soon"
    case .newTable: "\(count) new tables that no rule names"
    case .reviewDue: "\(count) reviews are due"
    }
  }
}

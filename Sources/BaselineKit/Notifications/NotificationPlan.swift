/// Which messages are to be sent now over which channel: what there is to tell, without what was told. A pure function of both.
package struct NotificationPlan: Sendable {
  /// In the channels' order; without those that have nothing to tell.
  package let deliveries: [(channel: Config.Channel, notices: [Notice])]
  /// Channels that failed a while ago and are left alone until then, though there is something to tell.
  package let paused: [(channel: Config.Channel, until: Timestamp)]

  /// Above so many messages over one channel each occasion becomes one.
  static let messageLimit = 10
  /// After so many failed messages something is given up on a channel.
  static let failureLimit = 10

  /// - Parameter isInsisting: what was given up is tried again, and channels that failed a moment ago.
  package init(
    _ notices: Notices, _ config: Config.Notifications, records: [NotificationRecord], now: Timestamp,
    isInsisting: Bool = false
  ) {
    var deliveries: [(channel: Config.Channel, notices: [Notice])] = []
    var paused: [(channel: Config.Channel, until: Timestamp)] = []
    for channel in config.channels {
      let log = ChannelLog(channel, records)
      // What failed least comes first: one message that nobody takes holds up no other.
      let due = notices.all.filter { log.wants($0, now) }.map { (notice: $0, failures: log.failures(of: $0)) }
        .filter { isInsisting || $0.failures < Self.failureLimit }
      let sorted = due.enumerated().sorted { ($0.element.failures, $0.offset) < ($1.element.failures, $1.offset) }
      if sorted.isEmpty { continue }
      if let until = log.pausedUntil, now < until, !isInsisting {
        paused.append((channel, until))
      } else {
        deliveries.append((channel, Self.messages(sorted.map(\.element.notice))))
      }
    }
    self.deliveries = deliveries
    self.paused = paused
  }

  /// Each by itself; where there are many, and of what comes in lists, one for each occasion.
  private static func messages(_ notices: [Notice]) -> [Notice] {
    let lists: Set<Occasion> =
      notices.count > messageLimit
      ? Set(Occasion.allCases) : [.newTable, .waiverEnding, .reviewDue]
    var messages: [Notice] = []
    var begun: Set<Occasion> = []
    for notice in notices {
      if !lists.contains(notice.occasion) {
        messages.append(notice)
      } else if begun.insert(notice.occasion).inserted {
        var rest = notices.filter { $0.occasion == notice.occasion }[...]
        while !rest.isEmpty {
          messages.append(.summary(of: Array(rest.prefix(NotificationRecord.subjectLimit))))
          rest = rest.dropFirst(NotificationRecord.subjectLimit)
        }
      }
    }
    return messages
  }

  /// What was sent, or was to be, over one channel.
  private struct ChannelLog {
    let channel: Config.Channel
    /// In the order of time.
    let records: [NotificationRecord]

    init(_ channel: Config.Channel, _ records: [NotificationRecord]) {
      self.channel = channel
      self.records = records.filter { $0.channel.utf8.elementsEqual(channel.name.utf8) }
    }

    func wants(_ notice: Notice, _ now: Timestamp) -> Bool {
      guard channel.occasions.contains(notice.occasion), !isTold(notice, now) else { return false }
      switch notice.occasion {
      case .changed, .resolved:
        guard let since = notice.since else { return false }
        // News of something that was never heard of is none, and neither is what is long past.
        if [.opened, .escalated].contains(where: channel.occasions.contains) {
          let isKnown = records.contains { record in
            record.result == .sent && notice.incident.map { record.incidents.contains($0) } ?? false
          }
          return isKnown && now - since <= 7 * Period.daySeconds
        }
        return now - since <= Period.daySeconds
      case .newTable:
        // On a live database it is what an incident is about already.
        return notice.incident == nil || !channel.occasions.contains(.opened)
      default: return true
      }
    }

    private func isTold(_ notice: Notice, _ now: Timestamp) -> Bool {
      records.contains { record in
        guard record.result == .sent, record.tells(notice.subject) else { return false }
        switch notice.occasion {
        // Whoever was told of an incident later was told of its changes before.
        case .changed: return true
        // A table of the same name may come again.
        case .newTable:
          return record.occasion == .newTable && record.at.map { now - $0 <= 4 * NewTable.window } ?? true
        default: return record.occasion == notice.occasion
        }
      }
    }

    func failures(of notice: Notice) -> Int {
      records.count { $0.result == .failed && $0.occasion == notice.occasion && $0.tells(notice.subject) }
    }

    /// A channel that fails again and again is tried more and more seldom: after 5 minutes, 10, 20, …, at last every 6 hours.
    var pausedUntil: Timestamp? {
      let failures = records.reversed().prefix { $0.result == .failed }
      guard let last = failures.first?.at else { return nil }
      return last + min(300 << Int64(min(failures.count - 1, 7)), 6 * 3_600)
    }
  }
}

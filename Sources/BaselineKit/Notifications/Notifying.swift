import Git
import Processes
import Schema

/// What a run told people.
package struct NotifyReport: Sendable {
  /// In the order in which they were sent.
  package var sent: [Sent] = []
  /// Channels that failed a while ago and are left alone until then, though there is something to tell.
  package internal(set) var paused: [(channel: String, until: Timestamp)] = []
  /// What could not be found out or written.
  package var remarks: [String] = []
  /// Whether the run shares its events, so that it is one of those that others count on.
  package internal(set) var isShared = false

  package init() {}

  /// A message and what came of it.
  package struct Sent: Sendable {
    package let channel: String
    package let notice: Notice
    /// nil: nobody tried.
    package let delivery: Delivery?
    /// Whether this run has all that the channel needs; else another may reach it, and nothing is recorded.
    package var isReachable = true
  }

  package var failed: [Sent] { sent.filter { $0.delivery?.problem != nil } }
}

extension Recording {
  /// So many seconds all messages of one run may take.
  private static let patience = 30.0
  /// So many seconds a run waits for another one of this clone that is telling people just now.
  private static let lockPatience = 10.0

  /// Tells people what there is to tell, each thing once over each channel, and records that. To be called when the run's own
  /// events are written. Fails nothing: what goes wrong is in the report.
  /// - Parameters:
  ///   - isRehearsal: only says what would be sent.
  ///   - isInsisting: what was given up is tried again, and channels that failed a moment ago.
  package func notify(_ config: Config, isRehearsal: Bool = false, isInsisting: Bool = false) -> NotifyReport {
    var report = NotifyReport()
    report.isShared = log.isSynchronised
    guard writes || isRehearsal, !config.notifications.channels.isEmpty else { return report }
    guard isShared || isRehearsal else {
      // Every run would tell it all again.
      report.remarks.append("nobody is told anything, since the events could not be shared")
      return report
    }
    do {
      let lock = isRehearsal ? nil : try NotifyLock(project.repository, patience: Self.lockPatience)
      try withExtendedLifetime(lock) {
        let plan = try plan(config, isInsisting, &report)
        report.paused = plan.paused.map { ($0.channel.name, $0.until) }
        if isRehearsal {
          report.sent = plan.deliveries.flatMap { channel, notices in
            notices.map { NotifyReport.Sent(channel: channel.name, notice: $0, delivery: nil) }
          }
          return
        }
        if plan.deliveries.isEmpty { return }
        context.progress("notifying")
        report.sent = try deliver(plan, config)
        try record(report.sent)
      }
    } catch {
      report.remarks.append("the notifications are not complete: \(Explanation(error).message)")
    }
    return report
  }

  /// Sends a message that means nothing over one channel; nothing is recorded.
  package func testChannel(_ name: String, _ config: Config) throws -> NotifyReport.Sent {
    guard let channel = config.notifications.channels.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      let known = config.notifications.channels.map(\.name).joined(separator: ", ")
      throw Failure(
        "looking for the channel \(name)", "\(config.file) names no such channel",
        hint: known.isEmpty ? "add it under notifications:" : "it names: \(known)")
    }
    let notice = Notice(.opened, "test", "A test of baseline's notifications: nothing happened")
    return Round(self, channel, [notice], config, until: monotonicSeconds() + Self.patience).send()[0]
  }

  private func plan(_ config: Config, _ isInsisting: Bool, _ report: inout NotifyReport) throws -> NotificationPlan {
    let reading = try log.read(kinds: Operations.kinds)
    let operations = Operations(reading.events, project: project.configFile, now: now)
    let heard = config.notifications.channels.reduce(into: Set<Occasion>()) { $0.formUnion($1.occasions) }
    var waivers: [Waiver] = []
    var tables: [NewTable] = []
    func look(_ what: String, _ body: () throws -> Void) {
      do { try body() } catch { report.remarks.append("\(what): \(Explanation(error).message)") }
    }
    if heard.contains(.waiverEnding) {
      look("waivers that end are not told of") { waivers = try Waivers(config, in: project.source()).all }
    }
    if heard.contains(.newTable) {
      look("new tables are not told of") {
        let new = try NewTable.all(in: project, config, now: now)
        tables = new.tables
        if new.isShallow {
          report.remarks.append("\(tables.isEmpty ? "" : "other ")new tables are not told of: this clone is shallow")
        }
      }
    }
    return NotificationPlan(
      Notices(operations, config, waivers: waivers, tables: tables), config.notifications,
      records: operations.notifications, now: now, isInsisting: isInsisting)
  }

  /// All channels at the same time.
  private func deliver(_ plan: NotificationPlan, _ config: Config) throws -> [NotifyReport.Sent] {
    let end = monotonicSeconds() + Self.patience
    let rounds = plan.deliveries.map { Round(self, $0.channel, $0.notices, config, until: end) }
    return try inParallel(rounds, jobs: rounds.count) { $0.send() }.flatMap(\.self)
  }

  /// The messages of one channel, and all that is needed to send them on a thread of their own.
  private struct Round: Sendable {
    let channel: String
    let courier: Result<Courier, any Error>
    let messages: [Message]
    let end: Double

    init(
      _ recording: Recording, _ channel: Config.Channel, _ notices: [Notice], _ config: Config, until end: Double
    ) {
      let environment = recording.context.environment
      self.channel = channel.name
      courier = Result {
        try Courier(
          channel, config, workTree: recording.project.repository.workTree, environment: environment)
      }
      messages = notices.map {
        Message($0, project: recording.project.configFile, at: recording.now, environment: environment)
      }
      self.end = end
    }

    /// One after the other; after the first that fails, and when the time is over, the others are left to a later run.
    func send() -> [NotifyReport.Sent] {
      var sent: [NotifyReport.Sent] = []
      for message in messages {
        switch courier {
        case .success(let courier):
          let delivery = courier.send(message, until: end)
          if delivery.tries == 0 { return sent }
          sent.append(.init(channel: channel, notice: message.notice, delivery: delivery))
          if delivery.problem != nil { return sent }
        case .failure(let error):
          let problem = (error as? Unreachable)?.reason ?? Explanation(error).message
          let isReachable = !(error is Unreachable)
          return [
            .init(
              channel: channel, notice: message.notice, delivery: Delivery(problem: problem), isReachable: isReachable)
          ]
        }
      }
      return sent
    }
  }

  private func record(_ sent: [NotifyReport.Sent]) throws {
    for sent in sent where sent.isReachable {
      guard let delivery = sent.delivery else { continue }
      let notice = sent.notice
      let record = NotificationRecord(
        notice.occasion, subject: notice.subject, others: notice.others, incident: notice.incident,
        channel: sent.channel, result: delivery.problem == nil ? .sent : .failed, tries: Int64(delivery.tries),
        problem: delivery.problem.map(keptLine))
      try queue(NotificationRecord.kind, notice.database, record.details)
    }
    try write()
  }
}

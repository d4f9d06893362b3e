import Schema

/// What is told of incidents.
extension Operations {
  func opened(_ incident: Incident) -> Notice {
    var notice = notice(.opened, incident, "Schema drift on \(incident.database): \(incident.summary)")
    // Whoever is told of it now is told of what it has become.
    if let change = incident.lastChange { notice.others = [incident.subject(of: change)] }
    return notice
  }

  /// nil: its differences are what they were when it was seen.
  func changed(_ incident: Incident) -> Notice? {
    guard let change = incident.lastChange else { return nil }
    var notice = notice(
      .changed, incident, "Schema drift on \(incident.database) has changed: \(incident.summary)",
      subject: incident.subject(of: change))
    notice.since = change.at
    return notice
  }

  /// nil: it is not.
  func resolved(_ incident: Incident) -> Notice? {
    guard incident.state == .resolved, let resolved = incident.resolved else { return nil }
    let duration = incident.isSkewed ? "" : " after \(durationWords(resolved - incident.seen))"
    var notice = Notice(
      .resolved, incident.id, "Resolved on \(incident.database)\(duration): \(incident.summary)",
      incident.findings.map { "\($0.words): \(($0.how ?? .unknown).words)" })
    notice.incident = incident.id
    notice.database = incident.database
    notice.isCritical = incident.isCritical
    notice.since = resolved
    return notice
  }

  /// nil: somebody answered, or there is still time to.
  func escalated(_ incident: Incident, _ config: Config.Notifications) -> Notice? {
    guard let escalation = config.escalation, answer(to: incident) == nil, let since = told(incident),
      now - since >= escalation.after
    else { return nil }
    return notice(
      .escalated, incident,
      "Nobody answered for \(durationWords(escalation.after)): schema drift on \(incident.database), \(incident.summary)"
    )
  }

  /// When somebody was told of it first, or was to be and could not; until then, when it began to count: a run that lacks what a
  /// channel needs records nothing.
  private func told(_ incident: Incident) -> Timestamp? {
    let first = notifications.filter { $0.occasion == .opened && $0.tells(incident.id) }.compactMap(\.at).min()
    return first ?? incident.findings.compactMap(\.opened).min()
  }

  private func notice(
    _ occasion: Occasion, _ incident: Incident, _ title: String, subject: String? = nil
  ) -> Notice {
    var lines = incident.findings.filter { $0.state != .resolved }.map(\.words)
    lines.append("seen \(incident.seen)")
    if let answer = answer(to: incident) {
      lines.append("answered by \(answer.actor)" + (answer.note.map { ": \($0)" } ?? ""))
    } else {
      lines.append("answer: baseline ack \(incident.shortID) --note '…'")
    }
    var notice = Notice(occasion, subject ?? incident.id, title, lines)
    notice.incident = incident.id
    notice.database = incident.database
    notice.isCritical = incident.isCritical
    return notice
  }
}

extension Incident {
  /// `2 findings, critical`.
  fileprivate var summary: String {
    let count = findings.count { $0.state != .resolved || state == .resolved }
    return "\(count) finding\(count == 1 ? "" : "s")\(isCritical ? ", critical" : "")"
  }

  fileprivate func subject(of change: Finding.Sighting) -> String { "\(id) \(change.check)" }
}

extension Finding {
  /// `column public.users.byhand added, again [critical]: changed by hand`.
  fileprivate var words: String {
    let causes = last.causes.filter { $0 != .unknown }.map(\.words).joined(separator: ", ")
    return "\(object.kind.word) \(object.name) \(last.change.rawValue)\(isReopened ? ", again" : "")"
      + (isCritical ? " [critical]" : "") + (causes.isEmpty || state == .resolved ? "" : ": \(causes)")
  }
}

import BaselineKit
import Schema

/// The answer of `incidents`, in words and for programs.
struct IncidentText {
  let answer: Incidents

  init(_ answer: Incidents) {
    self.answer = answer
  }

  var lines: [String] {
    let incidents = answer.incidents.map { incident in lines(incident) + [""] }.joined()
    let missed = answer.missed.map { missed in
      "missed: \(missed.object.kind.word) \(safeLine(missed.object.name)) on \(safeLine(missed.database)) since "
        + "\(missed.since), reported \(missed.event.at) by \(safeLine(missed.event.actor))"
        + (missed.note.map { ": \(safeLine($0))" } ?? "")
    }
    if incidents.isEmpty && missed.isEmpty { return ["there are none"] }
    return Array(missed.isEmpty ? incidents.dropLast() : incidents + missed)
  }

  private func lines(_ incident: Incident) -> [String] {
    let critical = incident.isCritical ? ", critical" : ""
    var lines = [
      "\(incident.state.rawValue): \(incident.shortID) on \(safeLine(incident.database)): "
        + "\(TextReport.plural(incident.findings.count, "finding"))\(critical)",
      "  seen         \(incident.seen)",
      "  cause known  \(step(incident.causeKnown, incident))",
      "  resolved     \(step(incident.resolved, incident))",
    ]
    if let answered = answer.answer(to: incident) {
      lines.append(
        "  answered     \(answered.at)  by \(safeLine(answered.actor))"
          + (answered.note.map { ": \(safeLine($0))" } ?? ""))
    }
    if incident.isSkewed { lines.append("  the clocks of those who checked differ: no duration can be had") }
    for finding in incident.findings { lines += self.lines(finding) }
    return lines
  }

  private func step(_ time: Timestamp?, _ incident: Incident) -> String {
    guard let time else { return "-" }
    return incident.isSkewed ? "\(time)" : "\(time)  after \(durationWords(time - incident.seen))"
  }

  private func lines(_ finding: Finding) -> [String] {
    let critical = finding.isCritical ? " [critical]" : ""
    let again = finding.isReopened ? ", again" : ""
    let causes = finding.last.causes.map(\.words).joined(separator: ", ")
    var lines = [
      "  \(finding.state == .resolved ? "✓" : finding.state == .open ? "✗" : "!") \(finding.object.kind.word) "
        + "\(safeLine(finding.object.name)) \(finding.last.change.rawValue)\(again)\(critical)"
        + (causes.isEmpty ? "" : ": \(causes)")
    ]
    if let resolved = finding.resolved {
      let how = (finding.how ?? .unknown).words
      lines.append("      resolved \(resolved.at): \(how)")
    }
    if !finding.changed.isEmpty {
      lines.append("      changed \(finding.changed.map { "\($0.at)" }.joined(separator: ", "))")
    }
    if let dating = finding.dating { lines.append("      \(words(dating))") }
    return lines
  }

  private func words(_ dating: Dating) -> String {
    if let committed = dating.committed { return "last written in the catalog at \(committed)" }
    guard let after = dating.after else { return "last written in the catalog before the check of \(dating.before.at)" }
    return "last written in the catalog between the check of \(after.at) and the check of \(dating.before.at)"
  }

  var json: JSONAnswer {
    JSONAnswer { writer in
      writer.list("incidents", answer.incidents) { incident, writer in
        writer.object { writer in
          writer.pair("id", incident.id)
          writer.pair("database", incident.database)
          writer.pair("state", incident.state.rawValue)
          writer.pair("critical", incident.isCritical)
          writer.pair("seen", incident.seen)
          writer.pair("cause_known", incident.causeKnown)
          writer.pair("resolved", incident.resolved)
          writer.pair("skewed", incident.isSkewed)
          if let answered = answer.answer(to: incident) {
            writer.key("answered")
            writer.object { writer in
              writer.pair("at", answered.at)
              writer.pair("actor", answered.actor)
              writer.pair("note", answered.note)
            }
          }
          writer.list("findings", incident.findings) { $0.write(to: &$1) }
        }
      }
      writer.list("missed", answer.missed) { missed, writer in writer.object { missed.write(to: &$0) } }
      writer.list("refused", answer.refused) { event, writer in
        writer.object { writer in
          writer.pair("id", event.id)
          writer.pair("reason", event.reason)
        }
      }
      answer.debts.write(at: answer.now, to: &writer)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func pair(_ key: Text, _ time: Timestamp?) {
    self.key(key)
    if let time { value(time.seconds) } else { null() }
  }
}

extension Finding {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.pair("object", object.name)
      writer.pair("kind", object.kind.rawValue)
      writer.pair("change", last.change.rawValue)
      writer.pair("class", last.weight)
      writer.pair("fingerprint", last.fingerprint)
      writer.texts("causes", last.causes.map(\.rawValue))
      writer.pair("critical", isCritical)
      writer.pair("state", state.rawValue)
      writer.pair("reopened", isReopened)
      writer.pair("seen", seen.at)
      writer.pair("opened", opened)
      writer.list("changed", changed) { $1.value($0.at.seconds) }
      writer.pair("cause_known", causeKnown?.at)
      writer.pair("resolved", resolved?.at)
      writer.pair("how", how?.rawValue)
      if let dating {
        writer.key("dated")
        writer.object { writer in
          writer.pair("after", dating.after?.at)
          writer.pair("before", dating.before.at)
          writer.pair("committed", dating.committed)
        }
      }
    }
  }
}

extension MissedFinding {
  /// docs/json.md: missed.
  func write(to writer: inout JSONWriter) {
    writer.pair("object", object.name)
    writer.pair("kind", object.kind.rawValue)
    writer.pair("database", database)
    writer.pair("since", since)
    writer.pair("reported", event.at)
    writer.pair("actor", event.actor)
    writer.pair("note", note)
  }
}

import BaselineKit
import Schema

extension Measures {
  /// docs/json.md: stats.
  var json: JSONAnswer {
    JSONAnswer { writer in
      writer.pair("since", Int(from.seconds))
      writer.pair("now", Int(now.seconds))
      writer.key("whole")
      writer.object { whole.write(to: &$0) }
      for (key, parts) in [("weeks", weeks), ("months", months)] as [(Text, [Part])] {
        writer.list(key, parts) { part, writer in
          writer.object { writer in
            writer.pair("period", part.period.name)
            part.figures.write(to: &writer)
          }
        }
      }
      writer.list("tables", tables) { $0.write(to: &$1) }
      writer.pair("shallow", isShallow)
      writer.list("databases", databases) { $0.write(to: &$1) }
      writer.list("reviews", calendar.periods) { $0.write(to: &$1) }
      writer.list("refused", operations.refused) { event, writer in
        writer.object { writer in
          writer.pair("id", event.id)
          writer.pair("reason", event.reason)
        }
      }
      operations.debts.filter { $0.closed == nil }.write(at: now, to: &writer)
    }
  }
}

extension Figures {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.pair("findings", findings)
    writer.pair("incidents", incidents)
    writer.pair("critical", critical)
    writer.pair("still_open", stillOpen)
    writer.list("causes", Cause.allCases.filter { causes[$0] != nil }) { cause, writer in
      writer.object { writer in
        writer.pair("cause", cause.rawValue)
        writer.pair("findings", causes[cause] ?? 0)
      }
    }
    reopened.write("reopened", to: &writer)
    acceptedDrift.write("accepted_drift", to: &writer)
    timeToDetect.write("time_to_detect", to: &writer)
    timeToResolve.write("time_to_resolve", to: &writer)
    falsePositives.write("false_positives", to: &writer)
    writer.pair("false_negatives", falseNegatives)
    refreshes.write("refreshes", to: &writer)
    reviews.write("reviews", to: &writer)
    leftItems.write("left_items", to: &writer)
    plannedChecks.write("planned_checks", to: &writer)
    writer.key("notifications")
    writer.object { writer in
      writer.pair("sent", notificationsSent)
      writer.pair("failed", notificationsFailed)
    }
    answered.write("answered", to: &writer)
    writer.key("bypasses")
    writer.object { writer in
      writer.pair("opened", bypassesOpened)
      writer.pair("overdue", bypassesOverdue)
    }
    writer.pair("skewed", skewed)
  }
}

extension Ratio {
  fileprivate func write(_ key: Text, to writer: inout JSONWriter) {
    writer.key(key)
    writer.object { writer in
      writer.pair("part", part)
      writer.pair("whole", whole)
      writer.pair("target", target.map { "\($0)" })
      writer.pair("met", isMet)
    }
  }
}

extension Durations {
  fileprivate func write(_ key: Text, to writer: inout JSONWriter) {
    writer.key(key)
    writer.object { writer in
      writer.pair("count", count)
      writer.pair("mean", mean)
      writer.pair("p90", p90)
      writer.pair("at_most", bounds)
      writer.pair("undated", undated)
      writer.pair("skewed", skewed)
      writer.pair("target", target)
      writer.pair("met", isMet)
    }
  }
}

extension TableMeasures {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.pair("table", table.name)
      writer.pair("critical", isCritical)
      writer.pair("findings", findings)
      writer.pair("incidents", incidents)
      writer.list("commits", changes) { change, writer in
        writer.object { writer in
          writer.pair("commit", change.commit)
          writer.pair("time", Int(change.at.seconds))
          writer.pair("author", change.author)
          writer.pair("subject", change.subject)
          writer.pair("changes", change.changes.count)
        }
      }
    }
  }
}

extension DatabaseState {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.pair("name", name)
      writer.pair("verdict", last?.record.verdict.rawValue)
      writer.pair("outcome", last?.record.outcome.rawValue)
      writer.pair("checked", last?.event.at.seconds)
      writer.pair("since", since?.seconds)
      writer.pair("every", Int(every))
      writer.pair("late", isLate)
      writer.texts("open", open.map(\.id))
    }
  }
}

extension ReviewCalendar.Turn {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.pair("cadence", cadence.rawValue)
      writer.pair("period", period.name)
      writer.pair("state", state.rawValue)
      writer.pair("deadline", Int(deadline.seconds))
      writer.pair("signed", record?.at.seconds)
      writer.pair("actor", record?.actor)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func pair(_ key: Text, _ number: Int64?) {
    self.key(key)
    if let number { value(number) } else { null() }
  }

  fileprivate mutating func pair(_ key: Text, _ truth: Bool?) {
    self.key(key)
    if let truth { value(truth) } else { null() }
  }
}

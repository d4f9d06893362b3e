import BaselineKit
import Schema

/// What a run told people, in words and for programs.
struct NotifyText {
  let report: NotifyReport

  init(_ report: NotifyReport) {
    self.report = report
  }

  /// The answer of `notify`.
  var lines: [String] {
    let sent = report.sent.flatMap { sent -> [String] in
      let title = "\(safeLine(sent.channel)): \(safeLine(sent.notice.title))"
      guard let delivery = sent.delivery else {
        return ["would tell \(title)"] + sent.notice.lines.map { "  \(safeLine($0))" }
      }
      return [delivery.problem == nil ? "✓ told \(title)" : "✗ \(failure(sent))"]
    }
    let paused = report.paused.map {
      "! \(safeLine($0.channel)) failed a while ago: left alone until \($0.until); at once: baseline notify --retry"
    }
    return sent.isEmpty && paused.isEmpty ? ["nothing to tell"] : sent + paused
  }

  /// What is said of it by a command that is about something else, on standard error.
  /// - Parameter quietly: only what went wrong.
  func tell(quietly: Bool) {
    for remark in report.remarks { Terminal.note("note: \(safeLine(remark))") }
    for sent in report.sent where sent.delivery != nil {
      if sent.delivery?.problem != nil {
        // On a laptop the webhook's URL is missing for good reasons.
        if sent.isReachable || report.isShared { Terminal.note("note: \(failure(sent))") }
      } else if !quietly {
        Terminal.note("told \(safeLine(sent.channel)): \(safeLine(sent.notice.title))")
      }
    }
  }

  func tellFailures() {
    for sent in report.failed { Terminal.note("baseline: \(failure(sent))") }
  }

  private func failure(_ sent: NotifyReport.Sent) -> String {
    let tries = sent.delivery.map { $0.tries > 1 ? ", \($0.tries) times" : "" } ?? ""
    return "\(safeLine(sent.channel)) could not be told: \(safeLine(sent.delivery?.problem ?? ""))\(tries): "
      + safeLine(sent.notice.title)
  }

  var json: JSONAnswer {
    JSONAnswer { writer in
      writer.list("messages", report.sent) { sent, writer in
        writer.object { writer in
          writer.pair("channel", sent.channel)
          writer.pair("occasion", sent.notice.occasion.rawValue)
          writer.pair("subject", sent.notice.subject)
          writer.texts("others", sent.notice.others)
          writer.pair("incident", sent.notice.incident)
          writer.pair("database", sent.notice.database)
          writer.pair("critical", sent.notice.isCritical)
          writer.pair("title", sent.notice.title)
          writer.texts("lines", sent.notice.lines)
          writer.pair("result", sent.delivery.map { $0.problem == nil ? "sent" : "failed" } ?? "due")
          writer.pair("tries", sent.delivery?.tries ?? 0)
          writer.pair("problem", sent.delivery?.problem)
        }
      }
      writer.list("paused", report.paused) { paused, writer in
        writer.object { writer in
          writer.pair("channel", paused.channel)
          writer.pair("until", Int(paused.until.seconds))
        }
      }
      writer.texts("remarks", report.remarks)
    }
  }
}

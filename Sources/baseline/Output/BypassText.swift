import BaselineKit
import Schema

/// What a run says of bypasses: nobody shall miss that a check passed only because of an emergency, nor what is still owed.
struct BypassText {
  let notice: BypassNotice

  init(_ notice: BypassNotice) {
    self.notice = notice
  }

  /// On standard error, in every run; the debts of earlier ones are left out where nothing but errors is wanted.
  func tell(quietly: Bool) {
    for remark in notice.remarks { Terminal.note("note: \(safeLine(remark))") }
    if !notice.granted.isEmpty {
      Terminal.note("baseline: EMERGENCY BYPASS: \(findings(notice.granted.count)) only because of it")
      for debt in notice.granted { Terminal.note("baseline:   \(Self.subject(debt)) until \(debt.deadline)") }
      Terminal.note("baseline: by then they are resolved, or accepted by a reviewed waiver: baseline bypass")
    }
    if let reason = notice.notRecorded {
      Terminal.note("baseline: NOT RECORDED: \(safeLine(reason)): nobody can tell later when the 24 hours began")
    }
    for debt in notice.ended { Terminal.note("baseline: NOT BYPASSED: \(Self.ended(debt))") }
    if quietly && notice.granted.isEmpty { return }
    let earlier = notice.debts.filter { debt in !notice.granted.contains { $0.isSame(as: debt) } }
    Self.tell(earlier, notice.now)
    // What was not recorded nobody can explain later.
    Self.askWhy(notice.notRecorded == nil ? notice.debts : earlier)
  }

  /// What is owed, said by a command that changes nothing about it.
  static func remind(_ project: Project, _ now: Timestamp, quietly: Bool) -> [BypassDebt] {
    do {
      let debts = try BypassLedger.unsettled(project, project.config(), now)
      if !quietly {
        tell(debts, now)
        askWhy(debts)
      }
      return debts
    } catch {
      Terminal.note("note: the bypasses could not be read: \(safeLine(Explanation(error).message))")
      return []
    }
  }

  /// One line of what is owed from earlier runs.
  static func tell(_ debts: [BypassDebt], _ now: Timestamp) {
    guard let first = debts.min(by: { $0.deadline < $1.deadline }) else { return }
    let overdue = debts.count { $0.state(at: now) == .overdue }
    let due = overdue > 0 ? "\(overdue) overdue since \(first.deadline)" : "the first until \(first.deadline)"
    Terminal.note(
      "baseline: \(TextReport.plural(debts.count, "finding")) passed by emergency bypass, \(due): baseline bypass")
  }

  /// An emergency is not stopped for want of a reason; it is asked for until it is given.
  static func askWhy(_ debts: [BypassDebt]) {
    guard let debt = debts.first(where: { $0.reason == nil }) else { return }
    Terminal.note("baseline: no reason was given for it: baseline bypass explain \(debt.shortID) --reason '…'")
  }

  /// In the answer itself.
  var lines: [String] {
    var lines: [String] = []
    if let first = notice.granted.map(\.deadline).min() {
      lines.append("EMERGENCY BYPASS: \(findings(notice.granted.count)) only because of it, the first until \(first)")
    }
    if let reason = notice.notRecorded { lines.append("NOT RECORDED: \(safeLine(reason))") }
    return lines + notice.ended.map { "NOT BYPASSED: \(Self.ended($0))" }
  }

  /// The same in Markdown, above the rest.
  var markdown: String { lines.map { "> **\(markdownText($0))**\n\n" }.joined() }

  private func findings(_ count: Int) -> String {
    "\(TextReport.plural(count, "finding")) \(count == 1 ? "passes" : "pass")"
  }

  private static func ended(_ debt: BypassDebt) -> String {
    "\(subject(debt)): its 24 hours ended at \(debt.deadline); resolve it, or have a waiver for it reviewed"
  }

  /// `production: column public.customers.phone`.
  static func subject(_ debt: BypassDebt) -> String {
    "\(safeLine(debt.scope.name)): \(safeLine(debt.subject))"
  }
}

extension BypassNotice {
  func write(to writer: inout JSONWriter) { [self].write(to: &writer) }
}

extension [BypassNotice] {
  /// `bypass` where the emergency had a say in this run, `bypass_debt` where something is owed (docs/json.md).
  func write(to writer: inout JSONWriter) {
    guard let now = first?.now else { return }
    let (granted, ended) = (flatMap(\.granted), flatMap(\.ended))
    if !granted.isEmpty || !ended.isEmpty {
      writer.key("bypass")
      writer.object { writer in
        writer.list("granted", granted) { $0.write(at: now, to: &$1) }
        writer.list("ended", ended) { $0.write(at: now, to: &$1) }
        writer.pair("not_recorded", lazy.compactMap(\.notRecorded).first)
      }
    }
    flatMap(\.debts).write(at: now, to: &writer)
  }
}

extension [BypassDebt] {
  /// `bypass_debt`, where something is owed.
  func write(at now: Timestamp, to writer: inout JSONWriter) {
    if !isEmpty { writer.list("bypass_debt", self) { $0.write(at: now, to: &$1) } }
  }
}

extension BypassDebt {
  /// docs/json.md: bypass debt.
  func write(at now: Timestamp, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.pair("id", id)
      writer.pair("scope", scope.name)
      writer.pair("object", object.name)
      writer.pair("kind", object.kind.rawValue)
      writer.pair("state", state(at: now).rawValue)
      writer.pair("since", Int(start.seconds))
      writer.pair("until", Int(deadline.seconds))
      writer.pair("actor", actor)
      writer.pair("reason", reason)
      if isClockSet { writer.pair("clock_set", true) }
      if let closed {
        writer.pair("closed", Int(closed.at.seconds))
        writer.pair("how", closed.how.rawValue)
        writer.pair("commit", closed.commit)
      }
    }
  }
}

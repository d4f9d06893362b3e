import Schema

extension ReviewMaterial {
  var daily: [ReviewSection] {
    [ReviewSection(.checks, unaskedItems + checks + incidents), ReviewSection(.stages, stages + refreshes), waiting]
  }

  // MARK: Results of the checks

  /// Of each database that there is: how its checks of the period ended, and which could not find out.
  private var checks: [ReviewItem] {
    let configured = config.databases.map { Text($0.name) }
    let all = Dictionary(grouping: operations.history.checks) { Text($0.database) }
    let others = all.keys.filter { !configured.contains($0) }.sorted()
    return (configured + others).flatMap { name -> [ReviewItem] in
      let checks = all[name] ?? []
      let own = checks.filter { contains($0.event.at) }
      guard let last = own.last else {
        guard configured.contains(name) else { return [] }
        let later = checks.first { $0.event.at >= end }
        return [
          item(
            "unchecked:\(name):\(period)", "\(name) was not checked", later == nil ? .open : .fixed,
            remarks: later.map { ["checked again \($0.event.at)"] } ?? [],
            next: later == nil ? "baseline check --database \(shellWord(name.string))" : nil)
        ]
      }
      let verdicts = [(Verdict.same, "the same"), (.differs, "different"), (.unknown, "unknown")].compactMap {
        (verdict, word) in
        let count = own.count { $0.record.verdict == verdict }
        return count == 0 ? nil : "\(count) \(word)"
      }
      let summary = item(
        "checks:\(name):\(period)",
        "\(name): \(counted(own.count, "check")): \(verdicts.joined(separator: ", ")); the last one \(last.event.at): "
          + last.record.verdict.rawValue, .noted)
      return [summary] + unknown(name, checks)
    }
  }

  /// Runs of checks that could not find out: over once one can.
  private func unknown(_ name: Text, _ checks: [CheckEvent]) -> [ReviewItem] {
    checks.split { $0.record.verdict != .unknown }.compactMap { run in
      guard let first = run.first, let last = run.last, touches(first.event.at, last.event.at) else { return nil }
      let known = run.endIndex < checks.endIndex ? checks[run.endIndex] : nil
      return item(
        "unknown:\(first.event.id)",
        "\(name): \(counted(run.count, "check")) since \(first.event.at) could not find out: "
          + (last.record.problem ?? "nobody knows why"),
        known == nil ? .open : .fixed,
        remarks: known.map { ["\($0.record.verdict.rawValue) again \($0.event.at)"] } ?? [],
        next: known == nil ? "baseline check --database \(shellWord(name.string))" : nil)
    }
  }

  private var incidents: [ReviewItem] {
    operations.incidents.filter { touches($0.seen, $0.resolved) }.map { incident in
      let isWaived = incident.findings.allSatisfy { $0.how == .waiver }
      let isOver = incident.state == .resolved
      // What it has become is another thing than what was decided about.
      return item(
        "incident:\(incident.id)\(incident.lastChange.map { ":\($0.check)" } ?? "")",
        "incident \(incident.shortID) on \(incident.database), \(incident.state.rawValue): "
          + "\(counted(incident.findings.count, "finding"))\(incident.isCritical ? ", critical" : ""), seen \(incident.seen)",
        isOver ? isWaived ? .accepted : .fixed : .open,
        remarks: incident.findings.map(words).shortened(to: 6),
        next: isOver ? nil : "baseline incidents \(incident.shortID)")
    }
  }

  private func words(_ finding: Finding) -> String {
    let causes = finding.last.causes.map(\.words).joined(separator: ", ")
    let how = finding.resolved.map { "; \($0.at): \((finding.how ?? .unknown).words)" } ?? ""
    return "\(finding.object.kind.word) \(finding.object.name) \(finding.last.change.rawValue)"
      + (causes.isEmpty ? "" : ": \(causes)") + how
  }

  // MARK: Stages of pipelines that failed

  /// Each run of failures of one stage is an item: over once the stage ends well.
  private var stages: [ReviewItem] {
    let groups = Dictionary(grouping: operations.stages) { [Text($0.stage), Text($0.database ?? "")] }
    return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { _, stages in
      stages.split { $0.status == .ok }.compactMap { run -> ReviewItem? in
        guard let first = run.first, let last = run.last else { return nil }
        let ended = run.endIndex < stages.endIndex ? stages[run.endIndex] : nil
        guard touches(first.at, ended == nil ? nil : last.at) else { return nil }
        let place = first.database.map { " of \($0)" } ?? ""
        return item(
          "stage:\(first.database ?? ""):\(first.stage):\(first.at)",
          "the stage \(first.stage)\(place) failed \(run.count == 1 ? "" : "\(run.count) times, first ")\(first.at)",
          ended == nil ? .open : .fixed,
          remarks: causes(of: last) + (ended.map { ["it ended well \($0.at)"] } ?? []))
      }
    }
  }

  /// What the pipeline said, else what a check of the same commit found just before.
  private func causes(of stage: StageRecord) -> [String] {
    var causes = [stage.reason, stage.url].compactMap(\.self)
    if stage.reason == nil, let commit = stage.commit {
      let check = operations.history.checks.last { check in
        check.event.commit == commit && (-FindingHistory.skew...Self.causeSeconds).contains(stage.at - check.event.at)
          && (check.record.outcome == .failed || check.record.verdict == .unknown)
      }
      if let check {
        let words = Set(check.record.findings.flatMap(\.causes)).map(\.words).sorted()
        causes.insert(
          "\(check.database): "
            + (check.record.problem ?? ([counted(Int(check.record.count), "finding")] + words).joined(separator: ", ")),
          at: 0)
      }
    }
    if causes.isEmpty { causes = ["nobody said why"] }
    return causes
  }

  /// A check that failed so many seconds before a stage of the same commit is taken for its cause.
  private static let causeSeconds: Int64 = 3_600

  /// Refreshes that failed, or that never said how they ended: over once one succeeds.
  private var refreshes: [ReviewItem] {
    operations.refreshes.enumerated().compactMap { place, run in
      let state = run.state(at: now)
      guard state == .failed || state == .killed, contains(run.begin) else { return nil }
      let later = operations.refreshes.dropFirst(place + 1).first {
        $0.database.map { Text($0) } == run.database.map { Text($0) } && $0.state(at: now) == .succeeded
      }
      let place = run.database.map { " of \($0)" } ?? ""
      let why = state == .killed ? "did not end" : "failed: \(run.end?.problem ?? "nobody knows why")"
      return item(
        "refresh:\(run.database ?? ""):\(run.begin)", "the refresh\(place) of \(run.begin) \(why)",
        later == nil ? .open : .fixed,
        remarks: ["by \(run.actor)"] + (later.map { ["one succeeded \($0.begin)"] } ?? []),
        next: later == nil ? "baseline refresh" : nil)
    }
  }

  // MARK: Urgent changes that wait for approval

  private var waiting: ReviewSection {
    let incidents = operations.incidents.filter { $0.state != .resolved && $0.seen < end }
    let answers = incidents.map { incident in
      let answer = operations.answer(to: incident)
      return item(
        "answer:\(incident.id)",
        "incident \(incident.shortID) on \(incident.database) "
          + (answer.map { "was answered \($0.at) by \($0.actor)" } ?? "was answered by nobody since \(incident.seen)"),
        answer == nil ? .open : .fixed, remarks: answer?.note.map { [$0] } ?? [],
        next: answer == nil ? "baseline ack \(incident.shortID) --note '…'" : nil)
    }
    return ReviewSection(.waiting, bypasses + answers)
  }

  /// What passed in the emergencies of the period, or passes still: over once all of it is settled.
  var bypasses: [ReviewItem] { bypassDebts.map(bypass) }

  /// The debts of each opening, those that end first in front.
  var bypassDebts: [[BypassDebt]] {
    let groups = Dictionary(grouping: operations.debts) { [Text($0.id), Text($0.scope.name)] }
    return groups.values.filter { debts in
      let over = debts.contains { $0.closed == nil } ? nil : debts.compactMap { $0.closed?.at }.max()
      return touches(debts[0].start, over)
    }.sorted {
      ($0[0].start, Text($0[0].id), Text($0[0].scope.name)) < ($1[0].start, Text($1[0].id), Text($1[0].scope.name))
    }
  }

  private func bypass(_ debts: [BypassDebt]) -> ReviewItem {
    let debt = debts[0]
    let open = debts.filter { $0.closed == nil }
    let words =
      open.isEmpty
      ? "settled" : now < debt.deadline ? "open until \(debt.deadline)" : "overdue since \(debt.deadline)"
    let isWaived = debts.allSatisfy { $0.closed?.how == .waiver }
    let findings = debts.map { debt in
      guard let closed = debt.closed else { return debt.subject }
      let late = closed.at > debt.deadline ? ", \(durationWords(closed.at - debt.deadline)) late" : ""
      return "\(debt.subject), settled \(closed.at)\(late): \(closed.how.words)"
    }
    return item(
      "bypass:\(debt.id):\(debt.scope.name)",
      "bypass \(debt.shortID), \(debt.scope.name): \(counted(debts.count, "finding")), \(words)",
      open.isEmpty ? isWaived ? .accepted : .fixed : .open,
      remarks: [
        "since \(debt.start) by \(debt.actor)",
        debt.reason ?? "no reason was given: baseline bypass explain \(debt.shortID) --reason '…'",
      ] + findings.shortened(to: 6), next: open.isEmpty ? nil : "baseline refresh --emergency")
  }
}

import BaselineKit
import Schema

/// Differences that have the same causes, critical tables by themselves.
struct DiagnosisGroup {
  let isCritical: Bool
  let causes: [Cause]
  let differences: [Difference]

  /// Critical ones first; in each part the gravest cause first.
  static func groups(of judgement: Judgement) -> [DiagnosisGroup] {
    var keys: [(isCritical: Bool, causes: [Cause])] = []
    for difference in judgement.differences {
      let key = (isCritical: difference.isCritical, causes: difference.diagnosis?.causes ?? [])
      if !keys.contains(where: { $0 == key }) { keys.append(key) }
    }
    let order = { (place: Int, key: (isCritical: Bool, causes: [Cause])) in
      (key.isCritical ? 0 : 1, key.causes.first.flatMap { Cause.allCases.firstIndex(of: $0) } ?? 99, place)
    }
    return keys.enumerated().sorted { order($0.offset, $0.element) < order($1.offset, $1.element) }.map { _, key in
      DiagnosisGroup(
        isCritical: key.isCritical, causes: key.causes,
        differences: judgement.differences.filter {
          $0.isCritical == key.isCritical && ($0.diagnosis?.causes ?? []) == key.causes
        })
    }
  }

  /// `changed by hand, and in conflict with a migration that is not deployed yet`.
  var title: String { differences[0].diagnosis?.words.joined(separator: ", and ") ?? "differs" }

  /// What is to be done about all of them alike.
  var sharedNext: [String] {
    let all = differences.map { $0.diagnosis?.next ?? [] }
    return (all.first ?? []).filter { command in all.allSatisfy { $0.contains(command) } }
  }

  var lines: [String] {
    let shared = sharedNext
    var lines = ["\(isCritical ? "critical: " : "")\(title):"]
    for difference in differences {
      lines += TextReport.difference(difference)
      guard let diagnosis = difference.diagnosis else { continue }
      lines += diagnosis.remarks.map { "      \(safeLine($0))" }
      lines += diagnosis.repair.map { "      undo (\(safeLine($0.caution))): \(safeLine($0.sql))" }
      lines += diagnosis.next.filter { !shared.contains($0) }.map { "      next: \(safeLine($0))" }
    }
    return lines + shared.map { "  next: \(safeLine($0))" }
  }
}

extension Diagnosis {
  /// The causes, for people.
  var words: [String] {
    guard isEditUncertain else { return causes.map(\.words) }
    return causes.filter { $0 != .migrationEdited }.map {
      $0 == .byHand ? "\($0.words), or by a migration that may have been edited after it was applied" : $0.words
    }
  }

  /// What is odd about it, for people.
  var remarks: [String] {
    var remarks: [String] = []
    if isHidden { remarks.append("the baseline has it too; it is not what the applied migrations make") }
    if isAlreadyMigrated {
      remarks.append("it already is as a migration makes it that is not deployed: that one will fail, or do nothing")
    }
    return remarks
  }

  /// `causes`, `hidden`, `already_migrated`, `next`, `proposed_rule`, `repair`.
  func write(to writer: inout JSONWriter) {
    writer.texts("causes", causes.map(\.rawValue))
    writer.pair("hidden", isHidden)
    writer.pair("already_migrated", isAlreadyMigrated)
    writer.texts("next", next)
    writer.pair("proposed_rule", proposedRule)
    writer.list("repair", repair) { statement, writer in
      writer.object { writer in
        writer.pair("sql", statement.sql)
        writer.pair("danger", statement.danger)
        writer.pair("risk", statement.risk.rawValue)
      }
    }
  }
}

extension CheckReport {
  /// One line that can be pasted into a chat.
  var chatLine: String {
    let subject = name ?? database
    var accepted = 0
    var (grave, waiting, ahead, behind): ([Difference], [Difference], [Difference], [Difference]) = ([], [], [], [])
    for difference in judgement.differences {
      let causes = difference.diagnosis?.causes ?? []
      if case .waiver = difference.permission {
        accepted += 1
      } else if causes == [.notDeployed] {
        waiting.append(difference)
      } else if causes.contains(.ahead) && Set(causes).isSubset(of: [.notDeployed, .ahead]) {
        ahead.append(difference)
      } else if causes == [.baselineBehind] {
        behind.append(difference)
      } else {
        grave.append(difference)
      }
    }
    func critical(_ list: [Difference]) -> String {
      let count = list.count(where: \.isCritical)
      return count == 0 ? "" : list.count == 1 ? " (critical)" : " (\(count) critical)"
    }
    var parts: [String] = []
    if let first = grave.first {
      let more = grave.count > 1 ? ", and \(grave.count - 1) more" : ""
      parts.append(
        "\(first.change.object.shortName) \(first.diagnosis?.words.first ?? "differs")\(more)\(critical(grave))")
    }
    for (list, words) in [
      (waiting, "not deployed yet"), (ahead, "of migrations that this state does not have"),
      (behind, "baseline behind"),
    ] where !list.isEmpty {
      parts.append("\(list.count) \(words)\(critical(list))")
    }
    if let tenants, tenants.verdict != .same {
      parts.append("\(tenants.count - tenants.sameCount) of \(tenants.count) tenants")
    }
    if accepted > 0 { parts.append("\(accepted) accepted by waivers") }
    let said = parts.isEmpty ? [] : ["\(subject) differs from its baseline: \(parts.joined(separator: "; "))"]
    return (said + judgement.violations.map { parts.isEmpty ? "\(subject): \($0)" : $0 }).joined(separator: "; ")
  }
}

extension ObjectID {
  /// Without the schema that everybody has.
  fileprivate var shortName: String { name.hasPrefix("public.") ? String(name.dropFirst(7)) : name }
}

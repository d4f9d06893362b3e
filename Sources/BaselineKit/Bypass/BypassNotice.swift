/// What a run says of bypasses.
package struct BypassNotice: Sendable {
  package let now: Timestamp
  /// What passed only because of the emergency.
  package let granted: [BypassDebt]
  /// What the variable no longer helps.
  package let ended: [BypassDebt]
  /// All that are not settled.
  package let debts: [BypassDebt]
  /// Why nobody can tell later when the clocks of this run's bypasses began; nil: they are recorded.
  package let notRecorded: String?
  package let remarks: [String]

  /// Both, where one run made them one after the other.
  package func followed(by later: BypassNotice) -> BypassNotice {
    BypassNotice(
      now: later.now, granted: granted + later.granted.filter { !granted.contains($0) },
      ended: ended + later.ended.filter { !ended.contains($0) }, debts: later.debts,
      notRecorded: notRecorded ?? later.notRecorded, remarks: remarks + later.remarks.filter { !remarks.contains($0) })
  }
}

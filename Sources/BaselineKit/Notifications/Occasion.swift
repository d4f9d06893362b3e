/// What people are told of.
package enum Occasion: String, CaseIterable, Sendable {
  case opened, changed, resolved
  /// Nobody answered an incident in time.
  case escalated
  case bypassOpened = "bypass_opened"
  /// Its clock ends in four hours.
  case bypassDue = "bypass_due"
  case bypassOverdue = "bypass_overdue"
  case waiverEnding = "waiver_ending"
  /// A table that no rule names: neither ignored nor critical.
  case newTable = "new_table"
  case reviewDue = "review_due"
}

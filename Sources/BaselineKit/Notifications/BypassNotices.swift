import Schema

/// What is told of emergency bypasses.
extension Operations {
  /// The debts that are not settled, together where one run began them.
  var openings: [[BypassDebt]] {
    var groups: [[BypassDebt]] = []
    for debt in debts where debt.closed == nil {
      if let place = groups.firstIndex(where: { $0[0].id == debt.id && $0[0].scope == debt.scope }) {
        groups[place].append(debt)
      } else {
        groups.append([debt])
      }
    }
    return groups
  }

  /// - Parameters:
  ///   - debts: of one opening.
  ///   - seconds: so long before the deadline it is due.
  func notice(of debts: [BypassDebt], dueWithin seconds: Int64) -> Notice {
    let debt = debts[0]
    let count = "\(debts.count) finding\(debts.count == 1 ? "" : "s")"
    let occasion: Occasion
    let title: String
    switch debt.deadline - now {
    case ...0:
      occasion = .bypassOverdue
      title = "Emergency bypass on \(debt.scope.name) overdue since \(debt.deadline): \(count)"
    case ...seconds:
      occasion = .bypassDue
      title = "Emergency bypass on \(debt.scope.name) ends at \(debt.deadline): \(count) to settle"
    default:
      occasion = .bypassOpened
      title = "Emergency bypass on \(debt.scope.name) until \(debt.deadline): \(count)"
    }
    let ask = "no reason was given: baseline bypass explain \(debt.shortID) --reason '…'"
    var notice = Notice(
      occasion, debt.id, title,
      debts.map(\.subject) + ["by \(debt.actor)", debt.reason.map { "reason: \($0)" } ?? ask])
    notice.database = debt.scope.database
    notice.isCritical = debts.contains(where: \.finding.isCritical)
    return notice
  }
}

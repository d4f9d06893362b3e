import ArgumentParser
import BaselineKit

/// The exit codes: an interface (design section 5). Of several, 2 wins over 1 over 0.
enum Exit {
  /// It differs and the policy fails it, or a rule is violated.
  static let differs = ExitCode(1)
  /// Could not find out, or could not do it; never mistaken for 0 or 1.
  static let failed = ExitCode(2)

  /// - Throws: the code for an answer, unless it is 0.
  static func with(_ verdict: Verdict, _ outcome: Outcome) throws {
    if verdict == .unknown { throw failed }
    if outcome == .failed { throw differs }
  }
}

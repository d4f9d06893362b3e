/// What the environment says of an emergency (docs/bypass.md).
package struct Emergency: Equatable, Sendable {
  package static let variable = "EMERGENCY_BYPASS"
  package static let reasonVariable = "EMERGENCY_BYPASS_REASON"

  /// Whether findings shall not stop this run.
  package let isDeclared: Bool
  /// Why; nil: nobody said, which stops nobody.
  package let reason: String?
  /// The variable has a value that means nothing.
  package let remark: String?

  /// Only `true` declares one: what lets a failing check pass must not be turned on by a slip. Any other value is told, so that
  /// nobody believes in it.
  package init(_ environment: [String: String]) {
    let value = environment[Self.variable] ?? ""
    isDeclared = value == "true"
    remark =
      ["", "true", "false"].contains(value)
      ? nil : "\(Self.variable) is neither true nor false, so that nothing is bypassed: \(singleLine(value).prefix(40))"
    reason = Self.reason(environment[Self.reasonVariable] ?? "")
  }

  /// A reason as it is kept; nil: it says nothing.
  package static func reason(_ text: String) -> String? {
    let line = keptLine(text)
    return line.isEmpty ? nil : line
  }
}

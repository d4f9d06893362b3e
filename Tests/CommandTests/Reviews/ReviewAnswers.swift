import TestSupport
import Testing

extension JSONDocumentationTests {
  /// The answers of `review`: one with a decision, one that is signed.
  static func reviewAnswers() throws -> [(section: String, answer: String)] {
    let emergency = try Emergency()
    try emergency.here("check", at: 0)
    try emergency.here("events", "push", at: 0)
    let decide = ["--accept", "hidden", "--reason", "imports"]
    return try [
      ["weekly"] + decide, ["weekly", "--sign"], ["weekly", "--period", "2026-W47"], ["daily"], ["monthly"],
    ]
    .map { arguments in
      var clock = ["BASELINE_CLOCK": "2026-11-23T09:00:00Z"]
      var arguments = arguments
      if arguments == ["monthly"] {
        clock = ["BASELINE_CLOCK": "2026-12-01T09:00:00Z"]
        arguments +=
          ["--sign", "--answer", "clarity=4", "--answer", "speed=4", "--answer", "trust=4", "--answer", "load=4"]

      }
      let result = try emergency.sandbox.run(
        ["review"] + arguments + ["--format", "json"], environment: clock)
      #expect(result.code == 0, "\(result)")
      return ("review", result.output)
    }
  }
}

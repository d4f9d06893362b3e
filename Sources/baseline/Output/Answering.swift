import BaselineKit

/// A command whose answer programs read: with `--format json` an error is an answer too, so that nobody has to parse prose.
protocol Answering {
  var output: OutputOptions { get }
  /// Whether the answer is a verdict, which an error leaves unknown.
  var hasVerdict: Bool { get }
}

extension Answering {
  var hasVerdict: Bool { false }

  func answer(_ error: any Error) {
    guard output.format == .json else { return }
    let explanation = Explanation(error)
    let answer = JSONAnswer { writer in
      if hasVerdict {
        writer.pair("verdict", "unknown")
        writer.pair("outcome", "failed")
      }
      writer.key("error")
      writer.object { writer in
        writer.pair("message", explanation.message)
        writer.texts("details", explanation.details)
        writer.pair("hint", explanation.hint)
      }
    }
    Terminal.write(answer.bytes)
  }
}

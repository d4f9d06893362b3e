import BaselineKit
import Schema

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
      writer.object { explanation.write(to: &$0) }
    }
    Terminal.write(answer.bytes)
  }
}

extension Explanation {
  /// `message`, `details`, `hint`.
  func write(to writer: inout JSONWriter) {
    writer.pair("message", message)
    writer.texts("details", details)
    writer.pair("hint", hint)
  }
}

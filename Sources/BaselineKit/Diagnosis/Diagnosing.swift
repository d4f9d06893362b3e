import Git
import Schema

/// Says of each difference why it is there.
struct Diagnosing {
  let project: Project
  let config: Config
  let watch: Watch
  let context: RunContext
  let options: CheckOptions
  let policy: Config.Policy
  /// The state of the repository that was compared with.
  let source: FileSource
  /// Its committed baseline (B), not filtered.
  let baseline: Snapshot

  /// Gives the differences their causes and the actions that follow from them.
  /// - Returns: what the causes were concluded from.
  func diagnose(_ judgement: inout Judgement, _ reading: LiveReading) throws -> Evidence {
    Evidence()
  }
}

/// What a run of a feature has around it.
package struct RunContext {
  package let environment: [String: String]
  package let clock: Clock
  /// Told what is going on, a few words at a time.
  package let progress: (String) -> Void

  package init(environment: [String: String], clock: Clock, progress: @escaping (String) -> Void) {
    self.environment = environment
    self.clock = clock
    self.progress = progress
  }
}

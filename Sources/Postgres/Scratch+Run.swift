import Processes

extension Scratch {
  /// Runs a program that works in the scratch folder to its end. When we are killed meanwhile, so is the program:
  /// otherwise it would go on filling a folder that is being removed.
  func run(_ invocation: Invocation, seconds: Double? = nil) throws(ProcessError) -> FinishedProcess {
    var started: ChildProcess?
    defer { if let started { forget(started) } }
    return try invocation.run(seconds: seconds) { child throws(ProcessError) in
      started = child
      try register(child, signal: SIGKILL)
    }
  }
}

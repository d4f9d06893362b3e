import ArgumentParser
import BaselineKit

/// A moment on the command line: a day, or a time in UTC.
func momentArgument(_ text: String) throws -> Timestamp {
  guard let moment = Timestamp(text) else {
    throw ValidationError("'\(text)' is no time: as in 2026-11-22, or 2026-11-22T16:28:37Z")
  }
  return moment
}

extension RepositoryOptions {
  /// The events of the repository; its projects may share them.
  func eventLog() throws -> EventLog {
    let repository = try repository()
    let projects = try projects(in: repository)
    let configs = try projects.map { try $0.config() }
    guard Set(configs.map(\.events)).count == 1 else {
      throw Failure(
        "looking for the events", "the projects of this repository keep theirs in several places",
        hint: "name one: --config \(projects[0].configFile)")
    }
    return EventLog(repository, configs[0])
  }
}

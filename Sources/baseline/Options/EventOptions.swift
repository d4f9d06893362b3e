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
  /// The events of the repository, with the project that says where they are. Several projects may share them.
  func eventLog() throws -> (project: Project, log: EventLog) {
    let repository = try repository()
    let projects = try projects(in: repository)
    let places = try Set(projects.map { try $0.config().events })
    guard places.count == 1 else {
      throw Failure(
        "looking for the events", "the projects of this repository keep theirs in \(places.count) places",
        hint: "name one: --config \(projects[0].configFile)")
    }
    return (projects[0], EventLog(repository, try projects[0].config()))
  }
}

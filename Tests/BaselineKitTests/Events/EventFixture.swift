import BaselineKit
import Git
import TestSupport

/// A clone whose events a test looks at.
struct EventFixture {
  let test: TestRepository
  let repository: Repository
  var config = Config()

  init(_ test: TestRepository? = nil, _ extra: [String: String] = [:], directory: String? = nil) throws {
    self.test = try test ?? TestRepository()
    repository = try Repository(
      at: directory ?? self.test.path, environment: self.test.environment.merging(extra) { $1 })
  }

  var log: EventLog { EventLog(repository, config) }
  var project: Project { Project(repository, configFile: Config.defaultFile) }

  func maker(at time: String = "2026-11-22T16:28:37Z") throws -> EventMaker {
    try EventMaker(project, Clock(["BASELINE_CLOCK": time]))
  }

  /// Records one event.
  @discardableResult func record(
    _ kind: String = "check", at time: String = "2026-11-22T16:28:37Z", _ note: String = "note"
  ) throws -> Event {
    let event = try maker(at: time).event(kind, [.init("note", .text(note))])
    try log.append([event])
    return event
  }

  /// What the reference's tree lists.
  func files(_ reference: String = "refs/baseline/events") throws -> [String] {
    try test.git("-C", repository.gitDirectory, "ls-tree", "-r", "--name-only", reference).split(separator: "\n")
      .map(String.init)
  }
}

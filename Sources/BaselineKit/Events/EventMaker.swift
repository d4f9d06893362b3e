import Git

/// Makes events: it knows what all events of one run have in common.
package struct EventMaker {
  private let configFile: String
  private let clock: Clock
  private let actor: String
  private let commit: String?
  private let ids = ULIDSource()

  /// - Throws: when HEAD cannot be read, or the clock was set to a time that no event can have.
  package init(_ project: Project, _ clock: Clock) throws {
    let now = clock.milliseconds
    guard now >= 0, Timestamp(seconds: now / 1000) < Timestamp(seconds: 253_402_300_800) else {
      throw Failure("recording events", "the clock says \(clock.now), which is before 1970 or after 9999")
    }
    configFile = project.configFile
    self.clock = clock
    actor = try Self.actor(project.repository)
    commit = try project.repository.head().commit.map { "\($0)" }
  }

  /// - Parameters:
  ///   - kind: a word in small letters.
  ///   - details: keys are distinct.
  package func event(
    _ kind: String, database: String? = nil, _ details: [EventValue.EventMember]
  ) -> Event {
    let id = ids.next(milliseconds: clock.milliseconds)
    return Event(
      id: id.text, at: Timestamp(seconds: id.milliseconds / 1000), kind: kind, project: configFile, database: database,
      actor: actor, commit: commit, isClockSet: clock.isSet, details: .object(details))
  }

  /// Stands for whoever is configured nowhere.
  static let nobody = "unknown"

  /// Who runs this: as git is configured, else as the CI service says, else `unknown`. What git would guess, an account at a
  /// host, is nobody's name.
  private static func actor(_ repository: Repository) throws -> String {
    let identity = try repository.configuredIdentity(.author).map { "\($0.name) <\($0.email)>" }
    let names = [identity] + ["GITHUB_ACTOR", "GITLAB_USER_LOGIN"].map { repository.environment[$0] }
    let name = names.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? nobody
    return String(String.UnicodeScalarView(name.unicodeScalars.prefix(200)))
  }
}

import Schema
import Testing

@testable import BaselineKit

private typealias T = Timeline

/// All that the events of a project say, whatever order they come in.
struct OperationsTests {
  private static let project = "ci/schema_drift_config.yml"

  private static let answers = [ReviewRecord.Answer(question: "clarity", score: 4)]
  private static let review = Period(.week, containing: T.begin).previous

  /// One of each kind, and the refreshes of every ending.
  private static let events: [Event] = [
    T.check(0, [T.finding(critical: true)]),
    T.event(NotificationRecord.kind, 1, message.details),
    T.event(Acknowledgement.kind, 2, Acknowledgement.details(T.id(0), "a\nb")),
    T.event(Acknowledgement.kind, 3, Acknowledgement.details(T.id(0), nil)),
    T.event(
      BypassOpening.kind, 4,
      BypassOpening(scope: .database("production"), reason: "x", branch: nil, findings: [T.finding()]).details),
    T.event(MissedFinding.kind, 5, MissedFinding.details(T.finding("fax").object, T.at(-60), nil)),
    T.event(
      StageRecord.kind, 6, StageRecord.details("build", .failed, reason: "password=x", url: "https://ci.example/1")),
    T.event(
      ReviewRecord.kind, 7,
      ReviewRecord.details(.weekly, review, items: 3, accepted: 1, deferred: 1, answers: answers, note: nil),
      database: nil),
    T.event(
      ReviewDecision.kind, 8, ReviewDecision.details(["key"], .deferred, reason: "later", until: T.at(900)),
      database: nil
    ),
    T.event(RefreshRecord.started, 10, [], id: "A"),
    T.event(
      RefreshRecord.ended, 11, RefreshRecord(start: T.id(10, "A"), result: .committed, commit: "c").details, id: "A"),
    // A second end of it can only be made by hand.
    T.event(RefreshRecord.ended, 12, RefreshRecord(start: T.id(10, "A"), result: .failed).details, id: "B"),
    T.event(RefreshRecord.started, 13, [], id: "C"),
    T.event(RefreshRecord.ended, 14, RefreshRecord(start: nil, result: .unchanged).details, id: "D"),
    T.event(RefreshRecord.ended, 15, RefreshRecord(start: T.id(9, "Z"), result: .failed).details, id: "E"),
    T.event(RefreshRecord.started, 80, [], id: "F"),
  ]

  private static let message = NotificationRecord(
    .opened, subject: T.id(0), incident: T.id(0), channel: "team", result: .failed, tries: 3, problem: "503")

  @Test func oneOfEach() throws {
    let operations = Operations(Self.events, project: Self.project, now: T.at(100))
    #expect(operations.refused.isEmpty && operations.incidents.count == 1 && operations.debts.count == 1)
    #expect(
      operations.notifications.map(\.at) == [T.at(1)] && operations.notifications[0].details == Self.message.details)
    // The first answer counts; a note is one line.
    #expect(operations.answer(to: operations.incidents[0])?.at == T.at(2) && operations.acknowledgements.count == 2)
    #expect(operations.acknowledgements[0].note?.contains("\n") == false)
    #expect(operations.missed.map(\.since) == [T.at(-60)])
    #expect(operations.stages.map(\.status) == [.failed] && operations.stages[0].reason == "password=***")
    #expect(operations.reviews.map(\.period) == [Self.review] && operations.reviews[0].answers == Self.answers)
    #expect(operations.decisions.map(\.until) == [T.at(900)])
    #expect(operations.refreshes.map(\.begin) == [10, 13, 14, 15, 80].map { T.at($0) })
    #expect(
      operations.refreshes.map { $0.state(at: T.at(100)) } == [.succeeded, .killed, .succeeded, .failed, .running])
    #expect(operations.refreshes[0].end?.commit == "c" && operations.refreshes[0].ended == T.at(11))
  }

  @Test func orderAndRepetitionMakeNoDifference() {
    let wanted = Operations(Self.events, project: Self.project, now: T.at(100))
    var shuffling = Shuffling(7)
    for _ in 0..<20 {
      let operations = Operations(
        (Self.events + Self.events.prefix(9)).shuffled(using: &shuffling), project: Self.project, now: T.at(100))
      #expect(operations.incidents == wanted.incidents && operations.debts == wanted.debts)
      #expect(operations.refreshes == wanted.refreshes && operations.acknowledgements == wanted.acknowledgements)
      #expect(operations.reviews == wanted.reviews && operations.notifications == wanted.notifications)
      #expect(operations.missed == wanted.missed && operations.stages == wanted.stages)
    }
  }

  /// Of others, from the future, of a newer version or made by hand: told where they are ours, and stopping nothing else.
  @Test func whatCannotBeUsed() {
    let score = EventValue.object([.init("question", .text("clarity")), .init("score", .number(6))])
    let broken: [Event] = [
      T.event(Acknowledgement.kind, 1, [], id: "1"),
      T.event(NotificationRecord.kind, 1, [.init("occasion", .text("birthday"))], id: "2"),
      T.event(RefreshRecord.ended, 1, [.init("result", .text("perhaps"))], id: "3"),
      T.event(
        ReviewRecord.kind, 1,
        ReviewRecord.details(.monthly, Self.review, items: 0, accepted: 0, deferred: 0, answers: [], note: nil), id: "4"
      ),
      T.event(
        ReviewRecord.kind, 1,
        ReviewRecord.details(.weekly, Self.review, items: 0, accepted: 0, deferred: 0, answers: [], note: nil)
          + [.init("answers", .list([score]))], id: "5"),
      T.event(StageRecord.kind, 112, StageRecord.details("build", .ok, reason: nil, url: nil), id: "6"),
      T.event(CheckRecord.kind, 1, [], id: "7"),
      T.event(BypassReason.kind, 1, [], id: "8"),
    ]
    let others = Self.events.map {
      Event(
        id: $0.id, at: $0.at, kind: $0.kind, project: "other.yml", database: $0.database, actor: $0.actor, commit: nil,
        isClockSet: false, details: $0.details)
    }
    let unknown = T.event("newer_kind", 1, [])
    let operations = Operations(
      broken + others + [unknown] + [Self.events[3]], project: Self.project, now: T.at(100))
    #expect(Set(operations.refused.map(\.id)) == Set(broken.map(\.id)))
    #expect(operations.acknowledgements.count == 1 && operations.incidents.isEmpty && operations.refreshes.isEmpty)
  }
}

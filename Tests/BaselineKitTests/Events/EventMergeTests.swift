import BaselineKit
import Git
import TestSupport
import Testing

struct EventMergeTests {
  /// Three places that record, prune, take in each other's events and merge as it comes, held against sets: what was added and
  /// never removed is there, in the same tree everywhere.
  @Test(arguments: [1, 3] as [UInt64])
  func anyMixtureEndsInTheSameTree(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let fixture = try EventFixture()
    var places = ["a", "b", "c"].map { Place(fixture, "refs/baseline/\($0)") }
    var events: [Event] = []
    for _ in 0..<60 {
      let here = Int.random(in: 0..<3, using: &random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1:
        let year = Int.random(in: 2020...2029, using: &random)
        events.append(try fixture.maker(at: "\(year)-05-05").event("check", []))
        try places[here].add(events[events.count - 1])
      case 2, 3, 4:
        // The same event reaches two places by different ways, as by a file.
        if let event = events.randomElement(using: &random) { try places[here].add(event) }
      case 5: try places[here].prune(before: "\(Int.random(in: 2022...2029, using: &random))-01-01")
      default: try places[here].merge(places[(here + Int.random(in: 1...2, using: &random)) % 3])
      }
      #expect(try places[here].ids() == places[here].added.subtracting(places[here].removed), "seed \(seed)")
    }
    for (here, there) in [(0, 1), (1, 2), (0, 2), (1, 0), (2, 1), (1, 0), (0, 2)] {
      try places[here].merge(places[there])
    }
    let trees = try Set(places.map { try fixture.test.git("rev-parse", "\($0.reference)^{tree}") })
    #expect(trees.count == 1)
    #expect(try fixture.test.git("fsck", "--strict", "--no-dangling").isEmpty)
    #expect(try places[0].log.read().refused.isEmpty)
  }

  /// Both sides merge each other at once, and again: two merge bases.
  @Test func crissCross() throws {
    let fixture = try EventFixture()
    var (one, other) = (Place(fixture, "refs/baseline/one"), Place(fixture, "refs/baseline/other"))
    let events = try (2020...2025).map { try fixture.maker(at: "\($0)-01-01").event("check", []) }
    try one.add(events[0])
    try one.add(events[1])
    try other.merge(one)
    try one.add(events[2])
    try other.prune(before: "2020-06-01")
    let before = try #require(try fixture.repository.reference(one.reference))
    try one.merge(other)
    try other.merge(other.removed, other.added.union(one.added), before)
    #expect(try fixture.repository.mergeBases(one.tip(), other.tip()).count == 2)
    try one.prune(before: "2021-06-01")
    try other.add(events[3])
    try one.merge(other)
    try other.merge(one)
    #expect(try one.tip() == other.tip())
    #expect(try one.ids() == Set(events[2...3].map(\.id)))
  }

  /// Files that are not ours are kept, and decided in one way where both sides have other ones.
  @Test func foreignFilesAreMergedToo() throws {
    let fixture = try EventFixture()
    let repository = fixture.repository
    func tree(_ files: [String: String]) throws -> OID {
      try repository.tree(applying: files.map { FileUpdate(path: $0.key, contents: Array($0.value.utf8)) }, to: nil)
    }
    let base = try tree(["README": "old", "same": "1", "gone": "1", "x/y": "1"])
    let ours = try tree(["README": "new", "same": "1", "both": "a", "x": "file", "only": "1"])
    let theirs = try tree(["README": "old", "same": "1", "both": "b", "gone": "2", "x/y": "1", "x/z": "2"])
    let union = try repository.union(ours, theirs, bases: [base])
    #expect(try union == repository.union(theirs, ours, bases: [base]))
    let names = try repository.entries(under: "", in: union).map(\.path)
    #expect(names == ["README", "both", "only", "same", "x/z"])
    #expect(try repository.entry(at: "README", in: union)?.oid == repository.entry(at: "README", in: ours)?.oid)
    #expect(try repository.union(ours, theirs, bases: []) == repository.union(theirs, ours, bases: []))
    #expect(try repository.union(base, base, bases: []) == base)
    #expect(try repository.union(.emptyTree, .emptyTree, bases: [base]) == .emptyTree)
  }
}

/// One place, and what it must hold.
private struct Place {
  let fixture: EventFixture
  let log: EventLog
  let reference: String
  var added: Set<String> = []
  var removed: Set<String> = []

  init(_ fixture: EventFixture, _ reference: String) {
    var config = Config()
    config.events.reference = reference
    self.fixture = fixture
    self.reference = reference
    log = EventLog(fixture.repository, config)
  }

  mutating func add(_ event: Event) throws {
    // What was pruned here would not be imported.
    if removed.contains(event.id) { return }
    try log.append([event])
    added.insert(event.id)
  }

  mutating func prune(before day: String) throws {
    let moment = try #require(Timestamp(day))
    let old = try log.read().events.filter { $0.at < moment }.map(\.id)
    #expect(try log.prune(before: moment).removed == old.count)
    removed.formUnion(old)
  }

  mutating func merge(_ other: Place) throws {
    guard let tip = try fixture.repository.reference(other.reference) else { return }
    try merge(other.removed, other.added, tip)
  }

  mutating func merge(_ removed: Set<String>, _ added: Set<String>, _ tip: OID) throws {
    try log.merge(tip)
    self.added.formUnion(added)
    self.removed.formUnion(removed)
  }

  func ids() throws -> Set<String> { Set(try log.read().events.map(\.id)) }

  func tip() throws -> OID { try #require(try fixture.repository.reference(reference)) }
}

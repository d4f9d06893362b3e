import Processes
import Synchronization
import Testing

struct InParallelTests {
  @Test func answersInTheOrderOfTheItemsAndCounts() throws {
    var counted: [Int] = []
    let squares = try inParallel(Array(0..<100), jobs: 7, done: { counted.append($0) }, { $0 * $0 })
    #expect(squares == (0..<100).map { $0 * $0 })
    #expect(counted == Array(1...100))
    #expect(try inParallel([Int](), jobs: 4) { $0 } == [])
  }

  /// Three threads meet: with fewer at once none would go on before its time is over; with more, more would be counted.
  @Test func soManyWorkAtOnce() throws {
    let working = Mutex(0)
    let most = Mutex(0)
    let met = Atomic(0)
    let deadline = monotonicSeconds() + 30
    _ = try inParallel(Array(0..<12), jobs: 3) { _ in
      let now = working.withLock { count in
        count += 1
        return count
      }
      most.withLock { $0 = max($0, now) }
      met.add(1, ordering: .relaxed)
      while met.load(ordering: .relaxed) < 3, monotonicSeconds() < deadline { usleep(1_000) }
      working.withLock { $0 -= 1 }
    }
    #expect(most.withLock { $0 } == 3)
  }

  @Test func takesWhatIsMadeInItsOrder() throws {
    var taken: [Int] = []
    try alongside(making: { put in for number in 0..<1_000 { put(number) } }) { taken.append($0) }
    #expect(taken == Array(0..<1_000))
    try alongside(making: { _ in }) { (_: Int) in Issue.record("nothing was made") }
  }
}

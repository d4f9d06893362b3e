/// Commits that wait to be visited: the newest first, of equal times the one that came first. That is the order of
/// git's own walk.
struct CommitQueue {
  private struct Item {
    let oid: OID
    let time: Int64
    let number: Int

    func comesBefore(_ other: Item) -> Bool {
      time != other.time ? time > other.time : number < other.number
    }
  }

  private var heap: [Item] = []
  private var inserted = 0

  mutating func insert(_ oid: OID, time: Int64) {
    heap.append(Item(oid: oid, time: time, number: inserted))
    inserted += 1
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].comesBefore(heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func popFirst() -> OID? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first.oid }
    heap[0] = last
    var parent = 0
    while true {
      var best = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].comesBefore(heap[best]) { best = child }
      }
      if best == parent { return first.oid }
      heap.swapAt(parent, best)
      parent = best
    }
  }
}

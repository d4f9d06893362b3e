/// Notices a key that an object has twice. Nearly all objects of a document have their keys in order, where a comparison with the
/// last one tells, or few; only of others a set is made.
struct SeenKeys {
  private var keys: [Text] = []
  private var isSorted = true
  private var others: Set<Text> = []

  /// How many keys are compared one by one.
  private static let few = 24

  /// - Returns: whether it was not there.
  mutating func insert(_ key: Text) -> Bool {
    if !others.isEmpty { return others.insert(key).inserted }
    if isSorted {
      guard let last = keys.last, !(last < key) else {
        keys.append(key)
        return true
      }
      isSorted = false
    }
    if keys.count < Self.few {
      if keys.contains(key) { return false }
      keys.append(key)
      return true
    }
    others = Set(keys)
    return others.insert(key).inserted
  }
}

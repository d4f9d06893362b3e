/// The known word that was probably meant: at most a third of its letters wrong; nil when none is that near.
func nearest(to word: String, among known: [String]) -> String? {
  let distances = known.map { (word: $0, distance: editDistance(word.lowercased(), $0)) }
  guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(1, best.word.count / 3) ? best.word : nil
}

/// How many letters must be added, removed, replaced or swapped with their neighbour to make one word of the other.
func editDistance(_ one: String, _ other: String) -> Int {
  let one = Array(one.unicodeScalars.prefix(64))
  let other = Array(other.unicodeScalars.prefix(64))
  var rows = [Array(0...other.count)]
  for i in one.indices {
    var row = [i + 1]
    for j in other.indices {
      var cost = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (one[i] == other[j] ? 0 : 1))
      if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
      row.append(cost)
    }
    rows.append(row)
  }
  return rows[one.count][other.count]
}

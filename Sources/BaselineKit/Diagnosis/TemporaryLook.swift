import Schema

extension Table {
  /// The rule under `ignore_tables` that leaves exactly this table out, where its name looks like that of a backup or work table;
  /// nil: it does not. A partition is never taken for one, whatever date its name carries.
  package var temporaryRule: String? {
    partitionOf == nil && inherits.isEmpty && looksTemporary(key.string) ? exactPattern(key.string) : nil
  }
}

/// A pattern that means this name and no other, for any name: `^customers_old_2024$`.
package func exactPattern(_ name: String) -> String {
  var pattern = "^"
  for scalar in name.unicodeScalars {
    switch scalar.properties.generalCategory {
    // What nobody could see or copy from a terminal is written as a number.
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      pattern += "\\x{\(String(scalar.value, radix: 16))}"
    default:
      if "\\^$.[]|()?*+{}".unicodeScalars.contains(scalar) { pattern += "\\" }
      pattern.unicodeScalars.append(scalar)
    }
  }
  return pattern + "$"
}

/// Whether a table's name is one that people give to what they mean to throw away: a word such as `backup`, `old` or `tmp`, or
/// a day. Words end at anything but a letter or digit, between letters and digits, and where a capital follows a small letter:
/// `gold`, `template` and `temperature` are other words, and a year alone is no day.
package func looksTemporary(_ name: String) -> Bool {
  let words = words(of: name)
  if words.contains(where: throwaway.contains) || hasDay(words) { return true }
  // Numbers behind the word that tells count it: customers_old_2, orders_copy_v3.
  let named = words.reversed().drop { isNumber($0) || $0 == "v" }.reversed().map(\.self)
  guard let first = named.first, let last = named.last else { return false }
  if aside.contains(first) || aside.contains(last) || duplicates.contains(last) { return true }
  return first == "test" && (named.count == 1 || !testing.contains(named[1]))
}

/// Nobody gives these words to anything that is to stay.
private let throwaway: Set<String> = [
  "backup", "backups", "bak", "bck", "bkp", "bkup", "tmp", "temp", "deleteme", "scratch", "백업", "임시",
]

/// These are in front or at the end: `old_orders`, `orders_archive`; within, as in `household_old_age`, they may be about anything.
private let aside: Set<String> = ["old", "archive", "archived", "staging", "stg", "obsolete", "unused"]

/// These only at the end: `copy_jobs` copies something.
private let duplicates: Set<String> = ["copy", "test", "orig", "dup"]

/// What tests of a business have: such tables are its own.
private let testing: Set<String> = [
  "result", "results", "case", "cases", "run", "runs", "suite", "suites", "plan", "plans", "score", "scores", "type",
  "types", "question", "questions", "kit", "kits", "drive", "drives",
]

private func words(of name: String) -> [String] {
  let scalars = Array(name.unicodeScalars)
  var words: [String] = []
  var word = ""
  for (position, scalar) in scalars.enumerated() {
    guard scalar.properties.isAlphabetic || isDigit(scalar) || scalar.properties.generalCategory == .nonspacingMark
    else {
      words.append(word)
      word = ""
      continue
    }
    let before = position > 0 ? scalars[position - 1] : scalar
    let after = position + 1 < scalars.count ? scalars[position + 1] : scalar
    let isCapital = scalar.properties.isUppercase
    if isDigit(before) != isDigit(scalar) || isCapital && before.properties.isLowercase
      || isCapital && before.properties.isUppercase && after.properties.isLowercase
    {
      words.append(word)
      word = ""
    }
    word.unicodeScalars.append(scalar)
  }
  return (words + [word]).filter { !$0.isEmpty }.map { $0.lowercased() }
}

/// A day or a moment: `20240131`, `31012024`, `20240131123000`, seconds or milliseconds since 1970, or year, month and day as three words.
private func hasDay(_ words: [String]) -> Bool {
  let numbers = words.map { isNumber($0) ? $0 : "" }
  for (position, digits) in numbers.enumerated() {
    switch digits.utf8.count {
    case 8 where isDay(digits.prefix(8)) || isDay(digits.suffix(4) + digits.dropFirst(2).prefix(2) + digits.prefix(2)):
      return true
    case 12 where isDay(digits.prefix(8)), 14 where isDay(digits.prefix(8)): return true
    case 10 where digits.hasPrefix("1"), 13 where digits.hasPrefix("1"): return true
    case 4 where position + 2 < numbers.count && isDay(digits + numbers[position + 1] + numbers[position + 2]):
      return true
    default: break
    }
  }
  return false
}

/// Whether eight digits are year, month and day of this age.
private func isDay(_ digits: some StringProtocol) -> Bool {
  guard digits.utf8.count == 8, digits.hasPrefix("19") || digits.hasPrefix("20") else { return false }
  return Timestamp("\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))") != nil
}

private func isNumber(_ word: String) -> Bool { word.unicodeScalars.allSatisfy(isDigit) }

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

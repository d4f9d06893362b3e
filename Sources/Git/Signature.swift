/// Who did something and when, as a commit records it.
package struct Signature: Sendable, Hashable {
  package let name: String
  package let email: String
  /// Seconds since 1970, UTC. What git cannot read is 0, as git has it.
  package let time: Int64
  /// Minutes east of UTC of the clock it was written by.
  package let offset: Int

  package init(name: String, email: String, time: Int64, offset: Int) {
    self.name = name
    self.email = email
    self.time = time
    self.offset = offset
  }

  /// Reads `Name <email> 1700000000 +0100`, the form of a commit's header and of `git var GIT_AUTHOR_IDENT`. A broken
  /// one (old tools wrote some) gives what can be read of it.
  init(parsing line: some StringProtocol) {
    let close = line.lastIndex(of: ">") ?? line.endIndex
    let open = line[..<close].firstIndex(of: "<") ?? close
    name = String(line[..<open]).trimmingSpaces
    email = open < close ? String(line[line.index(after: open)..<close]).trimmingSpaces : ""
    let date = close < line.endIndex ? line[line.index(after: close)...].split(separator: " ") : []
    time = date.first.flatMap { Int64($0) } ?? 0
    // `+0130` is a sign, hours and minutes.
    let zone = date.count > 1 ? Int(date[1]) ?? 0 : 0
    offset = zone / 100 * 60 + zone % 100
  }

  /// The form that `init(parsing:)` reads.
  var line: String {
    let zone = abs(offset) / 60 * 100 + abs(offset) % 60
    let digits = String(zone)
    let padded = String(repeating: "0", count: 4 - digits.utf8.count) + digits
    return "\(name) <\(email)> \(time) \(offset < 0 ? "-" : "+")\(padded)"
  }
}

extension String {
  var trimmingSpaces: String {
    let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(drop(while: blank).reversed().drop(while: blank).reversed())
  }
}

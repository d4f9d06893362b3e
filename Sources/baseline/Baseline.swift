import ArgumentParser
import BaselineKit
import Postgres
import Schema
import Processes

@main
struct Baseline: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Versions a PostgreSQL schema in git.")
  @Argument var url: String
  func run() throws {
    let t0 = monotonicSeconds()
    let c = try Connection(ConnectionTarget(url: url))
    let t1 = monotonicSeconds()
    let s = try Catalog(c).snapshot(.everything)
    let t2 = monotonicSeconds()
    let b = s.canonicalBytes
    let t3 = monotonicSeconds()
    let back = try Snapshot(document: b)
    let t4 = monotonicSeconds()
    print(back == s, compare(s, back).isSame)
    _ = b.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    _ = "connect \(t1-t0) read \(t2-t1) write \(t3-t2) parse \(t4-t3)\n".withCString { write(2, $0, strlen($0)) }
  }
}

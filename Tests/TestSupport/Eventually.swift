import Processes

/// Waits until something is so, for at most half a minute.
/// - Throws: TestFailure that says where, when it did not come about.
package func eventually(
  _ condition: () throws -> Bool, file: StaticString = #fileID, line: Int = #line
) throws {
  let deadline = monotonicSeconds() + 30
  while try !condition() {
    guard monotonicSeconds() < deadline else { throw TestFailure("\(file):\(line): it did not come about") }
    usleep(20_000)
  }
}

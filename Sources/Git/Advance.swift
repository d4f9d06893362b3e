import Processes

extension Repository {
  /// Moves a reference by compare-and-swap, and begins anew when another writer was faster, until it has won.
  /// - Parameters:
  ///   - name: in full; not what is checked out somewhere.
  ///   - patience: seconds to go on trying.
  ///   - signature: for the reflog, where the reference has one.
  ///   - next: is given what the reference points at (nil: there is none) and makes the commit that it is to point at; nil:
  ///     nothing is to be done.
  /// - Returns: what the reference points at afterwards.
  @discardableResult package func advance(
    _ name: String, patience: Double, by signature: Signature, message: String,
    _ next: (OID?) throws(GitError) -> OID?
  ) throws(GitError) -> OID? {
    try requireNotCheckedOut(name, "writing to \(name)")
    let end = monotonicSeconds() + patience
    var pause: UInt32 = 2_000
    while true {
      let tip = try reference(name)
      guard let commit = try next(tip), commit != tip else { return tip }
      do throws(GitError) {
        try updateReference(name, to: commit, expecting: tip, message: message, committer: signature.line)
        return commit
      } catch {
        guard error.isLostRace || error.isLocked, monotonicSeconds() < end else { throw error }
        // Ever longer, and not all at the same moment.
        usleep(UInt32.random(in: pause / 4...pause))
        pause = min(pause * 2, 200_000)
      }
    }
  }
}

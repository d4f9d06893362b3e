import Git
import Processes

extension EventLog {
  /// Where the last fetch left what the remote has: never our own reference.
  private var tracking: String { "refs/baseline/remotes/\(settings.remote)/\(trackingName)" }

  private var trackingName: String {
    let name = settings.reference.dropFirst("refs/".count)
    return String(name.hasPrefix("baseline/") ? name.dropFirst("baseline/".count) : name)
  }

  /// Fetches the events of the configured remote and merges them with those that are here.
  /// - Returns: false: there is no such remote.
  /// - Throws: when it could not be asked; nothing is changed then.
  package func fetch() throws -> Bool {
    guard try repository.hasRemote(settings.remote) else { return false }
    let known = try repository.reference(tracking)
    guard try repository.fetch(settings.reference, of: settings.remote, to: tracking) else {
      // Somebody deleted it there, or the remote is another one now: it has none of our events.
      if let known { try repository.deleteReference(tracking, expecting: known) }
      return true
    }
    if let theirs = try repository.reference(tracking), try repository.reference(settings.reference) != theirs {
      try merge(theirs)
    }
    return true
  }

  /// The same, for those who asked for it.
  package func requireFetch() throws {
    guard try fetch() else {
      throw Failure("fetching the events", "this clone has no remote \(remote)", hint: "git remote add \(remote) URL")
    }
  }

  /// Whether there is a remote of which this clone does not even know that it has events.
  package var isUnasked: Bool {
    get throws { try repository.hasRemote(settings.remote) && repository.reference(tracking) == nil }
  }

  /// Brings what is here to the configured remote: fetches, merges and pushes, again when others were faster. Where that cannot
  /// be done the events that the remote lacks stay here, and are written to a file as well, which `import` takes elsewhere.
  /// - Parameter file: where to write them; nil: what `BASELINE_EVENTS_FILE` says, else a file below the git directory.
  /// - Throws: Failure that says where the events are kept.
  /// - Returns: how many events the remote did not have.
  @discardableResult package func push(keepingIn file: String? = nil) throws -> Int {
    let operation = "pushing the events to \(settings.remote)"
    do {
      guard try repository.hasRemote(settings.remote) else {
        throw Failure(operation, "this clone has no such remote", hint: "git remote add \(settings.remote) URL")
      }
      let end = monotonicSeconds() + Self.patience
      var pause: UInt32 = 100_000
      var theirs: OID?
      var standstills = 0
      while true {
        let before = try repository.reference(tracking)
        standstills = before == theirs ? standstills + 1 : 0
        theirs = before
        switch try pushOnce() {
        case .sent(let count):
          if fileExists(ownFile) { unlink(ownFile) }
          return count
        case .late(let reason):
          // Where nobody was faster, it was no race.
          guard monotonicSeconds() < end, standstills < 10 else {
            throw Failure(operation, "the remote does not take it: \(reason)")
          }
        }
        usleep(UInt32.random(in: pause / 10...pause))
        pause = min(pause * 2, 2_000_000)
      }
    } catch {
      let failure = error as? Failure ?? Failure(operation, Explanation(error).message, hint: Explanation(error).hint)
      throw keep(file, after: failure)
    }
  }

  private enum Attempt {
    /// So many events that the remote did not have.
    case sent(Int)
    /// Another writer was faster.
    case late(String)
  }

  private func pushOnce() throws -> Attempt {
    _ = try fetch()
    guard let tip = try repository.reference(settings.reference), try repository.reference(tracking) != tip else {
      return .sent(0)
    }
    let count = try unpushed().files.count
    switch try repository.push(tip, to: settings.reference, of: settings.remote) {
    case .done:
      try repository.advance(tracking, patience: 5, by: committer(), message: "push") { _ in tip }
      return .sent(count)
    case .lostRace(let reason): return .late(reason)
    case .refused(let reason):
      throw Failure("pushing the events to \(settings.remote)", "the remote refuses it: \(reason)")
    }
  }

  /// Merges another tip with ours: forwards where that is enough, else by a commit with two parents.
  package func merge(_ theirs: OID) throws {
    let name = "Merge the events of \(settings.remote)"
    let committer = try committer()
    try repository.advance(settings.reference, patience: Self.patience, by: committer, message: name) {
      ours throws(GitError) in
      try requireOwnBranch(theirs)
      guard let ours, ours != theirs else { return theirs }
      let bases = try repository.mergeBases(ours, theirs)
      if bases == [theirs] { return ours }
      if bases == [ours] { return theirs }
      var trees: [OID] = []
      for base in bases { trees.append(try repository.tree(of: base)) }
      var tree = try repository.union(repository.tree(of: ours), repository.tree(of: theirs), bases: trees)
      // What was deleted stays so, even where the other side has it anew, as from an imported file.
      let deleted = try deletedEvents(repository, from: [ours, theirs], notIn: bases)
      tree = try repository.tree(applying: deleted.map { FileUpdate(path: $0, contents: nil) }, to: tree)
      return try repository.createCommit(tree: tree, parents: [ours, theirs], message: name, by: committer)
    }
  }

  /// Writes what the remote lacks to a file.
  /// - Returns: the failure, which now says so.
  private func keep(_ file: String?, after failure: Failure) -> Failure {
    let named = file ?? repository.environment["BASELINE_EVENTS_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    let file = named ?? ownFile
    var events: [Event] = []
    do {
      events = try read(unpushed()).events
      if events.isEmpty { return failure }
      try writeFile(events.flatMap { try $0.encoded() }, to: file)
    } catch {
      return Failure(
        failure.operation,
        "\(failure.reason); and the events could not be written to a file: \(Explanation(error).message)",
        hint: "they are kept on \(settings.reference) of this clone")
    }
    let count = events.count == 1 ? "1 event is" : "\(events.count) events are"
    return Failure(
      failure.operation, "\(failure.reason); \(count) kept on \(settings.reference) of this clone and in \(file)",
      hint: failure.hint
        ?? "where that user may push: baseline events import \(shellWord(file)) && baseline events push")
  }

  private var ownFile: String { "\(repository.commonDirectory)/baseline/unpushed-events.jsonl" }

  /// What the remote did not have when it was last asked.
  private func unpushed() throws -> EventListing {
    var listing = try listing()
    guard let theirs = try repository.reference(tracking) else { return listing }
    let known = Set(try EventListing(repository, tree: repository.tree(of: theirs), kinds: nil).files.map(\.path))
    listing.files.removeAll { known.contains($0.path) }
    return listing
  }
}

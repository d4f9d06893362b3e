import Postgres
import Schema

/// Finds out of texts that differ whether they mean the same: both are rendered by one server that holds the schema. A proof,
/// never a guess: what could not be rendered again counts as another definition, and says so.
package final class Rendering {
  private let open: () throws -> RenderingDatabase
  private var database: Result<RenderingDatabase, any Error>?
  private var known: [DeparsedText: Result<[Text], any Error>] = [:]

  /// - Parameter open: called when the first text differs; what it throws is why nothing can be proved.
  package init(_ open: @escaping () throws -> RenderingDatabase) {
    self.open = open
  }

  /// In what migrations made; a shadow server is not ours to make roles on, and in its place a skeleton is rendered in.
  /// - Parameter snapshots: what the skeleton is made of.
  convenience init(
    in database: MigratedDatabase, or snapshots: [Snapshot], environment: [String: String],
    progress: @escaping (String) -> Void
  ) {
    self.init {
      if let rendering = try database.rendering() { return rendering }
      return try SkeletonServer.rendering(snapshots, database.config, environment, progress)
    }
  }

  /// That there is no server of the configured version to render with; nil: there is, or nobody asked.
  var missing: ServerError? {
    switch database {
    case .success(let database): database.missing
    case .failure(let error): error as? ServerError
    case nil: nil
    }
  }

  /// What became of the differences of deparsed texts in a change; nil: it has none.
  func proof(of change: Change, _ old: Snapshot, _ new: Snapshot) -> RenderingProof? {
    guard change.action == .altered else { return nil }
    let deparsed = change.object.kind.deparsedFieldNames
    var proof = RenderingProof()
    for field in change.fields where deparsed.contains(field.name) {
      guard let before = old.deparsed(field.name, of: change.object),
        let after = new.deparsed(field.name, of: change.object)
      else { continue }
      do {
        if try before.map(rendered) == after.map(rendered) { proof.same.insert(field.name) }
      } catch {
        proof.unproved = Explanation(error).message
      }
    }
    return proof == RenderingProof() ? nil : proof
  }

  private func rendered(_ text: DeparsedText) throws -> [Text] {
    if let known = known[text] { return try known.get() }
    let database = self.database ?? Result { try open() }
    self.database = database
    let result = Result { try database.get().rendered(text).texts }
    known[text] = result
    return try result.get()
  }
}

/// What rendering again proved of one change.
package struct RenderingProof: Equatable, Sendable {
  /// Fields that only read differently.
  package internal(set) var same: Set<Text> = []
  /// Why another one may mean the same or not; nil: all could be rendered.
  package internal(set) var unproved: String?
}

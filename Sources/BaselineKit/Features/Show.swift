import Git
import Schema

/// Reads baselines for `show` and `diff`.
package struct Show {
  let project: Project

  package init(_ project: Project) {
    self.project = project
  }

  /// The baseline at a revision; nil: of the work tree.
  package func snapshot(at revision: String?) throws -> Snapshot {
    let source = try revision.map(project.source) ?? project.source()
    let config = try project.config(in: source) ?? project.config()
    let store = Store(config.baseline)
    guard let snapshot = try store.read(from: source) ?? store.alternative.read(from: source) else {
      throw Failure(
        "reading the baseline of \(source.name)", "there is none at \(store.path)",
        hint: revision == nil ? "baseline update" : "baseline history says since when there is one")
    }
    return snapshot
  }
}

extension Snapshot {
  /// The snapshot with nothing but one object, what lies in it, and the containers on the way.
  package func only(_ id: ObjectID) throws -> Snapshot {
    try filtered { context in
      context.id.isInside(id) || id.isInside(context.id) && id.path.starts(with: context.id.path)
        ? .keep : .remove(rule: "")
    }.snapshot
  }
}

import Git
import Schema

/// The answer of `check`: is the live database what the baseline says?
package struct CheckReport: Sendable {
  /// The database, without its password.
  package let database: String
  /// The state of the repository whose baseline it was compared with.
  package let baseline: String
  package let judgement: Judgement
  package let tableCount: Int
}

/// Compares a live database, or a snapshot of one that was taken elsewhere, with a baseline.
package struct Check {
  let project: Project

  package init(_ project: Project) {
    self.project = project
  }

  /// Where the live schema comes from.
  package enum Subject {
    case database(LiveDatabase, CatalogTimeouts)
    /// A document that `baseline snapshot` wrote.
    case file(path: String, bytes: [UInt8])
  }

  /// - Parameter source: whose baseline says what should be.
  /// - Throws: whatever keeps either side from being read: the verdict is unknown then.
  package func check(_ subject: Subject, _ config: Config, against source: FileSource, strict: Bool) throws
    -> CheckReport
  {
    guard let baseline = try Store(config.baseline).read(from: source) else {
      throw Failure(
        "checking against the baseline of \(source.name)", "there is none at \(config.baseline.path)",
        hint: "baseline update")
    }
    let live: Snapshot
    let watch: Watch
    let policy: Config.Policy
    let name: String
    switch subject {
    case .database(let database, let timeouts):
      live = try database.snapshot(config, timeouts)
      (watch, policy, name) = (database.watch(config), database.policy, database.description)
    case .file(let path, let bytes):
      do { live = try Snapshot(document: bytes) } catch {
        throw Failure("reading the snapshot \(path)", error.description, hint: error.hint)
      }
      (watch, policy, name) = (Watch(config), config.policy, "the snapshot \(path)")
    }
    var judgement = try watch.judge(baseline, live, strict ? .everything : .policy(policy), includesLive: true)
    if let rendered = baseline.postgres, let server = live.postgres, rendered != server {
      judgement = judgement.noting(
        "the baseline was rendered by PostgreSQL \(rendered), \(name) is \(server): views and expressions may read "
          + "differently and mean the same")
    }
    return CheckReport(
      database: name, baseline: source.name, judgement: judgement,
      tableCount: try watch.filtered(live).snapshot.tableCount)
  }
}

extension Judgement {
  func noting(_ warning: String) -> Judgement {
    Judgement(
      differences: differences, silenced: silenced, warnings: warnings + [warning], notCompared: notCompared)
  }
}

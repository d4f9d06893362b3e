import BaselineKit
import Schema

/// What an answer points out, for the services that show it: GitHub, GitLab, code scanners, collections of test results.
struct CIReport {
  /// What was looked at by itself: a database, or a commit.
  struct Part {
    let name: String
    /// What is said where nothing is pointed out.
    let sentence: String
    let annotations: [Annotation]
  }

  let parts: [Part]
  /// 0, 1 or 2.
  let exitCode: Int

  /// The gravest first, in each level critical tables first.
  var annotations: [Annotation] {
    let all = parts.flatMap(\.annotations)
    let order = { (place: Int, annotation: Annotation) in
      (annotation.level.rawValue, annotation.isCritical ? 0 : 1, place)
    }
    return all.enumerated().sorted { order($0.offset, $0.element) < order($1.offset, $1.element) }.map(\.element)
  }

  /// An error that is the whole answer.
  init(_ error: any Error) {
    parts = [
      Part(
        name: "baseline", sentence: "", annotations: [Annotation(error, on: nil, SourceLine(Config.defaultFile))])
    ]
    exitCode = 2
  }

  /// One database by itself.
  init(_ report: CheckReport, _ notice: BypassNotice, _ pointing: Pointing) {
    let parts = [Part(report, pointing), Part(notice, pointing.configuration)]
    self.init(parts.compactMap(\.self), report.verdict, report.outcome)
  }

  init(_ parts: [Part], _ verdict: Verdict, _ outcome: Outcome) {
    self.parts = parts
    exitCode = verdict == .unknown ? 2 : outcome == .failed ? 1 : 0
  }
}

extension CIReport.Part {
  /// One database.
  init(_ report: CheckReport, _ pointing: Pointing) {
    let name = report.name ?? report.database
    let judgement = report.judgement
    var annotations = judgement.differences.map { Annotation($0, on: name, pointing) }
    annotations += judgement.violations.map {
      Annotation($0, on: name, judgement.violationsPermission, pointing.configuration)
    }
    for group in report.tenants?.groups ?? [] {
      annotations += group.judgement.differences.map {
        Annotation($0, on: "\(name): \(group.head)", rule: .tenantDiffers, pointing)
      }
    }
    for failure in report.tenants?.failures ?? [] {
      annotations.append(Annotation(failure.error, on: "\(name): \(failure.head)", pointing.configuration))
    }
    self.init(name: name, sentence: "the database is what the baseline says", annotations: annotations)
  }

  /// One state of the repository.
  /// - Parameter remedy: what mends it.
  init(_ verification: Verification, _ pointing: Pointing, remedy: String) {
    self.init(
      name: "\(pointing.configuration.path), \(verification.source)",
      sentence: "the baseline is what its migrations make",
      annotations: verification.judgement.differences.map {
        Annotation($0, of: verification.source, pointing, remedy: remedy)
      })
  }

  /// What could not be looked at.
  init(_ name: String, _ error: any Error, _ line: SourceLine) {
    self.init(name: name, sentence: "", annotations: [Annotation(error, on: name, line)])
  }

  /// What an emergency had to say; nil: nothing.
  init?(_ notice: BypassNotice, _ line: SourceLine) {
    let lines = BypassText(notice).lines
    if lines.isEmpty { return nil }
    self.init(
      name: "emergency bypass", sentence: "",
      annotations: lines.map { Annotation(.warning, .bypass, $0, at: line, identity: [$0]) })
  }
}

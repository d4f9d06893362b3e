import BaselineKit
import Schema

/// What is said of tenants: those that differ in the same way together.
extension TenantReport {
  /// - Parameters:
  ///   - database: whose they are.
  ///   - explains: whether what was silenced is said.
  func lines(_ database: String, explains: Bool) -> [String] {
    let like = "like \(safeLine(quotedIdentifier(model)))"
    var lines: [String] = []
    switch verdict {
    case .same where count == 0: break
    case .same: lines.append("same: all tenants of \(safeLine(database)) are \(like) (\(schemas(count)))")
    case .differs, .unknown:
      let differing = groups.reduce(0) { $0 + $1.names.count }
      let unknown = failures.reduce(0) { $0 + $1.names.count }
      let counts = [(differing, differing == 1 ? "differs" : "differ"), (unknown, "unknown"), (sameCount, "same")]
        .filter { $0.0 > 0 }
      lines.append(
        "\(verdict.rawValue): not all tenants of \(safeLine(database)) are \(like): \(schemas(count)), "
          + counts.map { "\($0.0) \($0.1)" }.joined(separator: ", "))
    }
    for group in groups {
      lines.append("  \(group.head)")
      lines += TextReport.differences(group.judgement).map { "  \($0)" }
    }
    if outcome == .warned { lines.append("the policy lets this pass; --strict would not") }
    if !groups.isEmpty { lines.append("next: migrate these tenants, or undo what was changed there by hand") }
    for failure in failures {
      let explanation = Explanation(failure.error)
      lines.append("  ✗ \(failure.head)")
      lines += ([explanation.message] + explanation.details).map { "      \(safeLine($0))" }
      if let hint = explanation.hint { lines.append("      hint: \(safeLine(hint))") }
    }
    if explains && count > 0 { lines += SilencingText(silencings: Silencing.all(silenced), subject: "tenants: ").lines }
    return lines
  }

  /// `tenants`: see docs/json.md.
  func write(explains: Bool, to writer: inout JSONWriter) {
    writer.key("tenants")
    writer.object { writer in
      writer.pair("as", model.string)
      writer.pair("count", count)
      writer.pair("same", sameCount)
      writer.list("groups", groups) { group, writer in
        writer.object { writer in
          writer.texts("names", group.names.map(\.string))
          group.judgement.write(to: &writer)
        }
      }
      writer.list("failures", failures) { failure, writer in
        writer.object { writer in
          writer.texts("names", failure.names.map(\.string))
          Explanation(failure.error).write(to: &writer)
        }
      }
      if explains {
        writer.list("silenced", silenced) { $0.write(to: &$1) }
        SilencingText(silencings: Silencing.all(silenced)).write(to: &writer)
      }
    }
  }

  private func schemas(_ count: Int) -> String { TextReport.plural(count, "schema") }
}

extension TenantGroup {
  var head: String {
    names.count == 1
      ? "\(tenants(names)) differs:" : "\(names.count) tenants differ in the same way: \(tenants(names))"
  }
}

extension TenantFailure {
  var head: String { "unknown: \(tenants(names))" }
}

/// The first few by name.
private func tenants(_ names: [Text]) -> String {
  let shown = 10
  return names.prefix(shown).map { safeLine(quotedIdentifier($0)) }.joined(separator: ", ")
    + (names.count > shown ? " and \(names.count - shown) more" : "")
}

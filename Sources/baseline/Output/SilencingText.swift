import BaselineKit
import Schema

/// What was left out of a comparison, by rule and with how much, so that filters can be trusted.
struct SilencingText {
  let silencings: [Silencing]
  /// What it is about, before the heading: `tenants: `.
  var subject = ""

  private static let shown = 20

  var lines: [String] {
    if silencings.isEmpty { return ["\(subject)nothing was left out of the comparison"] }
    let width = silencings.map { "\($0.count)".count }.max() ?? 1
    return ["\(subject)left out of the comparison, by rule:"]
      + silencings.flatMap { silencing -> [String] in
        let count = "\(silencing.count)"
        let rest = silencing.objects.count - Self.shown
        return ["  \(String(repeating: " ", count: width - count.count))\(count)  \(safeLine(silencing.words))"]
          + silencing.objects.prefix(Self.shown).map { entry in
            let fields = entry.fields.isEmpty ? "" : " (\(entry.fields.map(\.string).joined(separator: ", ")))"
            return "  \(String(repeating: " ", count: width))    \(entry.object.kind.word) "
              + safeLine("\(entry.object.name)\(fields)")
          } + (rest > 0 ? ["  \(String(repeating: " ", count: width))    and \(rest) more"] : [])
      }
  }

  var markdown: [String] {
    if silencings.isEmpty { return ["", "Nothing was left out of the comparison."] }
    return [
      "", "<details><summary>Left out of the comparison</summary>", "", "| objects | rule | why |",
      "| ---: | --- | --- |",
    ] + silencings.map { "| \($0.count) | \(markdownText($0.rule)) | \(markdownText($0.reason.words)) |" } + [
      "", "</details>",
    ]
  }

  /// `silenced_by`: see docs/json.md.
  func write(to writer: inout JSONWriter) {
    writer.list("silenced_by", silencings) { silencing, writer in
      writer.object { writer in
        writer.pair("reason", silencing.reason.rawValue)
        writer.pair("rule", silencing.rule)
        writer.pair("count", silencing.count)
      }
    }
  }
}

extension Silencing {
  fileprivate var words: String { "\(rule): \(reason.words)" }
}

extension Silencing.Reason {
  /// For a reader who has never seen the configuration.
  fileprivate var words: String {
    switch self {
    case .pattern: "the configuration ignores it"
    case .schemas: "the configuration does not watch the schema"
    case .partitions: "partitions of that table are not watched"
    case .bookkeeping: "a migration tool keeps it for itself"
    case .extension: "it belongs to the extension, whose version is compared"
    case .policy: "the policy ignores that class of difference"
    case .rendering: "proved to read differently and to mean the same"
    case .waiver: "accepted in the reviewed file"
    }
  }
}

extension Difference {
  /// What a reader must know of texts that were rendered once more.
  var renderingRemarks: [String] {
    guard let rendering else { return [] }
    let same = rendering.same.sorted().map(\.string).joined(separator: ", ")
    return (same.isEmpty ? [] : ["reads differently and means the same: \(same)"])
      + (rendering.unproved.map { ["could not be rendered again, so nobody knows whether it means the same: \($0)"] }
        ?? [])
  }
}

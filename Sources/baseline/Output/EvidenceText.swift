import BaselineKit
import Schema

/// What the causes were concluded from, in words.
struct EvidenceText {
  let evidence: Evidence

  /// As pairs, for text and Markdown alike; none is empty.
  var facts: [(name: String, values: [String])] {
    var facts: [(String, [String])] = []
    func add(_ name: String, _ values: [String]) { if !values.isEmpty { facts.append((name, values)) } }
    let tool = evidence.tool.map { " (\($0))" } ?? ""
    add("not known", [evidence.problem].compactMap(\.self))
    add("next", [evidence.hint].compactMap(\.self))
    add("expected", [evidence.expected].compactMap(\.self))
    add("not applied\(tool)", Self.shortened(evidence.pending))
    add("applied, and not in this state\(tool)", Self.shortened(evidence.unknownMigrations))
    add("edited", Self.shortened(evidence.edited))
    add("note", evidence.notes)
    for dependence in evidence.dependents {
      add("depends on \(dependence.table.name)", [Self.names(dependence.objects)])
    }
    add("recent migrations", evidence.recentMigrations)
    return facts
  }

  var lines: [String] {
    facts.flatMap { fact in
      fact.values.count == 1
        ? ["\(safeLine(fact.name)): \(safeLine(fact.values[0]))"]
        : ["\(safeLine(fact.name)):"] + fact.values.map { "  \(safeLine($0))" }
    }
  }

  private static func shortened(_ names: [String]) -> [String] {
    names.count <= 6 ? names : Array(names.prefix(5)) + ["and \(names.count - 5) more"]
  }

  private static func names(_ objects: [ObjectID]) -> String {
    let named = objects.prefix(8).map { "\($0.kind.word) \($0.name)" }.joined(separator: ", ")
    return objects.count > 8 ? "\(named) and \(objects.count - 8) more" : named
  }
}

extension Evidence {
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.pair("tool", tool)
      writer.pair("expected", expected)
      writer.pair("commit", commit)
      writer.pair("problem", problem)
      writer.pair("hint", hint)
      writer.texts("pending", pending)
      writer.texts("unknown_migrations", unknownMigrations)
      writer.texts("edited", edited)
      writer.texts("notes", notes)
      writer.texts("recent_migrations", recentMigrations)
      writer.list("dependents", dependents) { dependence, writer in
        writer.object { writer in
          writer.pair("table", dependence.table.name)
          writer.texts("objects", dependence.objects.map(\.description))
        }
      }
    }
  }
}

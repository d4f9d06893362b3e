import BaselineKit
import Schema

/// A JSON answer (docs/json.md): one object that begins with `"format": 1` and only ever grows.
struct JSONAnswer {
  private var writer = JSONWriter()

  var bytes: [UInt8] { writer.bytes.withoutCommands }

  init(_ body: (inout JSONWriter) -> Void) {
    writer.object { writer in
      writer.key("format")
      writer.value(1)
      body(&writer)
    }
    writer.newline()
  }
}

extension JSONWriter {
  mutating func pair(_ key: Text, _ value: String?) {
    self.key(key)
    if let value { self.value(Text(value)) } else { null() }
  }

  mutating func pair(_ key: Text, _ value: Bool) {
    self.key(key)
    self.value(value)
  }

  mutating func pair(_ key: Text, _ value: Int) {
    self.key(key)
    self.value(Int64(value))
  }

  /// A list, one element for each value.
  mutating func list<Element>(_ key: Text, _ elements: [Element], _ body: (Element, inout JSONWriter) -> Void) {
    self.key(key)
    array { writer in
      for element in elements {
        writer.element()
        body(element, &writer)
      }
    }
  }

  mutating func texts(_ key: Text, _ values: [String]) {
    list(key, values) { value, writer in writer.value(Text(value)) }
  }
}

extension Judgement {
  /// `verdict`, `outcome`, `changes`, `warnings`, `not_compared`.
  /// - Parameters:
  ///   - verdict: where it is part of an answer: the whole answer's; nil: its own.
  ///   - outcome: this too.
  func write(_ verdict: Verdict? = nil, _ outcome: Outcome? = nil, to writer: inout JSONWriter) {
    writer.pair("verdict", (verdict ?? self.verdict).rawValue)
    writer.pair("outcome", (outcome ?? self.outcome).rawValue)
    writer.list("changes", differences) { difference, writer in
      difference.change.write(as: difference.weight, to: &writer) { writer in
        writer.pair("critical", difference.isCritical)
        writer.pair("action", difference.action.rawValue)
        difference.diagnosis?.write(to: &writer)
        difference.permission?.write(to: &writer)
        difference.rendering?.write(to: &writer)
      }
    }
    writer.texts("warnings", warnings)
    writer.texts("not_compared", notCompared)
  }
}

extension Permission {
  /// `permission`: what lets a difference pass. A waiver holds until its last day is over.
  fileprivate func write(to writer: inout JSONWriter) {
    writer.key("permission")
    writer.object { writer in
      switch self {
      case .waiver(let until, let reason):
        writer.pair("kind", "waiver")
        writer.pair("until", Int((until + 86_400).seconds))
        writer.pair("reason", reason)
      case .bypass(let until):
        writer.pair("kind", "bypass")
        writer.pair("until", Int(until.seconds))
      }
    }
  }
}

extension Change {
  /// `object`, `kind`, `change`, `class`, `impact`, `fields`.
  /// - Parameter weight: the class that decides; nil: its own.
  func write(
    as weight: FieldWeight? = nil, to writer: inout JSONWriter, more: (inout JSONWriter) -> Void = { _ in }
  ) {
    writer.object { writer in
      writer.pair("object", object.name)
      writer.pair("kind", object.kind.rawValue)
      writer.pair("change", action.rawValue)
      writer.pair("class", (weight ?? self.weight).rawValue)
      more(&writer)
      writer.key("impact")
      writer.object { writer in
        writer.pair("level", impact.level.rawValue)
        writer.pair("reason", impact.reason)
      }
      if let possibleRename { writer.pair("possible_rename", possibleRename.name) }
      writer.list("fields", fields) { field, writer in
        writer.object { writer in
          writer.pair("name", field.name.string)
          writer.pair("old", field.old?.string)
          writer.pair("new", field.new?.string)
        }
      }
      if !contents.isEmpty {
        writer.key("contents")
        writer.object { writer in
          for list in contents { writer.texts(list.list, list.keys.map(\.string)) }
        }
      }
    }
  }
}

extension RenderingProof {
  /// `rendering`: what became of texts that were rendered once more.
  fileprivate func write(to writer: inout JSONWriter) {
    writer.key("rendering")
    writer.object { writer in
      writer.texts("same", same.sorted().map(\.string))
      writer.pair("unproved", unproved)
    }
  }
}

extension Silenced {
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.pair("object", object.name)
      writer.pair("kind", object.kind.rawValue)
      writer.pair("rule", rule)
      writer.texts("fields", fields.map(\.string))
    }
  }
}

import Schema

/// A change as lines that name the object, what happened to it and each field.
func changeLines(_ change: Change) -> [String] {
  let object = change.object
  let rename = change.possibleRename.map { ", perhaps \(change.action == .added ? "from" : "to") \($0.name)" } ?? ""
  let subject = "\(object.kind.word) \(object.name) \(change.action)\(rename)"
  var lines = change.fields.map { field in
    switch change.action {
    case .added: "\(subject): \(field.name) \(shown(field.new))"
    case .removed: "\(subject): \(field.name) \(shown(field.old))"
    case .altered:
      "\(subject): \(field.name) \(shown(field.old)) -> \(shown(field.new))"
        + (field.weight == .definition ? "" : " (\(field.weight))")
    }
  }
  for contents in change.contents {
    lines.append("\(subject): \(contents.list) \(contents.keys.map(\.string).joined(separator: ", "))")
  }
  return lines.isEmpty ? [subject] : lines
}

private func shown(_ text: Text?) -> String {
  guard let text else { return "none" }
  return text.string.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
}

/// Changes as docs/json.md describes them, without the notes for people.
func changeDocument(_ changes: [Change]) -> String {
  var writer = JSONWriter()
  writer.array { writer in
    for change in changes {
      writer.element()
      write(change, to: &writer)
    }
  }
  writer.newline()
  return String(decoding: writer.bytes, as: UTF8.self)
}

private func write(_ change: Change, to writer: inout JSONWriter) {
  func pair(_ key: Text, _ value: Text?, _ writer: inout JSONWriter) {
    writer.key(key)
    if let value { writer.value(value) } else { writer.null() }
  }
  writer.object { writer in
    pair("object", Text(change.object.name), &writer)
    pair("kind", Text(change.object.kind.rawValue), &writer)
    pair("change", Text(change.action.rawValue), &writer)
    pair("class", Text(change.weight.rawValue), &writer)
    if let rename = change.possibleRename { pair("possible_rename", Text(rename.name), &writer) }
    writer.key("fields")
    writer.array { writer in
      for field in change.fields {
        writer.element()
        writer.object { writer in
          pair("name", field.name, &writer)
          pair("old", field.old, &writer)
          pair("new", field.new, &writer)
        }
      }
    }
    if change.contents.isEmpty { return }
    writer.key("contents")
    writer.object { writer in
      for list in change.contents {
        writer.key(list.list)
        list.keys.write(to: &writer)
      }
    }
  }
}

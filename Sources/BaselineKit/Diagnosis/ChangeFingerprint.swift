import Schema

extension Change {
  /// What tells this difference from any other: 32 hexadecimal digits of the SHA-256 of all that it says. Waivers, findings and
  /// bypasses name a difference by it; one that changes has another.
  package var fingerprint: String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("kind")
      writer.value(Text(object.kind.rawValue))
      writer.key("path")
      writer.array { writer in
        for part in object.path {
          writer.element()
          writer.value(part)
        }
      }
      writer.key("change")
      writer.value(Text(action.rawValue))
      writer.key("fields")
      writer.array { writer in
        for field in fields.sorted(by: { $0.name < $1.name }) {
          writer.element()
          writer.object { writer in
            writer.key("name")
            writer.value(field.name)
            for (key, value) in [("old", field.old), ("new", field.new)] {
              writer.key(Text(key))
              if let value { writer.value(value) } else { writer.null() }
            }
          }
        }
      }
      writer.key("whole")
      if let whole { whole.write(to: &writer) } else { writer.null() }
    }
    return String(SHA256.hex(writer.bytes).prefix(32))
  }
}

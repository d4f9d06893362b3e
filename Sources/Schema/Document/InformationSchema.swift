/// A snapshot's columns as information_schema.columns shows them to a session whose search_path is `public`.
struct InformationSchema {
  /// By their address, as format_type prints it.
  private var domains: [Text: Domain] = [:]

  init(_ snapshot: Snapshot) {
    for schema in snapshot.database.schemas {
      for domain in schema.domains {
        domains[Text(ObjectID(.domain, [schema.key, domain.key]).name)] = domain
      }
    }
  }

  func column(_ column: Column) -> Column {
    var shown = Column(key: column.key)
    var type = column.type
    var nullable = column.nullable
    // It shows the type below a domain, and takes the domain's NOT NULL for the column's. A cycle cannot be made.
    for _ in domains {
      guard let domain = domains[type] else { break }
      type = domain.type
      nullable = nullable && domain.nullable
    }
    shown.type = Text(Self.dataType(type.string))
    shown.nullable = nullable
    shown.default = column.default.map { Self.withoutPublic($0) }
    return shown
  }

  /// It has one word for all arrays and one for all types that are not PostgreSQL's own, and does not tell the precision
  /// of times.
  private static func dataType(_ type: String) -> String {
    if type.hasSuffix("[]") { return "ARRAY" }
    if type == "bpchar" { return "character" }
    if type.hasPrefix("interval") { return "interval" }
    if type.hasPrefix("timestamp(") || type.hasPrefix("time("), let open = type.firstIndex(of: "("),
      let close = type.firstIndex(of: ")")
    {
      return String(type[..<open] + type[type.index(after: close)...])
    }
    return type.contains(".") ? "USER-DEFINED" : type
  }

  /// Takes `public.` from the names in an expression: in code, and in a string that is the name of a class,
  /// `'public.customers_id_seq'::regclass`. Any other string is text.
  private static func withoutPublic(_ expression: Text) -> Text {
    let prefix = Array("public.".utf8)
    let bytes = Array(expression.string.utf8)
    var shown: [UInt8] = []
    var quote: UInt8?
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if quote == nil, bytes[position...].starts(with: prefix), !isPartOfName(shown.last) {
        position += prefix.count
        continue
      }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == UInt8(ascii: "'") {
        quote = byte
        let rest = bytes[(position + 1)...]
        if rest.starts(with: prefix), let end = rest.firstIndex(of: byte),
          bytes[end...].starts(with: "'::regclass".utf8)
        {
          shown.append(byte)
          position += 1 + prefix.count
          continue
        }
      }
      shown.append(byte)
      position += 1
    }
    return Text(String(decoding: shown, as: UTF8.self))
  }

  /// Whether a name goes on after this byte.
  private static func isPartOfName(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "\"") || (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
      || (0x61...0x7a).contains(byte)
  }
}

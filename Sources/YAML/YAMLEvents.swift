import CYAML

/// One parsing event, read completely: nothing in it belongs to libyaml.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd
    case documentStart(directives: Bool)
    case documentEnd
    case alias
    case scalar(String, plain: Bool)
    case sequenceStart(flow: Bool)
    case sequenceEnd
    case mappingStart(flow: Bool)
    case mappingEnd
  }

  let kind: Kind
  /// Whether `&name` stands before the value.
  let isAnchored: Bool
  /// Whether `!tag` stands before the value.
  let isTagged: Bool
  let start: YAMLMark
  let end: YAMLMark
}

/// The one owner of libyaml's parser, and of each event for as long as it takes to read it.
///
/// The parser keeps a pointer to itself and to its input, so both live on the heap, where they cannot move.
struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let file: String

  /// `bytes` are checked already: see `checkText`.
  init(_ bytes: [UInt8], file: String) throws(YAMLError) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard yaml_parser_initialize(parser) != 0 else {
      parser.deallocate()
      throw YAMLError(file: file, mark: YAMLMark(line: 1, column: 1), reason: "not enough memory to read it")
    }
    input = .allocate(capacity: bytes.count)
    _ = input.initialize(from: bytes)
    self.parser = parser
    self.file = file
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  func next() throws(YAMLError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) != 0 else { throw syntaxError() }
    defer { yaml_event_delete(&event) }
    var isAnchored = false
    var isTagged = false
    let kind: YAMLEvent.Kind
    switch event.type {
    case YAML_STREAM_START_EVENT: kind = .streamStart
    case YAML_STREAM_END_EVENT: kind = .streamEnd
    case YAML_DOCUMENT_START_EVENT:
      let document = event.data.document_start
      let hasTagDirectives = document.tag_directives.start != document.tag_directives.end
      kind = .documentStart(directives: document.version_directive != nil || hasTagDirectives)
    case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
    case YAML_ALIAS_EVENT: kind = .alias
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      isAnchored = scalar.anchor != nil
      isTagged = scalar.tag != nil
      let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      kind = .scalar(text, plain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
    case YAML_SEQUENCE_START_EVENT:
      let sequence = event.data.sequence_start
      isAnchored = sequence.anchor != nil
      isTagged = sequence.tag != nil
      kind = .sequenceStart(flow: sequence.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let mapping = event.data.mapping_start
      isAnchored = mapping.anchor != nil
      isTagged = mapping.tag != nil
      kind = .mappingStart(flow: mapping.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_MAPPING_END_EVENT: kind = .mappingEnd
    default:
      throw YAMLError(
        file: file, mark: YAMLMark(event.start_mark), reason: "libyaml's event \(event.type.rawValue) is unknown")
    }
    return YAMLEvent(
      kind: kind, isAnchored: isAnchored, isTagged: isTagged, start: YAMLMark(event.start_mark),
      end: YAMLMark(event.end_mark))
  }

  /// Read at once: the parser keeps only its last error.
  private func syntaxError() -> YAMLError {
    let problem =
      parser.pointee.problem.map { String(cString: $0) } ?? "libyaml's error \(parser.pointee.error.rawValue)"
    let context = parser.pointee.context.map { String(cString: $0) }
    let hint: String? =
      switch (context, problem) {
      case ("while scanning an alias", _), ("while scanning an anchor", _): "text that begins with * or & needs quotes"
      case (_, "found unknown escape character"): "in double quotes a backslash begins an escape: use single quotes"
      case (_, "found character that cannot start any token"):
        "indent with spaces, and quote text that begins with @, ` or %"
      default: nil
      }
    return YAMLError(
      file: file, mark: YAMLMark(parser.pointee.problem_mark),
      reason: [problem, context].compactMap(\.self).joined(separator: " "), hint: hint)
  }
}

extension YAMLMark {
  /// libyaml counts lines and columns from 0, columns in characters.
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}

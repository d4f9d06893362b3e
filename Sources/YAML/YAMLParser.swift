extension YAMLNode {
  /// The largest file that is read, in bytes.
  package static let largestFile = 256 << 10
  /// How deep collections may be nested.
  package static let deepestNesting = 32

  /// Reads one YAML document strictly; nil when the file holds no document at all (empty, or only comments).
  ///
  /// Refused, each with its place: what is not plain UTF-8 text, files over the limit, nesting over ``deepestNesting``, directives, anchors,
  /// aliases, tags, merge keys, a key twice in a mapping (compared by bytes), keys that are no text, control characters (also as escapes), and a second
  /// document.
  package static func parse(
    _ bytes: [UInt8], file: String, limit: Int = largestFile
  ) throws(YAMLError) -> YAMLNode? {
    guard bytes.count <= limit else {
      throw YAMLError(
        file: file, mark: YAMLMark(line: 1, column: 1),
        reason: "the file has \(bytes.count) bytes, more than \(limit)")
    }
    try checkText(bytes, file: file)
    return try YAMLParser(file: file, events: YAMLEvents(bytes, file: file)).document()
  }
}

/// Recursive descent over libyaml's events: one method per production.
private struct YAMLParser: ~Copyable {
  let file: String
  let events: YAMLEvents

  init(file: String, events: consuming YAMLEvents) {
    self.file = file
    self.events = events
  }

  func document() throws(YAMLError) -> YAMLNode? {
    _ = try events.next()  // stream start
    let first = try events.next()
    guard case .documentStart(let directives) = first.kind else { return nil }
    if directives { throw refuse("a % directive", at: first.start) }
    let root = try node(try events.next(), depth: 0)
    _ = try events.next()  // document end
    let after = try events.next()
    if case .documentStart = after.kind { throw refuse("a second document in one file", at: after.start) }
    return root
  }

  private func node(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> YAMLNode {
    if event.isAnchored {
      throw refuse("an anchor (&)", at: event.start, hint: "write the value out where it is needed")
    }
    if event.isTagged { throw refuse("a tag (!)", at: event.start, hint: "text that begins with ! needs quotes") }
    switch event.kind {
    case .scalar(let text, let plain):
      if let control = text.unicodeScalars.first(where: isControl) {
        throw refuse(
          "the control character \(codePoint(control)) in a text", at: event.start,
          hint: "in double quotes a backslash begins an escape: use single quotes")
      }
      return YAMLNode(content: .scalar(text, plain: plain), start: event.start, end: event.end)
    case .sequenceStart(let flow):
      return try sequence(from: event.start, flow: flow, depth: depth + 1)
    case .mappingStart(let flow):
      return try mapping(from: event.start, flow: flow, depth: depth + 1)
    case .alias:
      throw refuse("an alias (*)", at: event.start, hint: "write the value out, or quote a text that begins with *")
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
      throw refuse("no value where one is expected", at: event.start)
    }
  }

  private func sequence(from start: YAMLMark, flow: Bool, depth: Int) throws(YAMLError) -> YAMLNode {
    try checkDepth(depth, at: start)
    var items: [YAMLNode] = []
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind {
        return YAMLNode(content: .sequence(items, flow: flow), start: start, end: event.end)
      }
      items.append(try node(event, depth: depth))
    }
  }

  private func mapping(from start: YAMLMark, flow: Bool, depth: Int) throws(YAMLError) -> YAMLNode {
    try checkDepth(depth, at: start)
    var entries: [YAMLEntry] = []
    var lines: [[UInt8]: Int] = [:]
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind {
        return YAMLNode(content: .mapping(entries, flow: flow), start: start, end: event.end)
      }
      let key = try node(event, depth: depth)
      guard case .scalar(let text, let plain) = key.content, !key.isNull else {
        throw refuse("a key that is no text", at: key.start)
      }
      if plain && text == "<<" { throw refuse("a merge key (<<)", at: key.start, hint: "write the keys out") }
      if let line = lines.updateValue(key.start.line, forKey: Array(text.utf8)) {
        throw refuse("the key '\(text.prefix(64))' stands in line \(line) already", at: key.start)
      }
      entries.append(YAMLEntry(key: text, start: key.start, value: try node(try events.next(), depth: depth)))
    }
  }

  private func checkDepth(_ depth: Int, at mark: YAMLMark) throws(YAMLError) {
    if depth > YAMLNode.deepestNesting {
      throw refuse("nested deeper than \(YAMLNode.deepestNesting) levels", at: mark)
    }
  }

  private func refuse(_ reason: String, at mark: YAMLMark, hint: String? = nil) -> YAMLError {
    YAMLError(file: file, mark: mark, reason: reason, hint: hint)
  }
}

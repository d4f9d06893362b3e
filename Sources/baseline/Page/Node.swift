import BaselineKit

/// A piece of a page: text, or an element with what it holds. The names of elements and attributes are literals of this program,
/// and everything else is escaped where it is written, here alone: no text can become markup.
struct Node: Sendable {
  fileprivate enum Content {
    case text(String)
    case element(StaticString, [Attribute], [Node])
    /// Of the program itself, as it is.
    case style(StaticString)
  }

  fileprivate let content: Content

  fileprivate init(_ content: Content) {
    self.content = content
  }

  static func text(_ text: String) -> Node { Node(.text(text)) }
  static func style(_ text: StaticString) -> Node { Node(.style(text)) }
}

/// An element; what it holds is built as in `element("p") { "some "; element("b") { name } }`.
func element(
  _ name: StaticString, _ attributes: Attribute?..., @NodeBuilder holding content: () -> [Node] = { [] }
) -> Node {
  Node(.element(name, attributes.compactMap { $0 }, content()))
}

/// One attribute of an element.
struct Attribute: Sendable {
  fileprivate let name: StaticString
  fileprivate let value: String

  init(_ name: StaticString, _ value: String) {
    self.name = name
    self.value = value
  }

  /// In CSS pixels.
  init(_ name: StaticString, _ pixels: Double) {
    self.init(name, decimal(pixels))
  }

  /// Of the width or height around it.
  init(_ name: StaticString, percent: Double) {
    self.init(name, decimal(percent) + "%")
  }

  static func `class`(_ names: String) -> Attribute { Attribute("class", names) }
  static func id(_ id: String) -> Attribute { Attribute("id", id) }
  /// What a screen reader says of it.
  static func label(_ text: String) -> Attribute { Attribute("aria-label", text) }
  /// A link within the page.
  static func anchor(_ id: String) -> Attribute { Attribute("href", "#" + id) }
  static let hidden = Attribute("aria-hidden", "true")

  /// A link to another page.
  /// - Returns: nil for what is not on an https host: a link must not run anything.
  static func link(_ url: String) -> Attribute? {
    url.utf8.starts(with: "https://".utf8) ? Attribute("href", url) : nil
  }
}

/// At most two digits after the point, and no more than needed.
func decimal(_ number: Double) -> String {
  let text = "\((number * 100).rounded() / 100)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

@resultBuilder enum NodeBuilder {
  static func buildExpression(_ node: Node) -> [Node] { [node] }
  static func buildExpression(_ nodes: [Node]) -> [Node] { nodes }
  static func buildExpression(_ text: String) -> [Node] { [.text(text)] }
  static func buildBlock(_ parts: [Node]...) -> [Node] { parts.flatMap { $0 } }
  static func buildOptional(_ part: [Node]?) -> [Node] { part ?? [] }
  static func buildEither(first part: [Node]) -> [Node] { part }
  static func buildEither(second part: [Node]) -> [Node] { part }
  static func buildArray(_ parts: [[Node]]) -> [Node] { parts.flatMap { $0 } }
}

extension Node {
  /// As HTML; elements of SVG are written alike.
  func write(to html: inout String) {
    switch content {
    case .text(let text): html += escaped(text)
    case .style(let text): html += text.description
    case .element(let name, let attributes, let nodes):
      html += "<\(name)"
      for attribute in attributes { html += " \(attribute.name)=\"\(escaped(attribute.value))\"" }
      html += ">"
      for node in nodes { node.write(to: &html) }
      if !Self.void.contains(name.description) { html += "</\(name)>" }
      if Self.lines.contains(name.description) { html += "\n" }
    }
  }

  /// Elements that hold nothing and have no end.
  private static let void: Set<String> = ["meta", "br", "col"]
  /// A line ends after these: people read sources, and compare them.
  private static let lines: Set<String> = [
    "head", "title", "meta", "style", "header", "main", "footer", "section", "h1", "h2", "h3", "p", "ul", "ol", "li",
    "table", "thead", "tbody", "tr", "svg", "g", "figure", "figcaption", "details", "summary", "dl", "div", "nav",
  ]
}

/// Text as it stands between tags and between quotes. What would be invisible, or turn the direction of a line, is shown.
private func escaped(_ text: String) -> String {
  let text = safeLine(text)
  guard text.utf8.contains(where: { special.contains($0) }) else { return text }
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&#39;"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

private let special = Set("&<>\"'".utf8)

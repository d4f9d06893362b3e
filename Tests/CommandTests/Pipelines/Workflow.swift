import TestSupport
import YAML

/// A workflow file as GitHub reads it, as far as ours go.
struct Workflow {
  struct Step {
    let name: String
    let run: String?
    let uses: String?
    let condition: String?
    let environment: [(name: String, value: String)]
    let with: [String: String]
  }

  struct Job {
    let id: String
    let needs: [String]
    let condition: String?
    let permissions: [String: String]
    let environment: [(name: String, value: String)]
    let steps: [Step]
  }

  let jobs: [Job]
  let permissions: [String: String]
  let environment: [(name: String, value: String)]
  let root: YAMLNode

  init(_ text: String) throws {
    guard let node = try YAMLNode.parse(Array(text.utf8), file: "workflow") else {
      throw TestFailure("an empty workflow")
    }
    root = node
    permissions = root["permissions"]?.texts ?? [:]
    environment = root["env"]?.pairs ?? []
    jobs = (root["jobs"]?.entries ?? []).map { entry in
      let job = entry.value
      return Job(
        id: entry.key, needs: job["needs"]?.list ?? [], condition: job["if"]?.text,
        permissions: job["permissions"]?.texts ?? [:], environment: job["env"]?.pairs ?? [],
        steps: (job["steps"]?.elements ?? []).map { step in
          Step(
            name: step["name"]?.text ?? step["uses"]?.text ?? "", run: step["run"]?.text, uses: step["uses"]?.text,
            condition: step["if"]?.text, environment: step["env"]?.pairs ?? [], with: step["with"]?.texts ?? [:])
        })
    }
  }
}

extension YAMLNode {
  subscript(key: String) -> YAMLNode? { entries.first { $0.key == key }?.value }

  var entries: [YAMLEntry] { if case .mapping(let entries, _) = content { entries } else { [] } }
  var elements: [YAMLNode] { if case .sequence(let elements, _) = content { elements } else { [] } }
  var text: String? { if case .scalar(let text, _) = content { text } else { nil } }
  var pairs: [(name: String, value: String)] { entries.map { ($0.key, $0.value.text ?? "") } }
  var texts: [String: String] { Dictionary(pairs.map { ($0.name, $0.value) }) { $1 } }
  /// One text, or several.
  var list: [String] { text.map { [$0] } ?? elements.compactMap(\.text) }

  /// Every text that stands under a key, at any depth.
  func all(_ key: String) -> [String] {
    entries.flatMap { ($0.key == key ? $0.value.list : []) + $0.value.all(key) } + elements.flatMap { $0.all(key) }
  }
}

/// GitHub's expressions, as far as ours go: `&&`, `||`, `!`, `==`, brackets, texts in single quotes, names and functions.
struct Expression {
  private var tokens: [Substring]
  private let value: (String) throws -> String

  /// - Parameter value: of a name or a call, as in `inputs.emergency_bypass` and `cancelled()`; empty: false.
  static func evaluate(_ text: String, _ value: @escaping (String) throws -> String) throws -> String {
    var expression = Expression(text, value)
    let result = try expression.either()
    guard expression.tokens.isEmpty else { throw TestFailure("what is \(expression.tokens) in \(text)?") }
    return result
  }

  /// A text with expressions in it.
  static func fill(_ text: String, _ value: @escaping (String) throws -> String) throws -> String {
    var filled = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${{"), let end = rest.firstRange(of: "}}") {
      filled += try rest[..<start.lowerBound] + evaluate(String(rest[start.upperBound..<end.lowerBound]), value)
      rest = rest[end.upperBound...]
    }
    return filled + rest
  }

  private init(_ text: String, _ value: @escaping (String) throws -> String) {
    tokens = []
    var rest = text[...]
    while let first = rest.first {
      let token: Substring
      switch first {
      case " ": token = " "
      case "'": token = rest.prefix(2 + rest.dropFirst().prefix { $0 != "'" }.count)
      case "&", "|", "=": token = rest.prefix(2)
      case "(", ")": token = rest.prefix(1)
      case "!": token = rest.prefix(1)
      default:
        let name = rest.prefix { $0.isLetter || $0.isNumber || "._-".contains($0) }
        token = rest.dropFirst(name.count).hasPrefix("()") ? rest.prefix(name.count + 2) : name
      }
      rest = rest.dropFirst(max(token.count, 1))
      if first != " " { tokens.append(token) }
    }
    self.value = value
  }

  private mutating func take(_ token: String) -> Bool {
    guard tokens.first.map({ $0 == token }) ?? false else { return false }
    tokens.removeFirst()
    return true
  }

  private mutating func either() throws -> String {
    var left = try both()
    while take("||") {
      let right = try both()
      if left.isEmpty { left = right }
    }
    return left
  }

  private mutating func both() throws -> String {
    var left = try equal()
    while take("&&") {
      let right = try equal()
      left = left.isEmpty ? "" : right
    }
    return left
  }

  private mutating func equal() throws -> String {
    let left = try single()
    guard take("==") else { return left }
    return try single() == left ? "true" : ""
  }

  private mutating func single() throws -> String {
    if take("!") { return try single().isEmpty ? "true" : "" }
    if take("(") {
      let inner = try either()
      guard take(")") else { throw TestFailure("an open bracket") }
      return inner
    }
    let token = tokens.removeFirst()
    return token.hasPrefix("'") ? String(token.dropFirst().dropLast()) : try value(String(token))
  }
}

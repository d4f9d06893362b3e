import BaselineKit

extension CIReport {
  /// Results of tests in the form that JUnit's collectors share: a suite for each database, in it a case for each difference, or
  /// one that passes.
  var junit: String {
    let cases = parts.map(\.annotations)
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    lines.append(
      "<testsuites name=\"baseline\" \(Self.counts(cases.flatMap(\.self), parts.count { $0.annotations.isEmpty }))>")
    for part in parts {
      lines.append(
        "  <testsuite name=\"\(xml(part.name))\" "
          + "\(Self.counts(part.annotations, part.annotations.isEmpty ? 1 : 0)) skipped=\"\(part.annotations.count { $0.isSkipped })\">"
      )
      if part.annotations.isEmpty {
        lines.append("    <testcase classname=\"\(xml(part.name))\" name=\"\(xml(part.sentence))\" time=\"0\"/>")
      }
      for annotation in part.annotations { lines += annotation.testCase(of: part.name) }
      lines.append("  </testsuite>")
    }
    return (lines + ["</testsuites>"]).joined(separator: "\n")
  }

  /// - Parameter passed: cases that are none of the annotations.
  private static func counts(_ annotations: [Annotation], _ passed: Int) -> String {
    "tests=\"\(annotations.count + passed)\" failures=\"\(annotations.count { $0.isFailure })\" "
      + "errors=\"\(annotations.count { $0.isError })\" time=\"0\""
  }
}

extension Annotation {
  fileprivate var isError: Bool { rule == .couldNotCheck }
  fileprivate var isFailure: Bool { level == .error && !isError }
  /// Accepted, let pass, only warned of, or only waiting: no failure, and no proof either.
  fileprivate var isSkipped: Bool { !isError && !isFailure }

  fileprivate func testCase(of suite: String) -> [String] {
    let name = object.map { "\($0.kind.word) \($0.name)" } ?? rule.rawValue
    let body = ([message] + details + ["\(line.path):\(line.line)"]).joined(separator: "\n")
    let begin = "    <testcase classname=\"\(xml(suite))\" name=\"\(xml(name))\" time=\"0\">"
    if isSkipped {
      return [
        begin,
        "      <skipped message=\"\(xml(([message] + [passing].compactMap(\.self)).joined(separator: ": ")))\"/>",
        "    </testcase>",
      ]
    }
    let element = isError ? "error" : "failure"
    return [
      begin,
      "      <\(element) type=\"\(rule.rawValue)\" message=\"\(xml(message))\">\(xml(body, isText: true))</\(element)>",
      "    </testcase>",
    ]
  }
}

/// A text in XML: what XML cannot hold, and what a terminal or a CI service would obey, becomes visible.
private func xml(_ text: String, isText: Bool = false) -> String {
  var escaped = ""
  for scalar in (isText ? safeText(text) : safeLine(text)).unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&apos;"
    case "\u{fffe}", "\u{ffff}": escaped += "\u{fffd}"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

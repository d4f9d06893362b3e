import BaselineKit
import Schema

extension CIReport {
  /// A SARIF 2.1.0 log (OASIS), with as much in it as GitHub's code scanning wants.
  var sarif: [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.pair("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      writer.pair("version", "2.1.0")
      writer.list("runs", [self]) { $0.writeRun(to: &$1) }
    }
    writer.newline()
    return writer.bytes.withoutCommands
  }

  private func writeRun(to writer: inout JSONWriter) {
    let told = annotations
    let problems = told.filter { $0.rule == .couldNotCheck }
    writer.object { writer in
      writer.key("tool")
      writer.object { writer in
        writer.key("driver")
        writer.object { writer in
          writer.pair("name", "baseline")
          writer.pair("semanticVersion", toolVersion)
          writer.list("rules", Annotation.Rule.allCases) { rule, writer in
            writer.object { writer in
              writer.pair("id", rule.rawValue)
              writer.message("shortDescription", rule.words)
            }
          }
        }
      }
      // What was not looked at is not clean: who uploads this can tell.
      writer.list("invocations", [exitCode]) { exitCode, writer in
        writer.object { writer in
          writer.pair("executionSuccessful", exitCode < 2)
          writer.pair("exitCode", exitCode)
          writer.list("toolExecutionNotifications", problems) { problem, writer in
            writer.object { writer in
              writer.pair("level", "error")
              writer.message("message", problem.text)
            }
          }
        }
      }
      writer.pair("columnKind", "unicodeCodePoints")
      writer.list("results", told) { $0.writeResult(to: &$1) }
    }
  }
}

extension Annotation {
  fileprivate var text: String { ([message] + details).joined(separator: "\n") }

  fileprivate func writeResult(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.pair("ruleId", rule.rawValue)
      writer.pair("ruleIndex", Rule.allCases.firstIndex(of: rule) ?? 0)
      writer.pair("level", level == .error ? "error" : level == .warning ? "warning" : "note")
      writer.message("message", text)
      writer.list("locations", [line]) { line, writer in
        writer.object { writer in
          writer.key("physicalLocation")
          writer.object { writer in
            writer.key("artifactLocation")
            writer.object { $0.pair("uri", relativeReference(line.path)) }
            writer.key("region")
            writer.object { $0.pair("startLine", line.line) }
          }
          if let object {
            writer.list("logicalLocations", [object]) { object, writer in
              writer.object { writer in
                writer.pair("fullyQualifiedName", object.description)
                writer.pair("kind", object.kind.word)
              }
            }
          }
        }
      }
      writer.key("partialFingerprints")
      writer.object { $0.pair("baseline/v1", fingerprint) }
      if let accepted {
        writer.list("suppressions", [accepted]) { reason, writer in
          writer.object { writer in
            writer.pair("kind", "external")
            writer.pair("status", "accepted")
            writer.pair("justification", reason)
          }
        }
      }
    }
  }
}

extension JSONWriter {
  /// A message object. Viewers make links of `[text](target)` in it.
  fileprivate mutating func message(_ key: Text, _ text: String) {
    self.key(key)
    object { writer in
      writer.pair(
        "text",
        text.contains("](")
          ? text.replacing("\\", with: "\\\\").replacing("[", with: "\\[").replacing("]", with: "\\]") : text)
    }
  }
}

/// A path as a relative reference (RFC 3986), whose first part can be taken for no scheme.
private func relativeReference(_ path: String) -> String {
  let plain = "-._~/".utf8
  var reference = ""
  for byte in path.utf8 {
    let isWord =
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    if isWord || plain.contains(byte) {
      reference.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      reference += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }
  return reference
}

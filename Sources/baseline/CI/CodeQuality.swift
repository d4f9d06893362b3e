import BaselineKit
import Schema

extension CIReport {
  /// A Code Quality report of GitLab: a list of issues.
  var codeQuality: [UInt8] {
    var writer = JSONWriter()
    writer.array { writer in
      for annotation in annotations where annotation.accepted == nil {
        writer.element()
        writer.object { writer in
          let cause = annotation.rule == .couldNotCheck ? [] : annotation.details.prefix(1)
          writer.pair("description", ([annotation.message] + cause).joined(separator: ": "))
          writer.pair("check_name", annotation.rule.rawValue)
          writer.pair("fingerprint", annotation.fingerprint)
          writer.pair("severity", annotation.severity)
          writer.key("location")
          writer.object { writer in
            writer.pair("path", annotation.line.path)
            writer.key("lines")
            writer.object { $0.pair("begin", annotation.line.line) }
          }
        }
      }
    }
    writer.newline()
    return writer.bytes.withoutCommands
  }
}

extension Annotation {
  fileprivate var severity: String {
    switch level {
    case .error: isCritical ? "blocker" : rule == .couldNotCheck ? "critical" : "major"
    case .warning: "minor"
    case .note: "info"
    }
  }
}

/// A workflow command of GitHub Actions that is really meant: `::error file=a.sql,line=3,title=…::message`. Whatever is not ours
/// in it ends up in its values alone.
package struct WorkflowCommand {
  private let name: String
  private let properties: [(name: String, value: String)]
  private let message: String

  /// - Parameter message: may have several lines; controls in it become visible.
  package init(_ name: String, _ properties: [(name: String, value: String)], _ message: String) {
    self.name = name
    self.properties = properties
    self.message = message
  }

  /// The line, without its end.
  package var line: String {
    let list = properties.map { "\($0.name)=\(Self.escaped(safeLine($0.value), also: [":", ","]))" }
    return "::\(name)\(list.isEmpty ? "" : " ")\(list.joined(separator: ","))::\(Self.escaped(safeText(message)))"
  }

  /// As the runner takes it back: `%`, line ends, and in properties what separates them.
  private static func escaped(_ text: String, also more: Set<Unicode.Scalar> = []) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      case ":" where more.contains(":"): escaped += "%3A"
      case "," where more.contains(","): escaped += "%2C"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

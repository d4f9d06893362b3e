import Processes
import Testing

@testable import BaselineKit

/// Real SQL: the scripts of the extensions that come with PostgreSQL, where it is installed.
struct ExtensionScriptTests {
  static let folder = "/usr/share/postgresql/15/extension"
  static let scripts = names(in: folder).filter { $0.hasSuffix(".sql") }.sorted()

  @Test(.enabled(if: !scripts.isEmpty), arguments: scripts)
  func statementsCoverTheFile(_ name: String) throws {
    let bytes = try #require(read("\(Self.folder)/\(name)"))
    // Each script begins with a psql command that stops who would run it by hand.
    let body = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .filter { !$0.starts(with: "\\echo".utf8) }.joined(separator: [UInt8(ascii: "\n")])
    let text = Array(body)
    let statements = try SQLScript.statements(file: name, bytes: text)
    var end = 0
    for statement in statements {
      #expect(isOnlyComments(text[end..<statement.offset]))
      end = statement.offset + statement.text.utf8.count
      #expect(Array(statement.text.utf8) == Array(text[statement.offset..<end]))
      #expect(
        [
          "create", "alter", "drop", "comment", "grant", "revoke", "insert", "select", "do", "set", "update", "delete",
          "with",
        ]
        .contains(statement.words.first ?? ""), "\(statement.text)")
      let inside = text[..<statement.offset].count { $0 == UInt8(ascii: "\n") }
      #expect(statement.place.line == inside + 1)
    }
    #expect(isOnlyComments(text[end...]))
  }

  private func isOnlyComments(_ bytes: ArraySlice<UInt8>) -> Bool {
    (try? SQLScript.statements(file: "gap", bytes: Array(bytes)))?.isEmpty == true
  }

  private func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}

/// The names in a folder; none when there is no such folder.
private func names(in folder: String) -> [String] {
  guard let handle = opendir(folder) else { return [] }
  defer { closedir(handle) }
  var names: [String] = []
  while let entry = readdir(handle) {
    names.append(withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
  }
  return names
}

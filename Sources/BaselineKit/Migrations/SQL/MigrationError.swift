/// A migration that cannot be read, ordered or run as it is. Line and column count from 1, columns in Unicode scalars.
package struct MigrationError: Error, Equatable, CustomStringConvertible {
  /// The file, or the folder when the fault is in how its files are laid out.
  package let file: String
  package let line: Int?
  package let column: Int?
  package let reason: String
  /// What to do next.
  package let hint: String?

  package init(file: String, line: Int? = nil, column: Int? = nil, reason: String, hint: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.reason = reason
    self.hint = hint
  }

  /// `file:line:column: reason`, without the hint.
  package var description: String {
    let place = [line, column].compactMap { $0.map(String.init) }
    return ([file] + place).joined(separator: ":") + ": " + reason
  }

  /// The hint for everything that only another program can run.
  static let useCommandRunner = """
    let the tool that knows these migrations run them: migrations: {runner: command, command: [...]}, \
    where {url} stands for the private database
    """

  /// The hint for everything that only psql understands.
  static let usePsql = """
    let psql run the files: migrations: {runner: command, \
    command: ["psql", "-X", "-v", "ON_ERROR_STOP=1", "-d", "{url}", "-f", "FILE"]}
    """
}

import BaselineKit
import Testing

/// What is not ours ends up in the values of a command, and begins none: T23 of the hardening list.
struct WorkflowCommandTests {
  @Test func valuesAreEscaped() {
    let command = WorkflowCommand(
      "error", [("file", "a,b:c%\nd.sql"), ("line", "3")], "100% of a,b:c\nnext\r::error::x ##[y]")
    #expect(
      command.line
        == #"::error file=a%2Cb%3Ac%25\nd.sql,line=3::100%25 of a,b:c%0Anext\x0d::error::x \x23#[y]"#)
    #expect(WorkflowCommand("notice", [], "").line == "::notice::")
  }

  /// Where the runner looks for commands: at the beginning of a line behind blanks of any kind, and for the older form anywhere.
  @Test(arguments: [
    "::error::x", " \t::add-mask::x", "\u{a0}::x", "\u{2003}::set-env name=A::b", "a\n::stop-commands::x",
    "x ##[error]y",
    "##vso[task.setvariable variable=a]b", "x##teamcity[x]", "###[x]", "a\r::error::x", "a\u{85}::error::x",
    "a\u{2028}::x",
    "\u{b}::error::x", "%0A::error::x",
  ])
  func noCommandInText(text: String) {
    for safe in [safeText(text), safeLine(text), markdownText(text)] {
      for line in safe.split(whereSeparator: \.isNewline) {
        #expect(!line.drop(while: \.isWhitespace).hasPrefix("::"), "\(safe)")
        #expect(!line.contains("##["), "\(safe)")
        #expect(!line.contains("##vso[") && !line.contains("##teamcity["), "\(safe)")
      }
    }
    let command = WorkflowCommand("warning", [("title", text)], text).line
    #expect(!command.contains(where: \.isNewline) && command.hasPrefix("::warning title=") && !command.contains("##["))
  }
}

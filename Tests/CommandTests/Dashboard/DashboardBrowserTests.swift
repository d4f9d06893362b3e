import Processes
import TestSupport
import Testing

/// The page in a real browser (ci/browser), on a telephone, a desktop and paper, light and dark: the browser has nothing to say,
/// nothing is asked for, nothing is wider than the screen, axe finds nothing, and all text has contrast.
@Suite(.enabled(if: environmentVariable("BASELINE_TEST_ALL") == "1"), .serialized)
struct DashboardBrowserTests {
  @Test func emptyRepository() throws {
    let sandbox = try Sandbox()
    try sandbox.write("postgres: 15\n", to: "ci/schema_drift_config.yml")
    try expectNothingFound(sandbox)
  }

  @Test func year() throws { try expectNothingFound(Sandbox.year()) }

  @Test func hostileNames() throws { try expectNothingFound(Sandbox.hostile()) }

  /// The look itself finds what is to be found.
  @Test func faultsAreFound() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      """
      <!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title>
      <style>p { color: #bbb; background: #fff; width: 3000px }</style></head>
      <body><main><h1>x</h1><p>pale</p><a href="#nowhere">to</a><img src="nothing.png">
      <script>console.log("said")</script></main></body></html>
      """, to: "public/schema.html")
    let (code, lines) = try look(sandbox)
    #expect(code == 1)
    for view in ["telephone, light", "narrow", "desktop, dark"] {
      for what in ["wide", "contrast", "messages", "requests", "links", "violations"] {
        #expect(lines.contains { $0.hasPrefix("\(view): \(what): ") }, "\(view): \(what)")
      }
    }
  }

  private func expectNothingFound(_ sandbox: Sandbox) throws {
    _ = try sandbox.page()
    let (code, lines) = try look(sandbox)
    #expect(code == 0 && lines == ["nothing was found in 6 views"], "\(lines.joined(separator: "\n"))")
  }

  /// What is found: `view: what: text`.
  private func look(_ sandbox: Sandbox) throws -> (code: Int32, lines: [String]) {
    let axe = try RealProject.python("axe", ["--no-deps", "axe-playwright-python==0.1.8"])
    let script = try RealProject.output(
      "sh", ["-c", "printf %s \"$0\"/lib/*/site-packages/axe_playwright_python/axe.min.js", axe])
    let result = try sandbox.runProgram(
      "python3", ["\(projectFolder)/ci/browser", "public/schema.html", "--axe", script])
    #expect(result.error.isEmpty, "\(result)")
    return (result.code, result.output.split(separator: "\n").map(String.init))
  }
}

import Foundation
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
    for (view, found) in try look(sandbox) where view != "paper" {
      for what in ["wide", "contrast", "messages", "requests", "links", "violations"] {
        #expect(found[what]?.isEmpty == false, "\(view): \(what)")
      }
    }
  }

  private func expectNothingFound(_ sandbox: Sandbox) throws {
    _ = try sandbox.page()
    let views = try look(sandbox)
    #expect(views.count == 6)
    for (view, found) in views {
      for (what, list) in found { #expect(list.isEmpty, "\(view): \(what): \(list)") }
    }
  }

  /// What is found in each view, by what it is.
  private func look(_ sandbox: Sandbox) throws -> [String: [String: [Any]]] {
    let axe = try RealProject.python("axe", ["--no-deps", "axe-playwright-python==0.1.8"])
    let script = try RealProject.output("sh", ["-c", "ls \"$0\"/lib/*/site-packages/axe_playwright_python/axe.min.js", axe])
      .filter { $0 != "\n" }
    let answer = try RealProject.output(
      "python3", ["\(projectFolder)/ci/browser", "\(sandbox.path)/public/schema.html", "--axe", script])
    let views = try #require(JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: [String: Any]])
    return try views.mapValues { view in
      let text = try #require(view["text"] as? Int)
      #expect(text > 2, "the page is empty")
      return view.compactMapValues { $0 as? [Any] }
    }
  }
}

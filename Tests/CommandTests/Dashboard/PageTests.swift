import Schema
import TestSupport
import Testing

@testable import baseline

/// What the page is written with: no text becomes markup, whatever it is.
struct PageTests {
  private func html(_ node: Node) -> String {
    var html = ""
    node.write(to: &html)
    return html
  }

  @Test(arguments: HostileNamesTests.names) func textStaysText(name: String) throws {
    let html = html(element("b", .label(name)) { name })
    let parts = html.split(separator: "\">", maxSplits: 1).map(String.init)
    try #require(html.hasPrefix("<b aria-label=\"") && html.hasSuffix("</b>") && parts.count == 2, "\(html)")
    for text in [parts[0].dropFirst("<b aria-label=\"".count), parts[1].dropLast("</b>".count)] {
      #expect(!text.contains { "<>\"'".contains($0) }, "\(html)")
      #expect(!text.unicodeScalars.contains { $0.isInvisibleControl }, "\(html)")
      #expect(!text.isEmpty)
    }
  }

  @Test func writesWhatBrowsersRead() {
    #expect(html(element("p") { "1 < 2 & \"so\" it's" }) == "<p>1 &lt; 2 &amp; &quot;so&quot; it&#39;s</p>\n")
    #expect(html(element("meta", Attribute("charset", "utf-8"))) == "<meta charset=\"utf-8\">\n")
    #expect(html(element("a", .link("javascript:alert(1)"), .anchor("x")) {}) == "<a href=\"#x\"></a>")
    #expect(html(element("a", .link("https://host/a?b&c")) {}) == "<a href=\"https://host/a?b&amp;c\"></a>")
  }

  /// The examples of RFC 4648, section 10.
  @Test func base64Digits() {
    let examples = [
      "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy",
    ]
    for (text, digits) in examples { #expect(base64(Array(text.utf8)) == digits) }
    #expect(base64([0xfb, 0xff]) == "+/8=")
  }

  @Test func numbers() {
    #expect([0, 1.0 / 3, 12.5, 100, 99.999].map(decimal) == ["0", "0.33", "12.5", "100", "100"])
  }

  /// A scale reaches its highest value, with few marks, and begins at nothing.
  @Test(arguments: [0, 1, 2, 3, 4, 5, 7, 10, 11, 19, 20, 21, 99, 100, 101, 12_345, 999_999]) func counts(maximum: Int) {
    let scale = Scale.counts(to: maximum)
    #expect(scale.ticks.first == 0 && (2...5).contains(scale.ticks.count), "\(scale.ticks)")
    #expect(scale.ticks.allSatisfy { $0 == $0.rounded() })
    #expect(scale.position(Double(maximum)) <= 1 && scale.position(0) == 0)
    #expect(scale.ticks[scale.ticks.count - 1] >= Double(maximum))
    #expect(maximum == 0 || scale.position(Double(maximum)) > 0.5, "half of the drawing is empty: \(scale.ticks)")
  }

  @Test func durations() {
    let scale = Scale.durations([1_200, 90_000])
    #expect(scale.ticks.first == 900 && scale.ticks.last == 3 * 86_400)
    #expect(scale.position(1_200) < scale.position(1_800) && scale.position(1_800) < scale.position(90_000))
    #expect(Scale.durations([]).position(1_800) > 0 && Scale.durations([0]).position(0) == 0)
    #expect(Scale.durations([1e12]).position(1e12) == 1)
  }

  @Test func shades() {
    #expect([0, 1, 2, 3, 4, 5, 500].map(HeatMap.shade) == [0, 1, 2, 3, 3, 4, 4])
  }

  @Test func commitsOnTheirHosts() {
    let known = [
      "https://github.com/example/shop.git": "https://github.com/example/shop/commit/",
      "https://user:secret@github.com/example/shop": "https://github.com/example/shop/commit/",
      "git@github.com:example/shop.git": "https://github.com/example/shop/commit/",
      "ssh://git@gitlab.com/group/sub/shop.git": "https://gitlab.com/group/sub/shop/-/commit/",
      "https://bitbucket.org/example/shop/": "https://bitbucket.org/example/shop/commits/",
    ]
    for (remote, base) in known { #expect(CommitLinks(remote: remote).url("abc") == base + "abc", "\(remote)") }
    let unknown = [
      nil, "", "/srv/git/shop.git", "file:///srv/shop.git", "http://github.com/example/shop",
      "https://git.example.org/shop",
      "https://github.com/", "https://github.com/a\"onclick=\"b", "https://github.com/a b",
      "https://github.com@evil.org/a",
      "javascript:alert(1)", "https://github.com.evil.org/a/b",
    ]
    for remote in unknown { #expect(CommitLinks(remote: remote).url("abc") == nil, "\(remote ?? "none")") }
  }
}

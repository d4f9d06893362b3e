import BaselineKit

/// A page that is one file: it loads nothing, runs nothing, and says so to the browser.
struct PageDocument {
  let title: String
  let body: [Node]

  init(title: String, @NodeBuilder body: () -> [Node]) {
    self.title = title
    self.body = body()
  }

  var html: String {
    var html = "<!doctype html>\n"
    element("html", Attribute("lang", "en")) {
      element("head") {
        element("meta", Attribute("charset", "utf-8"))
        element("meta", Attribute("http-equiv", "Content-Security-Policy"), Attribute("content", policy))
        element("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1"))
        element("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark"))
        element("meta", Attribute("name", "referrer"), Attribute("content", "no-referrer"))
        element("title") { title }
        element("style") { Node.style(stylesheet) }
      }
      element("body") { body }
    }.write(to: &html)
    return html + "\n"
  }

  /// Nothing may be loaded or run; the one style sheet is known by its digest.
  private var policy: String {
    let digest = SHA256.digest(Array(stylesheet.description.utf8))
    return "default-src 'none'; style-src 'sha256-\(base64(digest))'; base-uri 'none'; form-action 'none'"
  }
}

/// RFC 4648, section 4.
func base64(_ bytes: [UInt8]) -> String {
  let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  var text = ""
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[start + $1]) : 0) }
    for place in 0..<4 {
      text.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : "=")
    }
  }
  return text
}

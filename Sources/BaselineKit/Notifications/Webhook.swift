import Processes

/// A webhook, called through the `curl` program: TLS, proxies and certificates are the system's. The URL is a secret: it goes to
/// curl on its standard input, never into an argument, a message or an event.
struct Webhook: Sendable {
  private let url: String
  private let secret: String?
  private let isLoopback: Bool
  private let environment: [String: String]

  private static let maximumTries = 3
  private static let seconds = 5.0

  /// - Parameter variable: which one holds the URL, for messages.
  /// - Throws: Failure for what is no https URL, nor an http one of this machine.
  init(url: String, of variable: String, secret: String?, environment: [String: String]) throws {
    isLoopback = Self.isLoopback(url)
    let isPrintable = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"\"\\<>^`{|}".utf8.contains($0) }
    guard isPrintable, url.utf8.count <= 2_048, isLoopback || url.lowercased().hasPrefix("https://") else {
      throw Failure(
        "reading the webhook's URL from \(variable)", "it does not begin with https://",
        hint: "http:// is for this machine alone, as in http://127.0.0.1:8080/hook")
    }
    do { _ = try resolveProgram("curl", path: environment["PATH"]) } catch {
      throw Failure("looking for curl", error.reason, hint: "apt-get install curl")
    }
    self.url = url
    self.secret = secret
    // What curl needs to get out, and nothing else.
    self.environment = environment.filter { name, _ in
      [
        "PATH", "HOME", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE",
        "SSL_CERT_DIR", "CURL_CA_BUNDLE",
      ].contains(name)
    }
  }

  /// Whether it is `http://` to this machine: by name or address, nothing else before the path.
  private static func isLoopback(_ url: String) -> Bool {
    guard url.hasPrefix("http://") else { return false }
    let authority = url.dropFirst("http://".count).prefix { !"/?#".contains($0) }
    if authority.hasPrefix("[::1]") { return isPort(authority.dropFirst("[::1]".count)) }
    let host = authority.prefix { $0 != ":" }
    guard isPort(authority.dropFirst(host.count)) else { return false }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { part in
      part.utf8.count <= 3 && isNumber(part) ? UInt8(part) : nil
    }
    return host == "localhost" || parts.count == 4 && parts[0] == 127 && !parts.contains(nil)
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.isEmpty || text.hasPrefix(":") && isNumber(text.dropFirst()) && text.utf8.count <= 6
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// Sends a JSON body, again where that can help.
  func send(_ body: [UInt8], until end: Double) -> Delivery {
    var delivery = Delivery()
    while delivery.tries < Self.maximumTries {
      // Longer after the second.
      if delivery.tries > 0 { usleep(UInt32(delivery.tries) * 500_000) }
      let left = end - monotonicSeconds()
      guard left > 1 else {
        delivery.problem = delivery.problem ?? "there was no time left"
        return delivery
      }
      delivery.tries += 1
      let outcome = post(body, seconds: min(Self.seconds, left))
      delivery.problem = outcome.problem
      if outcome.problem == nil || !outcome.canPass { return delivery }
    }
    return delivery
  }

  private func post(_ body: [UInt8], seconds: Double) -> (problem: String?, canPass: Bool) {
    let finished: FinishedProcess
    do {
      finished = try Invocation("curl", ["-q", "--config", "-"], environment: environment)
        .run(input: Array(options(body, seconds).utf8), limit: 4_096, seconds: seconds + 2)
    } catch {
      return ("curl cannot be started: \(error.reason)", false)
    }
    // Nothing of what curl says: its messages may name the URL.
    let status = Int(finished.errorText.suffix(3)) ?? 0
    if finished.timedOut { return ("no answer within \(Int(seconds.rounded(.up))) seconds", true) }
    // 63: it answered more than is read; that it answered, and what, is known.
    guard finished.status.isSuccess || finished.status == .exited(63) else {
      return Self.problem(finished.status, seconds)
    }
    if (200..<300).contains(status) { return (nil, false) }
    return ("it answered \(status)\(Self.word(finished.output))", status >= 500 || [408, 425, 429].contains(status))
  }

  /// What curl reads: one option on each line, values quoted as it wants them.
  private func options(_ body: [UInt8], _ seconds: Double) -> String {
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    var lines = [
      "url = \(quoted(url))", "proto = \"\(isLoopback ? "=http" : "=https")\"", "max-redirs = 0", "globoff", "silent",
      "max-time = \(seconds)", "max-filesize = 65536", "header = \"Content-Type: application/json\"",
      "header = \"Expect:\"", "user-agent = \"baseline\"", "write-out = \"%{stderr}%{http_code}\"",
      "data-raw = \(quoted(String(decoding: body, as: UTF8.self)))",
    ]
    if isLoopback { lines.append("noproxy = \"*\"") }
    if let secret {
      lines.append("header = \"X-Baseline-Signature: sha256=\(SHA256.hmac(body, key: Array(secret.utf8)))\"")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// curl's exit codes in words (curl(1)).
  private static func problem(_ status: ExitStatus, _ seconds: Double) -> (problem: String?, canPass: Bool) {
    guard case .exited(let code) = status else { return ("curl was ended", true) }
    return switch code {
    case 3: ("the URL is malformed", false)
    case 5: ("the proxy's name is unknown", true)
    case 6: ("the host's name is unknown", true)
    case 7: ("nobody listens there", true)
    case 28: ("no answer within \(Int(seconds.rounded(.up))) seconds", true)
    case 35: ("no secure connection could be made", true)
    case 51, 58, 60, 77: ("its certificate is not trusted", false)
    case 52, 55, 56: ("the connection broke", true)
    default: ("curl ended with exit code \(code)", false)
    }
  }

  /// What services answer in a word, as `: no_service`; anything longer or stranger is not repeated.
  private static func word(_ answer: [UInt8]) -> String {
    let isWord =
      (1...40).contains(answer.count)
      && answer.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_") }
    return isWord ? ": \(String(decoding: answer, as: UTF8.self))" : ""
  }
}

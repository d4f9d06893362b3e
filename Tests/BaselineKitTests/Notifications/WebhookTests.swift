import Processes
import Schema
import TestSupport
import Testing

@testable import BaselineKit

/// Webhooks against a real server, through the real curl.
struct WebhookTests {
  private func send(
    _ url: String, secret: String? = nil, environment: [String: String] = [:], body: String = "{}", seconds: Double = 60
  ) throws -> Delivery {
    let path = environmentVariable("PATH") ?? ""
    let webhook = try Webhook(
      url: url, of: "HOOK", secret: secret, environment: environment.merging(["PATH": path]) { $1 })
    return webhook.send(Array(body.utf8), until: monotonicSeconds() + seconds)
  }

  @Test func whatIsSent() throws {
    let server = try WebhookServer()
    // A proxy in the environment is not for this machine; ~/.curlrc is nobody's business.
    let environment = ["all_proxy": "http://127.0.0.1:1", "NO_PROXY": "", "PGPASSWORD": "canary"]
    let body = #"{"text":"a \"b\" \\ \u001b & 한국어"}"#
    #expect(try send(server.url(), secret: "key", environment: environment, body: body) == Delivery(tries: 1))
    let request = try #require(server.requests.first)
    #expect(request.line == "POST /hook/canary-token HTTP/1.1")
    #expect(request.body == body)
    #expect(request.headers["content-type"] == "application/json")
    #expect(request.headers["user-agent"] == "baseline")
    // openssl dgst -sha256 -hmac key
    let expected = SHA256.hmac(Array(body.utf8), key: Array("key".utf8))
    #expect(request.headers["x-baseline-signature"] == "sha256=\(expected)")
    #expect(server.requests.count == 1)
  }

  /// RFC 4231, cases 1, 2 and 6.
  @Test func hmac() {
    #expect(
      SHA256.hmac(Array("Hi There".utf8), key: [UInt8](repeating: 0x0b, count: 20))
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    #expect(
      SHA256.hmac(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(
      SHA256.hmac(
        Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8), key: [UInt8](repeating: 0xaa, count: 131))
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  @Test func whatCanPassIsTriedAgain() throws {
    let server = try WebhookServer(.status(500), .status(429))
    #expect(try send(server.url()) == Delivery(tries: 3))
    server.answer(.status(503, headers: [], body: "canary " + server.url()), .status(502), .status(500), .status(200))
    #expect(try send(server.url()) == Delivery(tries: 3, problem: "it answered 500: ok"))
    #expect(server.requests.count == 6)
    #expect(try send("http://127.0.0.1:1/x") == Delivery(tries: 3, problem: "nobody listens there"))
  }

  @Test func whatCannotPassIsNot() throws {
    let elsewhere = try WebhookServer()
    let server = try WebhookServer(
      .status(302, headers: ["Location: \(elsewhere.url())"]), .status(404, headers: [], body: "no_service"),
      .status(307, headers: ["Location: file:///etc/passwd"]))
    #expect(try send(server.url()) == Delivery(tries: 1, problem: "it answered 302: ok"))
    #expect(try send(server.url()) == Delivery(tries: 1, problem: "it answered 404: no_service"))
    #expect(try send(server.url()) == Delivery(tries: 1, problem: "it answered 307: ok"))
    #expect(elsewhere.requests.isEmpty)
    #expect(server.requests.count == 3)
  }

  /// More than is read of it: the status is known all the same.
  @Test func longAnswers() throws {
    let long = String(repeating: "x", count: 100_000)
    let server = try WebhookServer(.status(200, headers: [], body: long), .status(404, headers: [], body: long))
    #expect(try send(server.url()) == Delivery(tries: 1))
    #expect(try send(server.url()) == Delivery(tries: 1, problem: "it answered 404"))
    #expect(server.requests.count == 2)
  }

  /// The first try ends by itself after five seconds.
  @Test func noAnswer() throws {
    let server = try WebhookServer(.silence)
    #expect(try send(server.url()) == Delivery(tries: 2))
    #expect(server.requests.count == 2)
    #expect(try send(server.url(), seconds: 0) == Delivery(tries: 0, problem: "there was no time left"))
    server.answer(.silence, .silence)
    let late = try send(server.url(), seconds: 2.5)
    #expect(late == Delivery(tries: 1, problem: "no answer within 3 seconds"), "\(late)")
  }

  @Test func noTransportSecurity() throws {
    // What answers there knows no TLS.
    let server = try WebhookServer(.silence)
    let delivery = try send("https://127.0.0.1:\(server.port)/x")
    #expect(delivery.problem != nil && server.requests.isEmpty, "\(delivery)")
  }

  @Test func withoutCurl() {
    #expect(throws: Failure("looking for curl", "not found in PATH", hint: "apt-get install curl")) {
      _ = try Webhook(url: "http://localhost:1/", of: "HOOK", secret: nil, environment: ["PATH": "/nonexistent"])
    }
  }

  @Test(arguments: [
    "http://hooks.example/canary", "http://127.0.0.1@hooks.example/canary", "http://127.0.0.1.hooks.example/canary",
    "http://localhost.hooks.example/canary", "http://10.0.0.1/canary", "http://128.0.0.1/canary", "http://[::2]/canary",
    "http://127.0.0.1\\@hooks.example/canary", "http://127.0.0.256/canary", "http://127.1/canary",
    "http://localhost:x@hooks.example/canary", "HTTP://hooks.example/canary", "ftp://hooks.example/canary",
    "file:///canary", "hooks.example/canary", "//canary", "https://a/\"\nurl = canary", "https://a b/canary",
    "https://hooks.example/{canary}", "http://localhost:80:80/canary",
  ])
  func refused(url: String) {
    do {
      _ = try Webhook(url: url, of: "HOOK", secret: nil, environment: [:])
      Issue.record("taken: \(url)")
    } catch {
      #expect("\(Explanation(error))".contains("from HOOK"))
      #expect(!"\(Explanation(error))".contains("canary"))
    }
  }

  @Test(arguments: [
    "https://hooks.example/T0/B0/x?y=z&a=%20", "HTTPS://hooks.example", "https://u:p@hooks.example/x",
    "http://localhost/x", "http://127.0.0.1:8080/x", "http://127.255.1.2", "http://[::1]:80/x", "http://[::1]",
  ])
  func taken(url: String) throws {
    _ = try Webhook(url: url, of: "HOOK", secret: nil, environment: ["PATH": environmentVariable("PATH") ?? ""])
  }
}

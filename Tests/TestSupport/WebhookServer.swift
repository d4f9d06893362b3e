import Processes
import Synchronization

/// A real HTTP server on the loopback interface that notes what it was sent, and answers as it was told to.
package final class WebhookServer: Sendable {
  package struct Request: Sendable {
    /// `POST /hook HTTP/1.1`
    package let line: String
    /// By their names in small letters.
    package let headers: [String: String]
    package let body: String
  }

  package enum Answer: Sendable {
    case status(Int, headers: [String] = [], body: String = "ok")
    /// It takes the request and says nothing.
    case silence
  }

  private struct State {
    var answers: [Answer]
    var requests: [Request] = []
    var silent: [Int32] = []
  }

  package let port: UInt16
  private let listener: Int32
  private let state: Mutex<State>

  /// - Parameter answers: to the first requests; later ones are answered with 200.
  package init(_ answers: Answer...) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = self.listener
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, pointer, &length) == 0
      }
    }
    guard listener >= 0, isListening else { throw TestFailure("listening: \(systemMessage(errno))") }
    port = UInt16(bigEndian: address.sin_port)
    state = Mutex(State(answers: answers))
    var thread = pthread_t()
    // The thread holds the server only while it answers; closing the listener ends it.
    let box = Unmanaged.passRetained(Weak(self, listener))
    let code = pthread_create(
      &thread, nil, { Unmanaged<Weak>.fromOpaque($0!).takeRetainedValue().serve() }, box.toOpaque())
    guard code == 0 else { throw TestFailure("starting a thread: \(systemMessage(code))") }
    pthread_detach(thread)
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    state.withLock { state in for descriptor in state.silent { close(descriptor) } }
  }

  package func url(_ path: String = "/hook/canary-token") -> String { "http://127.0.0.1:\(port)\(path)" }

  package var requests: [Request] { state.withLock { $0.requests } }

  /// What it answers to the next requests.
  package func answer(_ answers: Answer...) { state.withLock { $0.answers = answers } }

  private final class Weak {
    weak var server: WebhookServer?
    let listener: Int32

    init(_ server: WebhookServer, _ listener: Int32) {
      self.server = server
      self.listener = listener
    }

    func serve() -> UnsafeMutableRawPointer? {
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { break }
        guard let server else {
          close(connection)
          break
        }
        server.serve(connection)
      }
      close(listener)
      return nil
    }
  }

  private func serve(_ connection: Int32) {
    guard let request = Self.read(connection) else {
      close(connection)
      return
    }
    let answer = state.withLock { state -> Answer in
      state.requests.append(request)
      return state.answers.isEmpty ? .status(200) : state.answers.removeFirst()
    }
    switch answer {
    case .silence: state.withLock { $0.silent.append(connection) }
    case .status(let code, let headers, let body):
      let head = ["HTTP/1.1 \(code) Answer", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
      let bytes = Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
      _ = write(connection, bytes, bytes.count)
      close(connection)
    }
  }

  private static func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      if let end = text.firstRange(of: "\r\n\r\n") {
        let lines = text[..<end.lowerBound].split(separator: "\r\n").map(String.init)
        let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
          let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
          return parts.count == 2 ? (parts[0].lowercased(), String(parts[1].drop { $0 == " " })) : nil
        }
        let headers = Dictionary(pairs) { first, _ in first }
        let body = String(text[end.upperBound...])
        if body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0 {
          return Request(line: lines.first ?? "", headers: headers, body: body)
        }
      }
      let count = Processes.read(connection, &buffer, buffer.count)
      guard count > 0 else { return nil }
      bytes += buffer[0..<count]
    }
  }
}

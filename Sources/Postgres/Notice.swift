/// What the server says beside its answer: NOTICE, WARNING, and the like.
package struct Notice: Equatable, Sendable {
  /// In English, whatever the server's `lc_messages` says: `NOTICE`, `WARNING`, `INFO`, `LOG`, `DEBUG`.
  package let severity: String
  package let message: String
  package let sqlstate: String?
  package let detail: String?
  package let hint: String?
}

/// Who hears of a connection's notices. libpq prints them on stderr unless it is given a receiver.
final class NoticeReceiver {
  let pq: LibPQ
  var receive: ((Notice) -> Void)?

  init(_ pq: LibPQ, _ receive: ((Notice) -> Void)?) {
    self.pq = pq
    self.receive = receive
  }

  /// To be called before the connection is made: a server with something to complain about (a collation version that
  /// does not match) does so at once. The connection must not outlive the receiver.
  func attach(to connection: OpaquePointer) {
    _ = pq.setNoticeReceiver(
      connection,
      { context, result in
        guard let context, let result else { return }
        let receiver = Unmanaged<NoticeReceiver>.fromOpaque(context).takeUnretainedValue()
        let report = ServerReport(pq: receiver.pq, result: result)
        receiver.receive?(
          Notice(
            severity: report[.severity] ?? "NOTICE", message: report[.message] ?? "", sqlstate: report[.sqlstate],
            detail: report[.detail], hint: report[.hint]))
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}

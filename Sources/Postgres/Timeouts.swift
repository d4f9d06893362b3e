/// After how long a connection gives up. What the connection URL or libpq's variables say about connecting wins.
package struct Timeouts: Sendable {
  /// For each address that is tried; nil: for ever.
  package var connectSeconds: Int?
  /// For each statement, by the server (`statement_timeout`); nil: as the server has it.
  package var statementMilliseconds: Int?
  /// For each lock (`lock_timeout`); nil: as the server has it.
  package var lockMilliseconds: Int?
  /// How long the other end may stay silent to the network's own questions; not how long a statement may take.
  package var networkSeconds: Int

  package init(
    connectSeconds: Int? = 10, statementMilliseconds: Int? = nil, lockMilliseconds: Int? = nil, networkSeconds: Int = 30
  ) {
    self.connectSeconds = connectSeconds
    self.statementMilliseconds = statementMilliseconds
    self.lockMilliseconds = lockMilliseconds
    self.networkSeconds = networkSeconds
  }

  /// As libpq's connection keywords (the manual, 34.1.2). Keepalives find a peer that is gone while we wait for it;
  /// `tcp_user_timeout` finds one while we send.
  var keywords: [String: String] {
    let idle = max(1, networkSeconds / 2)
    return [
      "keepalives": "1", "keepalives_idle": "\(idle)", "keepalives_interval": "\(max(1, idle / 3))",
      "keepalives_count": "3", "tcp_user_timeout": "\(networkSeconds * 1000)",
    ]
  }

  /// Set by a statement and not by the keyword `options`, which connection poolers refuse.
  var settings: [String] {
    [("statement_timeout", statementMilliseconds), ("lock_timeout", lockMilliseconds)]
      .compactMap { name, value in value.map { "SET \(name) = \($0)" } }
  }
}

/// A subscription to publications of another server (pg_subscription).
package struct Subscription: SchemaObject {
  package let key: Text
  /// The connection string, its settings sorted; of a secret only that it is there.
  package var connection: Text = ""
  /// The publications' names, sorted.
  package var publications: [Text] = []
  /// The replication slot on the other server; absent: NONE.
  package var slot: Text?
  /// Whether it replicates.
  package var enabled = true
  /// binary.
  package var binary = false
  /// `off`, `on` or `parallel`.
  package var streaming: Text = "off"
  /// two_phase.
  package var twoPhase = false
  /// disable_on_error.
  package var disableOnError = false
  /// synchronous_commit.
  package var synchronousCommit: Text = "off"
  /// `any` or `none`.
  package var origin: Text = "any"
  /// password_required.
  package var passwordRequired = true
  /// run_as_owner.
  package var runAsOwner = false
  /// failover.
  package var failover = false
  package var comment: Text?
  package var owner: Text?

  package init(key: Text) {
    self.key = key
  }

  package static let kind = Kind.subscription
  package static let fields: FieldList<Subscription> = [
    Field("connection", \.connection, default: ""),
    Field("publications", \.publications),
    Field("slot", \.slot),
    Field("enabled", \.enabled, default: true, weight: .state),
    Field("binary", \.binary, server: 14),
    Field("streaming", \.streaming, default: "off", server: 14),
    Field("two_phase", \.twoPhase, server: 15),
    Field("disable_on_error", \.disableOnError, server: 15),
    Field("synchronous_commit", \.synchronousCommit, default: "off"),
    Field("origin", \.origin, default: "any", server: 16),
    Field("password_required", \.passwordRequired, default: true, server: 16),
    Field("run_as_owner", \.runAsOwner, server: 16),
    Field("failover", \.failover, server: 17),
    Field("comment", \.comment, weight: .comment),
    Field("owner", \.owner, tracked: .owners),
  ]
}

import Synchronization

private let kept = Mutex<[any Sendable]>([])

/// Keeps a value for as long as the process lives: what a command has looked at last need not be taken apart before it ends, which for
/// the schema of ten thousand tables takes longer than to compare it.
package func keepUntilExit(_ value: some Sendable) {
  kept.withLock { $0.append(value) }
}

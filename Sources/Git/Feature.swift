import CGit2

/// Formats of git that libgit2 cannot read, by the words it says so with.
private struct Feature {
  let words: String
  let name: String
  let hint: String

  static let all = [
    Feature(
      words: "extensions.objectformat", name: "the repository uses SHA-256 object ids, which libgit2 cannot read",
      hint: "only SHA-1 repositories are supported: clone into one made with `git init --object-format=sha1`"),
    Feature(
      words: "extensions.refstorage",
      name: "the repository stores its references as reftable, which libgit2 cannot read",
      hint: "git refs migrate --ref-format=files"),
    Feature(
      words: "extensions.compatobjectformat",
      name: "the repository translates object ids (extensions.compatObjectFormat), which libgit2 cannot read",
      hint: "git config --unset extensions.compatObjectFormat"),
    Feature(
      words: "extension: 'link'", name: "the index is split (core.splitIndex), which libgit2 cannot read",
      hint: "git config core.splitIndex false && git update-index --no-split-index"),
    Feature(
      words: "extension: 'sdir'", name: "the index is sparse (index.sparse), which libgit2 cannot read",
      hint: "git sparse-checkout reapply --no-sparse-index"),
    Feature(
      words: "calculated checksum does not match",
      name: "the index has no checksum (index.skipHash, or feature.manyFiles), or it is damaged",
      hint: "git config index.skipHash false && git update-index --force-write-index"),
  ]
}

extension GitError {
  /// The same error, in words that say what is not supported and the way out, where libgit2's are known to mean that.
  var namingFeature: GitError {
    guard let feature = Feature.all.first(where: { reason.utf8.contains($0.words.utf8) }) else { return self }
    return GitError(operation: operation, reason: feature.name, hint: feature.hint, code: code)
  }
}

extension String.UTF8View {
  /// Whether these bytes occur somewhere.
  fileprivate func contains(_ wanted: String.UTF8View) -> Bool {
    let all = Array(self)
    let part = Array(wanted)
    guard part.count <= all.count else { return false }
    return (0...(all.count - part.count)).contains { all[$0..<($0 + part.count)].elementsEqual(part) }
  }
}

/// A commit, read completely.
package struct Commit: Sendable, Hashable {
  package let oid: OID
  package let tree: OID
  package let parents: [OID]
  package let author: Signature
  package let committer: Signature
  /// As it is stored, but for bytes that are no text in the commit's encoding.
  package let message: String

  /// Reads git's stored form.
  /// - Returns: nil when a header that every commit has is missing or broken.
  init?(_ oid: OID, parsing bytes: UnsafeRawBufferPointer) {
    guard let header = CommitHeader(parsing: bytes) else { return nil }
    let isLatin1 = header.encoding.map { ["iso-8859-1", "latin-1", "latin1"].contains($0.lowercased()) } ?? false
    let decode: (Range<Int>) -> String = { range in
      isLatin1
        ? String(String.UnicodeScalarView(bytes[range].map { UnicodeScalar($0) }))
        : String(decoding: bytes[range], as: UTF8.self)
    }
    self.oid = oid
    tree = header.tree
    parents = header.parents
    author = Signature(parsing: decode(header.author))
    committer = Signature(parsing: decode(header.committer))
    message = decode(header.message)
  }
}

/// The positions of a commit's parts: enough for a walk, and the first half of reading it all.
struct CommitHeader {
  let tree: OID
  let parents: [OID]
  let author: Range<Int>
  let committer: Range<Int>
  let encoding: String?
  let message: Range<Int>
  /// The committer's seconds since 1970, which order git's walks.
  let time: Int64

  init?(parsing bytes: UnsafeRawBufferPointer) {
    var tree: OID?
    var parents: [OID] = []
    var author: Range<Int>?
    var committer: Range<Int>?
    var encoding: String?
    var position = 0
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
      var end = position
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      let line = UnsafeRawBufferPointer(rebasing: bytes[position..<end])
      if line.starts(with: "tree ".utf8) {
        tree = OID(hexBytes: Array(line.dropFirst(5))[...])
      } else if line.starts(with: "parent ".utf8) {
        guard let parent = OID(hexBytes: Array(line.dropFirst(7))[...]) else { return nil }
        parents.append(parent)
      } else if line.starts(with: "author ".utf8), author == nil {
        author = position + 7..<end
      } else if line.starts(with: "committer ".utf8), committer == nil {
        committer = position + 10..<end
      } else if line.starts(with: "encoding ".utf8) {
        encoding = String(decoding: line.dropFirst(9), as: UTF8.self)
      }
      position = end + 1
    }
    guard let tree, let author, let committer else { return nil }
    self.tree = tree
    self.parents = parents
    self.author = author
    self.committer = committer
    self.encoding = encoding
    message = min(position + 1, bytes.count)..<bytes.count
    time = Self.time(of: bytes[committer])
  }

  /// The number after the last `>`.
  private static func time(of line: Slice<UnsafeRawBufferPointer>) -> Int64 {
    guard let close = line.lastIndex(of: UInt8(ascii: ">")) else { return 0 }
    var time: Int64 = 0
    for byte in line[(close + 1)...].drop(while: { $0 == UInt8(ascii: " ") }) {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { break }
      let (tens, overflow) = time.multipliedReportingOverflow(by: 10)
      if overflow { return 0 }
      time = tens &+ Int64(byte - UInt8(ascii: "0"))
    }
    return time
  }
}

import Processes
import Schema

/// A file of `KeptDocuments`, opened. What its document is of is read at once, and the document, which is large, once somebody wants it:
/// another thread may write a new one meanwhile, which is another file.
///
/// It has a line with a sum of each, what the document is of, on a line, and the document.
final class KeptFile: Sendable {
  /// What the document was read from.
  let about: [UInt8]
  private let descriptor: Int32
  /// Where the document begins, and the file ends.
  private let range: Range<Int>
  /// Of the document, in words.
  private let sum: ArraySlice<UInt8>

  /// The two lines before the document are never longer.
  static let headLimit = 1 << 14

  /// The lines before a document; nil: they would be too long.
  static func head(about: [UInt8], of document: [UInt8]) -> [UInt8]? {
    let head = Array("\(sum(of: about)) \(sum(of: document))\n".utf8) + about + [newline]
    return head.count <= headLimit ? head : nil
  }

  /// - Returns: nil where there is none, or not a whole one.
  static func open(_ path: String) -> KeptFile? {
    let descriptor = Processes.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= JSONReader.sizeLimit + headLimit,
      let head = read(descriptor, 0..<min(headLimit, Int(status.st_size))),
      let first = head.firstIndex(of: newline), let second = head[(first + 1)...].firstIndex(of: newline)
    else {
      close(descriptor)
      return nil
    }
    let sums = head[..<first].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    let about = Array(head[(first + 1)..<second])
    guard sums.count == 2, sums[0].elementsEqual(sum(of: about).utf8) else {
      close(descriptor)
      return nil
    }
    return KeptFile(about, descriptor, (second + 1)..<Int(status.st_size), sums[1])
  }

  private init(_ about: [UInt8], _ descriptor: Int32, _ range: Range<Int>, _ sum: ArraySlice<UInt8>) {
    self.about = about
    self.descriptor = descriptor
    self.range = range
    self.sum = sum
  }

  deinit { close(descriptor) }

  /// The document's bytes; nil: they are not what was written.
  func document() -> [UInt8]? {
    guard let bytes = Self.read(descriptor, range), sum.elementsEqual(Self.sum(of: bytes).utf8) else { return nil }
    return bytes
  }

  private static let newline = UInt8(ascii: "\n")

  /// nil: there is less, or it cannot be read.
  private static func read(_ descriptor: Int32, _ range: Range<Int>) -> [UInt8]? {
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while isWhole, count < range.count {
        let got = pread(descriptor, buffer.baseAddress! + count, range.count - count, off_t(range.lowerBound + count))
        if got < 0 && errno == EINTR { continue }
        isWhole = got > 0
        count += max(0, got)
      }
    }
    return isWhole ? bytes : nil
  }

  /// Notices what a disk or a careless hand did to a file; nobody's intent.
  private static func sum(of bytes: [UInt8]) -> String {
    let sum = bytes.withUnsafeBytes { bytes in
      var sum = UInt64(bytes.count)
      let whole = bytes.count & ~7
      for place in stride(from: 0, to: whole, by: 8) {
        sum = (sum ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0x9e37_79b9_7f4a_7c15
        sum ^= sum >> 29
      }
      for byte in bytes[whole...] { sum = (sum ^ UInt64(byte)) &* 0x9e37_79b9_7f4a_7c15 }
      return sum
    }
    return String(sum, radix: 16)
  }
}

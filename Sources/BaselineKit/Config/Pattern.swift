import CPCRE2

/// A regular expression (PCRE2) that is searched in object names: not anchored, by characters, without any locale, with a bound on its work.
///
/// `$` is the end of the name, never the place before a final newline, and `.` is any character: a name may hold newlines, and `^staging_.*` means
/// every name that begins so. `\w`, `\d` and letters beside case-insensitivity follow Unicode.
package final class Pattern {
  /// The longest pattern, in bytes.
  static let longest = 1000
  /// Steps that one attempt may take at each of the name's characters: far more than a sensible pattern needs for 63 bytes, and milliseconds.
  private static let steps: UInt32 = 200_000
  /// Memory for backtracking, in KiB.
  private static let memory: UInt32 = 4096

  /// As it was written.
  package let text: String
  private let code: OpaquePointer
  private let limits: OpaquePointer

  /// Throws when the text is no regular expression; the error has the offset.
  package init(_ text: String) throws(PatternError) {
    let operation = "reading the pattern \(text)"
    guard text.utf8.count <= Pattern.longest else {
      throw PatternError(operation: "reading a pattern", reason: "it is longer than \(Pattern.longest) bytes")
    }
    guard !text.isEmpty else {
      throw PatternError(operation: "reading a pattern", reason: "an empty pattern is in every name")
    }
    let outOfMemory = PatternError(operation: operation, reason: "not enough memory")
    guard let settings = pcre2_compile_context_create_8(nil) else { throw outOfMemory }
    defer { pcre2_compile_context_free_8(settings) }
    // What the library was built with must not decide what a pattern means.
    pcre2_set_newline_8(settings, UInt32(PCRE2_NEWLINE_LF))
    pcre2_set_bsr_8(settings, UInt32(PCRE2_BSR_UNICODE))

    let bytes = Array(text.utf8)
    let options = PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_DOTALL | PCRE2_NEVER_BACKSLASH_C
    var status: Int32 = 0
    var offset = 0
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &status, &offset, settings) else {
      let characters = String(decoding: bytes.prefix(offset), as: UTF8.self).unicodeScalars.count
      throw PatternError(operation: operation, reason: message(of: status), offset: characters)
    }
    guard let limits = pcre2_match_context_create_8(nil) else {
      pcre2_code_free_8(code)
      throw outOfMemory
    }
    pcre2_set_match_limit_8(limits, Pattern.steps)
    pcre2_set_heap_limit_8(limits, Pattern.memory)
    self.text = text
    self.code = code
    self.limits = limits
  }

  deinit {
    pcre2_match_context_free_8(limits)
    pcre2_code_free_8(code)
  }

  /// Whether the pattern occurs in the name. Throws when that could not be found out within the bound: never "no match" then.
  package func matches(_ name: String) throws(PatternError) -> Bool {
    let bytes = Array(name.utf8)
    let result = pcre2_match_data_create_from_pattern_8(code, nil)
    defer { pcre2_match_data_free_8(result) }
    // A null result block is an error of its own, PCRE2_ERROR_NULL.
    let status = pcre2_match_8(code, bytes, bytes.count, 0, 0, result, limits)
    if status >= 0 { return true }
    if status == PCRE2_ERROR_NOMATCH { return false }
    throw PatternError(
      operation: "searching the pattern \(text) in the name \(name)", reason: message(of: status),
      hint: "write the pattern without a repetition inside a repetition")
  }
}

// @unchecked because of the two pointers. PCRE2 changes neither a compiled pattern nor a match context while matching (pcre2api, "Multithreading"), nothing
// here changes them after init, and what a match does change is made anew for each call.
extension Pattern: @unchecked Sendable {}

/// A pattern that cannot be read, or that needs more work than it may.
package struct PatternError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was being done, with the pattern, and the name when there is one.
  package let operation: String
  /// PCRE2's words.
  package let reason: String
  /// How many characters of the pattern stand before the mistake.
  package let offset: Int?
  package let hint: String?

  package init(operation: String, reason: String, offset: Int? = nil, hint: String? = nil) {
    self.operation = operation
    self.reason = reason
    self.offset = offset
    self.hint = hint
  }

  package var description: String {
    "\(operation): \(reason)" + (offset.map { " at offset \($0)" } ?? "")
  }
}

private func message(of status: Int32) -> String {
  var buffer = [UInt8](repeating: 0, count: 256)
  let length = pcre2_get_error_message_8(status, &buffer, buffer.count)
  return length > 0 ? String(decoding: buffer.prefix(Int(length)), as: UTF8.self) : "PCRE2 error \(status)"
}

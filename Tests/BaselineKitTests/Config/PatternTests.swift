import Testing

@testable import BaselineKit

struct PatternTests {
  @Test(arguments: [
    ("^staging_.*", ["staging_", "staging_users", "staging_a\nb"], ["xstaging_", "Staging_a", "a\nstaging_b"]),
    (".*_backup$", ["users_backup", "_backup", "a\n_backup"], ["users_backup2", "users_backup\n", "backup"]),
    ("^payment_staff_changes$", ["payment_staff_changes"], ["payment_staff_changes\n", "xpayment_staff_changes"]),
    ("^.*_additional_backup$", ["x_additional_backup"], ["additional_backup", "x_additional_backups"]),
    ("^temp_.*", ["temp_1", "temp_"], ["tempo", "my_temp_1"]),
    ("^archive_.*", ["archive_2024"], ["Archive_2024"]),
    ("^[가-힣]+_backup$", ["고객_backup"], ["customers_backup", "고객a_backup"]),
    ("tmp", ["a_tmp_b"], ["t_m_p"]),
    ("(?i)^É$", ["é", "É"], ["e"]),
    (#"^\w+$"#, ["고객", "é_1"], ["a b", "a-b"]),
    ("^.$", ["고", "\u{e9}", "\n"], ["e\u{301}", ""]),
    // Bytes decide: the composed and the decomposed é are two names.
    ("^\u{e9}$", ["\u{e9}"], ["e\u{301}"]),
  ])
  func meansWhatPeopleThink(text: String, yes: [String], no: [String]) throws {
    let pattern = try Pattern(text)
    for name in yes { #expect(try pattern.matches(name), "\(text) in \(name)") }
    for name in no { #expect(try !pattern.matches(name), "\(text) in \(name)") }
  }

  @Test(arguments: [
    ("^(", "missing closing parenthesis", 2),
    ("[가-", "missing terminating ] for character class", 3),
    ("a**", "quantifier does not follow a repeatable item", 2),
    (#"a\Cb"#, "using \\C is disabled by the application", 3),
  ])
  func mistakesHaveAnOffsetInCharacters(text: String, reason: String, offset: Int) {
    let error = #expect(throws: PatternError.self) { try Pattern(text) }
    #expect(error?.operation == "reading the pattern \(text)")
    #expect(error?.reason == reason)
    #expect(error?.offset == offset)
  }

  @Test func emptyAndOverlongPatternsAreRefused() throws {
    #expect(throws: PatternError.self) { try Pattern("") }
    #expect(throws: PatternError.self) { try Pattern(String(repeating: "a", count: 1001)) }
    #expect(try Pattern(String(repeating: "a", count: 1000)).matches("a") == false)
  }

  /// A limit is an error: "no match" would let a table through that the pattern may mean.
  @Test(arguments: ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*a){20}$", "^(?:a?){63}a{63}$"])
  func reachingTheLimitIsAnError(text: String) throws {
    let pattern = try Pattern(text)
    let error = #expect(throws: PatternError.self) { try pattern.matches(String(repeating: "a", count: 62) + "!") }
    #expect(error?.reason == "match limit exceeded")
    #expect(error?.operation.hasPrefix("searching the pattern \(text) in the name a") == true)
    #expect(error?.hint != nil)
  }

  /// Work that grows with the name, but not out of hand, is done.
  @Test(arguments: ["^.*_.*_.*_.*_backup$", "_.*_.*_.*_backup$", "^(staging|temp|archive)_.*_(old|new|bak)[0-9]*$"])
  func sensiblePatternsStayWithinTheLimit(text: String) throws {
    let name = "a_bb_ccc_dddd_eeeee_ffffff_ggggggg_hh_i_jjjj_kkkkk_llll_mmm_nn_"
    #expect(name.utf8.count == 63)
    #expect(try Pattern(text).matches(name) == false)
  }

  @Test func isSharedBetweenTasks() async throws {
    let pattern = try Pattern("^(a|b)+_tmp$")
    let hits = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<200 {
        group.addTask { (try? pattern.matches(index.isMultiple(of: 2) ? "abab_tmp" : "abab")) == true }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(hits == 100)
  }

  /// T21: any pattern on any name ends, in an answer or in an error.
  @Test func anyPatternOnAnyNameEnds() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "a", "b", ".", "(", ")", "(?:", "[ab]", "*", "+", "?", "{2,9}", "|", "^", "$", "\\w", "\\1", "(?=", "(?1)", "가",
      "(?<x>", "(?>", "\\X", "(*F)",
    ]
    let letters = ["a", "b", "_", "가", "\n", "é"]
    var answered = 0
    var refused = 0
    for _ in 0..<1_000 {
      let text = (0..<Int.random(in: 1..<16, using: &random)).map { _ in pieces.randomElement(using: &random)! }
        .joined()
      guard let pattern = try? Pattern(text) else {
        refused += 1
        continue
      }
      for _ in 0..<10 {
        let name = (0..<Int.random(in: 0..<63, using: &random)).map { _ in letters.randomElement(using: &random)! }
          .joined()
        if (try? pattern.matches(name)) != nil { answered += 1 }
      }
    }
    #expect(answered > 0 && refused > 0)
  }
}

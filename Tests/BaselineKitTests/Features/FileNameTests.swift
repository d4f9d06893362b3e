import BaselineKit
import Testing

struct FileNameTests {
  @Test(arguments: [
    ("customers", "customers"),
    ("Customers", "%43ustomers"),
    ("a b", "a%20b"),
    ("a.b", "a%2eb"),
    ("a/b", "a%2fb"),
    ("..", "%2e%2e"),
    (".git", "%2egit"),
    ("100%", "100%25"),
    ("고객", "%ea%b3%a0%ea%b0%9d"),
    ("con", "%63on"),
    ("lpt1", "%6cpt1"),
    ("-rf", "%2drf"),
    ("f(integer, text)", "f%28integer%2c%20text%29"),
  ])
  func encodes(_ key: String, _ name: String) {
    #expect(fileName(for: key) == name)
  }

  @Test func composedAndDecomposedLettersAreTwoFiles() {
    #expect(fileName(for: "caf\u{e9}") != fileName(for: "cafe\u{301}"))
  }

  @Test func longNamesStayDistinctAndShort() {
    let one = fileName(for: String(repeating: "고", count: 200) + "a")
    let other = fileName(for: String(repeating: "고", count: 200) + "b")
    #expect(one != other)
    #expect(one.utf8.count < 230)
  }

  @Test func noTwoNamesMeetOnADiskThatFoldsCase() {
    let keys = ["A", "a", "%41", "%61", "É", "é", "CON", "con", "Con", "-a", "%2da"]
    #expect(Set(keys.map { fileName(for: $0).lowercased() }).count == keys.count)
  }
}

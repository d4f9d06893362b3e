import Testing
import TestSupport

struct SandboxTests {
  @Test(arguments: [false, true]) func shopIsRight(folder: Bool) throws {
    let sandbox = try Sandbox.shop(folder: folder)
    let answer = try sandbox.succeed("verify")
    #expect(answer.contains("same"))
    #expect(answer.contains("\(Shop.tableCount) tables"))
    #expect(try sandbox.git("status", "--porcelain").isEmpty)
  }

  @Test func liveDatabaseIsTheShop() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.useLive()
    #expect(try sandbox.succeed("check").hasPrefix("same"))
    try sandbox.live?.execute("ALTER TABLE customers ADD phone text")
    #expect(try sandbox.fail("check", code: 1).output.contains("customers.phone"))
  }
}

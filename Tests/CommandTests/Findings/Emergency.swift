import TestSupport

/// The shop with a live database named production, and a remote that its pipelines clone anew for every run.
struct Emergency {
  let sandbox: Sandbox
  let live: TestDatabase

  /// - Parameter hooks: whether the hooks are installed.
  init(hooks: Bool = false) throws {
    sandbox = try Sandbox.shop(hooks: hooks)
    live = try sandbox.useLive()
    let config = try sandbox.text("ci/schema_drift_config.yml") ?? ""
    try sandbox.write(
      config + "databases:\n  production: {url_env: DATABASE_URL}\n", to: "ci/schema_drift_config.yml")
    try sandbox.repository.commit("Name production")
    try sandbox.git("init", "--quiet", "--bare", "--initial-branch=main", remote)
    try sandbox.git("remote", "add", "origin", remote)
    try sandbox.git("push", "--quiet", "--no-verify", "origin", "main")
  }

  var remote: String { "\(sandbox.repository.folder.path)/remote.git" }

  /// The time of a run, in hours since the beginning.
  static func clock(_ hours: Double) -> [String: String] {
    let minutes = Int(hours * 60)
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return [
      "BASELINE_CLOCK": "2026-11-\(two(20 + minutes / 1440))T\(two(minutes / 60 % 24)):\(two(minutes % 60)):00Z"
    ]
  }

  static let bypass = ["EMERGENCY_BYPASS": "true"]

  /// Runs the program in a clone that knows nothing of the others, as a pipeline does.
  @discardableResult func pipeline(
    _ arguments: String..., at hours: Double, bypass: Bool = false, environment extra: [String: String] = [:]
  ) throws -> CommandResult {
    let clone = "\(sandbox.repository.folder.path)/clone"
    try sandbox.runProgram("rm", ["-rf", clone])
    try sandbox.git("clone", "--quiet", remote, clone)
    let environment = ["CI": "true"].merging(Self.clock(hours)) { $1 }.merging(bypass ? Self.bypass : [:]) { $1 }
    return try sandbox.run(arguments, environment: environment.merging(extra) { $1 }, in: clone)
  }

  /// Runs the program in the team's own clone.
  @discardableResult func here(
    _ arguments: String..., at hours: Double, bypass: Bool = false, environment extra: [String: String] = [:]
  ) throws -> CommandResult {
    try sandbox.run(
      arguments, environment: Self.clock(hours).merging(bypass ? Self.bypass : [:]) { $1 }.merging(extra) { $1 })
  }

  /// The kinds of the events on a reference of a repository.
  func events(in directory: String? = nil) throws -> [String] {
    let listed = try sandbox.git(
      ["ls-tree", "-r", "--name-only", "refs/baseline/events"], in: directory ?? sandbox.path)
    return listed.output.split(separator: "\n").compactMap { path in
      path.split(separator: "/").last?.split(separator: "-").first.map(String.init)
    }.sorted()
  }
}

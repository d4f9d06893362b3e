// swift-tools-version: 6.1
import PackageDescription

// The arrows of docs/decisions/001-rooms.md, enforced: a room sees only what is listed here.
let package = Package(
  name: "baseline",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "baseline", targets: ["baseline"])],
  dependencies: [
    // Pinned exactly: there is no Package.resolved in git.
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CGit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    // No pkgConfig: libpq is opened with dlopen at first use and never linked.
    .systemLibrary(name: "CPQ", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CSystem"),

    .target(name: "Schema"),
    .target(name: "Processes", dependencies: ["CSystem"]),
    .target(name: "Git", dependencies: ["CGit2", "Processes"]),
    .target(name: "Postgres", dependencies: ["CPQ", "Processes"]),
    .target(name: "YAML", dependencies: ["CYAML"]),
    .target(
      name: "BaselineKit",
      dependencies: ["Schema", "Git", "Postgres", "YAML", "Processes", "CPCRE2"]),
    .executableTarget(
      name: "baseline",
      dependencies: [
        "BaselineKit", "Schema", "Git", "Processes",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .target(
      name: "TestSupport", dependencies: ["Processes", "Postgres"], path: "Tests/TestSupport"),
    .testTarget(name: "SchemaTests", dependencies: ["Schema", "TestSupport"]),
    .testTarget(name: "ProcessesTests", dependencies: ["Processes", "TestSupport"]),
    .testTarget(name: "GitTests", dependencies: ["Git", "TestSupport"]),
    .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestSupport"]),
    .testTarget(name: "YAMLTests", dependencies: ["YAML"]),
    .testTarget(
      name: "BaselineKitTests", dependencies: ["BaselineKit", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(name: "CommandTests", dependencies: ["baseline", "BaselineKit", "Processes", "TestSupport", "YAML"]),
  ],
  swiftLanguageModes: [.v6]
)

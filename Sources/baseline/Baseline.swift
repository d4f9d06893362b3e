import ArgumentParser

@main
struct Baseline: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Versions a PostgreSQL schema in git.")
}

import Processes

/// Variables that are taken out of our own environment for a moment. Where none of them is set, which is nearly always,
/// nothing is touched.
struct HiddenVariables {
  private let values: [(name: String, value: String)]

  init(_ names: [String]) {
    values = names.compactMap { name in environmentVariable(name).map { (name, $0) } }
    for (name, _) in values { unsetenv(name) }
  }

  func restore() {
    for (name, value) in values { setenv(name, value, 1) }
  }
}

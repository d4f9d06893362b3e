/// The hooks that we install.
package enum HookName: String, CaseIterable, Sendable {
  case preCommit = "pre-commit"
  case preMergeCommit = "pre-merge-commit"
  case prePush = "pre-push"
}

/// The text of an installed hook. It only calls back; all that can change is in the program.
package enum HookScript {
  /// The second line of every script that we wrote.
  static let marker = "# baseline hook: made by `baseline hooks install`, removed by `baseline hooks uninstall`"

  /// - Parameters:
  ///   - program: the absolute path of the baseline program; PATH is tried when it is gone.
  ///   - failsWithout: whether the hook fails when the program is missing.
  package static func text(_ hook: HookName, program: String, failsWithout: Bool) -> String {
    let name = hook.rawValue
    // An earlier hook runs first, with the same arguments and the same input.
    return """
      #!/bin/sh
      \(marker)
      input=
      if [ \(name) = pre-push ]; then input=$(cat; echo .); input=${input%.}; fi
      legacy=$(dirname -- "$0")/\(name).before-baseline
      if [ -x "$legacy" ]; then
        if [ \(name) = pre-push ]; then printf '%s' "$input" | "$legacy" "$@"; else "$legacy" "$@"; fi || exit $?
      fi
      installed=\(shellQuoted(program))
      program=$installed
      [ -x "$program" ] || program=$(PATH="$PATH:/usr/local/bin:/opt/homebrew/bin" command -v baseline) || {
        echo "baseline: the program is gone from $installed and not on PATH" >&2
        echo "hint: install it again, or remove this hook: rm $0" >&2
        exit \(failsWithout ? 1 : 0)
      }
      if [ \(name) = pre-push ]; then printf '%s' "$input" | "$program" hook \(name) "$@"; else "$program" hook \(name) "$@"; fi

      """
  }

  static func isOurs(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().first == Substring(marker)
  }

  /// In single quotes, for the shell.
  static func shellQuoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}

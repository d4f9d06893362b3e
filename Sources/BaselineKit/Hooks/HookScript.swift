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
  ///   - failsWithout: whether the hook fails when the program is missing. It never does in a repository without a
  ///     configuration: `core.hooksPath` may make one folder of hooks serve all of a user's repositories.
  package static func text(_ hook: HookName, program: String, failsWithout: Bool) -> String {
    let name = hook.rawValue
    // An earlier hook runs first, with the same arguments and the same input. The dot keeps the input's last line end.
    let keep = hook == .prePush ? "input=$(cat; echo .)\n      input=${input%.}" : "# git gives no input"
    let feed = hook == .prePush ? #"printf '%s' "$input" | "# : ""
    return """
      #!/bin/sh
      \(marker)
      \(keep)
      legacy=$(dirname -- "$0")/\(name).before-baseline
      if [ -x "$legacy" ]; then
        \(feed)"$legacy" "$@" || exit $?
      fi
      installed=\(shellWord(program))
      program=$installed
      [ -x "$program" ] || program=$(PATH="$PATH:/usr/local/bin:/opt/homebrew/bin" command -v baseline) || {
        [ -e \(Config.defaultFile) ] || git config baseline.config >/dev/null || exit 0
        echo "baseline: the program is gone from $installed and not on PATH" >&2
        echo "hint: install it again, or remove this hook: rm '$0'" >&2
        exit \(failsWithout ? 1 : 0)
      }
      \(feed)"$program" hook \(name) -- "$@"

      """
  }

  static func isOurs(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().first == Substring(marker)
  }
}

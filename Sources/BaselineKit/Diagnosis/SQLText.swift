import Schema

/// A text as a constant of SQL, whatever `standard_conforming_strings` says.
func sqlLiteral(_ text: Text) -> String {
  var quoted = ""
  var escapes = false
  for scalar in text.string.unicodeScalars {
    if scalar == "'" || scalar == "\\" { quoted.unicodeScalars.append(scalar) }
    if scalar == "\\" { escapes = true }
    quoted.unicodeScalars.append(scalar)
  }
  return (escapes ? "E'" : "'") + quoted + "'"
}

/// A comment's text, or NULL for none.
func sqlComment(_ text: Text?) -> String { text.map(sqlLiteral) ?? "NULL" }

/// Names in a list: `id, "Odd Name"`.
func sqlNames(_ names: [Text]) -> String { names.map(quotedIdentifier).joined(separator: ", ") }

/// Options as the catalog keeps them, `fillfactor=90`, as SQL sets them: `fillfactor = '90'`.
func sqlOptions(_ options: [Text]) -> String {
  options.map { option in
    let (name, value) = parts(ofOption: option)
    return "\(quotedIdentifier(name)) = \(sqlLiteral(value))"
  }.joined(separator: ", ")
}

/// The parts of ALTER that make one list of options out of another: `SET (…)`, `RESET (…)`.
func sqlOptionChanges(from old: [Text], to new: [Text]) -> [String] {
  let set = new.filter { !old.contains($0) }
  let kept = Set(new.map { parts(ofOption: $0).name })
  let gone = old.map { parts(ofOption: $0).name }.filter { !kept.contains($0) }
  return (set.isEmpty ? [] : ["SET (\(sqlOptions(set)))"]) + (gone.isEmpty ? [] : ["RESET (\(sqlNames(gone)))"])
}

private func parts(ofOption option: Text) -> (name: Text, value: Text) {
  let parts = option.string.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
  return (Text(String(parts[0])), Text(parts.count > 1 ? String(parts[1]) : ""))
}

import Schema

extension ReviewMaterial {
  var monthly: [ReviewSection] {
    get throws {
      [
        ReviewSection(.rules, unseenItems + (try rules), remarks: ruleRemarks),
        ReviewSection(.critical, cutItems + (try criticalTables), remarks: unseenRemarks),
        ReviewSection(.bypasses, unaskedItems + bypasses + unexplained + approvals),
        ReviewSection(.process, process),
      ]
    }
  }

  // MARK: Exception rules

  /// What a rule hides lies in live databases; of one that was not looked at nobody knows what it has.
  private var ruleRemarks: [String] {
    unseen.isEmpty ? [] : ["whether a rule matches nothing is not known: \(unseenRemarks.joined(separator: ", "))"]
  }

  private var rules: [ReviewItem] {
    get throws {
      let matches = try matchesOfRules
      return unusedRules(matches) + overlappingRules(matches) + (try hidingRules)
    }
  }

  /// The objects that each rule is about, critical tables aside: rules never hide those.
  private var matchesOfRules: [(rule: IgnoreRule, objects: Set<ObjectID>)] {
    get throws {
      let watch = Watch(config)
      let snapshots = databases.map(\.snapshot) + (baseline.map { [$0] } ?? [])
      let critical = snapshots.reduce(into: Set()) { $0.formUnion(watch.criticalTables(of: $1)) }
      let objects = Set(snapshots.flatMap(\.objects)).subtracting(critical)
      return try config.ignore.map { rule in (rule, try objects.filter { try watch.matches(rule, $0) }) }
    }
  }

  private func unusedRules(_ matches: [(rule: IgnoreRule, objects: Set<ObjectID>)]) -> [ReviewItem] {
    guard unseen.isEmpty, !databases.isEmpty else { return [] }
    return matches.filter(\.objects.isEmpty).map { match in
      item(
        "unused:\(match.rule.words)", "\(match.rule) matches nothing", .open, next: "remove it from \(config.file)")
    }
  }

  private func overlappingRules(_ matches: [(rule: IgnoreRule, objects: Set<ObjectID>)]) -> [ReviewItem] {
    matches.indices.flatMap { place -> [ReviewItem] in
      let later = matches[place]
      return matches[..<place].compactMap { earlier -> ReviewItem? in
        // A rule that only leaves fields out takes nothing away from another one.
        guard earlier.rule.fields == later.rule.fields else { return nil }
        let both = earlier.objects.intersection(later.objects)
        guard !both.isEmpty else { return nil }
        let relation =
          both == later.objects
          ? "\(later.rule) is superfluous: \(earlier.rule) matches all that it matches"
          : both == earlier.objects
            ? "\(earlier.rule) is superfluous: \(later.rule) matches all that it matches"
            : "\(earlier.rule) and \(later.rule) overlap"
        return item(
          "overlap:\(earlier.rule.words):\(later.rule.words)", relation, .open,
          remarks: both.sorted().map(\.description).shortened(to: 4), next: "change \(config.file)")
      }
    }
  }

  /// Rules that hide what a watched table references: its rows depend on what nobody watches.
  private var hidingRules: [ReviewItem] {
    get throws {
      var found: [ObjectID: (rule: IgnoreRule, by: [ObjectID])] = [:]
      for side in try sides {
        let present = Set(side.tables.map(\.id))
        for (id, table) in side.tables {
          for target in table.referencedTables(in: id) where !present.contains(target) {
            guard let rule = try Watch(config).rule(hidingTable: target) else { continue }
            found[target, default: (rule, [])].by.append(id)
          }
        }
      }
      return found.sorted { $0.key < $1.key }.map { table, found in
        let tables = Set(found.by).sorted().map(\.name)
        return item(
          "hides:\(table.name):\(found.rule.words)",
          "\(found.rule) hides \(table.name), which \(counted(tables.count, "watched table")) "
            + "reference\(tables.count == 1 ? "s" : "")",
          .open, remarks: tables.shortened(to: 6), next: "change \(config.file)")
      }
    }
  }

  // MARK: Critical tables

  private var criticalTables: [ReviewItem] {
    get throws {
      let sides = try sides
      let tables = Set(sides.flatMap { $0.tables.map(\.id) })
      let gone = config.criticalTables.filter { name in
        !tables.contains { name.matches(schema: $0.path[0].string, name: $0.path[1].string) }
      }.map { name in
        item(
          "gone:\(name)", "the critical table \(name) does not exist", .open,
          next: "correct or remove it in \(config.file)")
      }
      return gone + candidates(sides)
    }
  }

  /// So many commits in the month, or tables that reference it, make a table one to think about.
  private static let candidateCount = 3
  /// At most so many are told, those with most first.
  private static let candidateLimit = 10

  /// Tables that changed most or that many reference, and that are not critical.
  private func candidates(_ sides: [Side]) -> [ReviewItem] {
    var commits: [ObjectID: Int] = [:]
    for entry in updates.entries where !entry.isFirst {
      let changed = Set(entry.changes.map(\.object.container).filter { $0.kind == .table })
      for table in changed { commits[table, default: 0] += 1 }
    }
    var references: [ObjectID: Set<ObjectID>] = [:]
    for (id, table) in sides.flatMap(\.tables) {
      for target in table.referencedTables(in: id) where target != id { references[target, default: []].insert(id) }
    }
    let critical = sides.reduce(into: Set()) { $0.formUnion($1.critical) }
    let candidates = Set(sides.flatMap(\.tables).map(\.id)).subtracting(critical)
      .map { (table: $0, commits: commits[$0] ?? 0, references: references[$0]?.count ?? 0) }
      .filter { max($0.commits, $0.references) >= Self.candidateCount }
      .sorted { ($1.commits + $1.references, $0.table) < ($0.commits + $0.references, $1.table) }
    return candidates.prefix(Self.candidateLimit).map { table, commits, references in
      item(
        "uncritical:\(table.name)",
        "\(table.name) is not critical: changed in \(counted(commits, "commit")) of the month, "
          + "referenced by \(counted(references, "table"))",
        .open, next: "add it to critical_tables in \(config.file)")
    }
  }

  // MARK: Approvals and bypasses

  /// Each emergency for which nobody gave a reason yet.
  private var unexplained: [ReviewItem] {
    bypassDebts.map { $0[0] }.filter { $0.reason == nil }.map { debt in
      item(
        "reason:\(debt.id):\(debt.scope.name)", "nobody said why bypass \(debt.shortID) was needed", .open,
        remarks: ["by \(debt.actor)"], next: "baseline bypass explain \(debt.shortID) --reason '…'")
    }
  }

  /// What people let pass in the month.
  private var approvals: [ReviewItem] {
    let decisions = operations.decisions.filter { contains($0.at) }
    let answers = operations.acknowledgements.filter { contains($0.at) }
    let decided = ReviewDecision.Verdict.allCases.compactMap { verdict -> ReviewItem? in
      let own = decisions.filter { $0.verdict == verdict }
      guard !own.isEmpty else { return nil }
      let words = own.map { decision in
        let until = decision.until.map { " until \($0.day)" } ?? ""
        return "\(counted(decision.items.count, "item"))\(until), \(decision.actor): \(decision.reason)"
      }
      return item(
        "decided:\(verdict.rawValue):\(period)",
        "\(verdict.rawValue) in reviews: \(counted(own.reduce(0) { $0 + $1.items.count }, "item"))", .noted,
        remarks: words.shortened(to: 12))
    }
    guard !answers.isEmpty else { return decided }
    return decided + [item("answers:\(period)", "\(counted(answers.count, "answer")) to incidents", .noted)]
  }

  // MARK: Training, guidelines and how the team finds the process

  private var process: [ReviewItem] {
    causes + questions
  }

  /// What the month's findings came of: where training or a guideline would help.
  private var causes: [ReviewItem] {
    let findings = operations.history.findings.filter { $0.state != .suspected && contains($0.seen.at) }
    guard !findings.isEmpty else { return [] }
    let counts = Dictionary(grouping: findings.flatMap { $0.last.causes }, by: \.self).mapValues(\.count)
    let words = Cause.allCases.compactMap { cause in counts[cause].map { "\($0) \(cause.words)" } }
    return [
      item("causes:\(period)", "\(counted(findings.count, "finding")) of the month, by cause", .noted, remarks: words)
    ]
  }

  /// Open until it is answered, which happens with the signature: nothing else can be decided about it.
  private var questions: [ReviewItem] {
    ReviewQuestion.allCases.map { question in
      let scores = operations.reviews.filter { $0.cadence == turn.cadence && $0.period < turn.period }
        .compactMap { record in
          record.answers.last { $0.question == question.rawValue }.map { "\(record.period.name): \($0.score)" }
        }
      let score = turn.record?.answers.last { $0.question == question.rawValue }?.score
      return ReviewItem(
        question.key(turn.period), question.text + (score.map { " \($0) of 5" } ?? ""), score == nil ? .open : .fixed,
        remarks: scores.isEmpty ? [] : ["earlier: \(scores.suffix(6).joined(separator: ", "))"],
        next: score == nil ? "--sign --answer \(question.rawValue)=1…5" : nil, among: [], now: now)
    }
  }
}

extension Table {
  /// The tables that it references or hangs on: by foreign keys, inheritance and partitioning.
  fileprivate func referencedTables(in id: ObjectID) -> Set<ObjectID> {
    let names = constraints.compactMap(\.references) + inherits + (partitionOf.map { [$0] } ?? [])
    return Set(names.compactMap { tableID($0, in: id.path[0]) })
  }
}

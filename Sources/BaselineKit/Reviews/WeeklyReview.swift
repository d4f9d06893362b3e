import Schema

extension ReviewMaterial {
  var weekly: [ReviewSection] {
    get throws {
      [
        ReviewSection(.hidden, unseenItems + (try hiddenTables)),
        ReviewSection(.temporary, try temporaryTables, remarks: unseenRemarks),
        baselineUpdates,
        ReviewSection(.misjudged, unaskedItems + (try falsePositives + falseNegatives)),
        ReviewSection(.waivers, try waiverItems, remarks: unseenRemarks),
      ]
    }
  }

  // MARK: Tables that rules hide

  private var hiddenTables: [ReviewItem] {
    get throws {
      var places: [ObjectID: (rule: IgnoreRule, databases: [String], table: Table)] = [:]
      for database in databases {
        let watched = try Set(database.watch.filtered(database.snapshot).snapshot.tables.map(\.id))
        for (id, table) in database.snapshot.tables where !watched.contains(id) {
          guard let rule = try database.watch.rule(hidingTable: id) else { continue }
          places[id, default: (rule, [], table)].databases.append(database.name)
        }
      }
      return places.sorted { ($0.value.rule.line, $0.key) < ($1.value.rule.line, $1.key) }.map { table, place in
        // The rule's line would make it another item with every edit above it. On another database it is another table.
        let names = place.databases.map { Text($0) }.sorted().map(\.string).joined(separator: ",")
        let key = "\(ReviewItem.hidden)\(table.name):\(place.rule.words):\(names)"
        let columns = counted(place.table.columns.count, "column")
        let isOdd = !looksTemporary(table.key.string)
        return item(
          key, "\(table.name) on \(place.databases.joined(separator: ", ")), hidden by \(place.rule)", .open,
          remarks: [columns] + (isOdd ? ["by its name it is no backup or work table"] : []))
      }
    }
  }

  // MARK: Tables that look as if they should be hidden

  private var temporaryTables: [ReviewItem] {
    get throws {
      var found: [ObjectID: (rule: String, places: [String])] = [:]
      for side in try sides {
        for (id, table) in side.tables where !side.critical.contains(id) {
          guard let rule = table.temporaryRule else { continue }
          found[id, default: (rule, [])].places.append(side.name)
        }
      }
      return found.sorted { $0.key < $1.key }.map { table, found in
        item(
          "temporary:\(table.name)", "\(table.name) in \(found.places.joined(separator: ", "))", .open,
          next: "baseline ignore \(shellWord(found.rule)) --reason '…'")
      }
    }
  }

  /// A schema as it is compared: without what rules hide.
  struct Side {
    let name: String
    let snapshot: Snapshot
    let critical: Set<ObjectID>

    var tables: [(id: ObjectID, table: Table)] { snapshot.tables }
  }

  /// The baseline, then the live databases.
  var sides: [Side] {
    get throws {
      let live = try databases.map { database in
        let snapshot = try database.watch.filtered(database.snapshot).snapshot
        return Side(name: database.name, snapshot: snapshot, critical: database.watch.criticalTables(of: snapshot))
      }
      guard let baseline else { return live }
      let watch = Watch(config)
      let snapshot = try watch.filtered(baseline).snapshot
      return [Side(name: "the baseline", snapshot: snapshot, critical: watch.criticalTables(of: snapshot))] + live
    }
  }

  // MARK: Updates of the baseline

  private var baselineUpdates: ReviewSection {
    let items = updates.entries.map { entry in
      let commit = entry.commit
      let began = entry.isFirst ? ["the baseline began"] : entry.changes.map { ChangeWords($0).sentence }
      return item(
        "update:\(commit.oid)",
        "\(commit.oid.short) \(Timestamp(seconds: commit.committer.time).day) \(commit.author.name): \(commit.subject)",
        .noted,
        remarks: (entry.problem.map { [$0] } ?? began).shortened(to: 12))
    }
    return ReviewSection(.updates, cutItems + items, remarks: updates.notCompared)
  }

  /// A shallow clone does not have what came before.
  var cutItems: [ReviewItem] {
    guard updates.isShallow else { return [] }
    return [
      item(
        "unseen:history:\(period)", "this clone is shallow: what is older was not looked at", .open,
        next: "git fetch --unshallow")
    ]
  }

  // MARK: False positives and negatives

  /// What a rule has hidden since, and what a rule should hide.
  private var falsePositives: [ReviewItem] {
    get throws {
      try operations.history.findings.compactMap { finding in
        let subject = "\(finding.object.kind.word) \(finding.object.name) on \(finding.database)"
        let key = "false-positive:\(finding.seen.check):\(finding.object)"
        if let resolved = finding.resolved, finding.how == .ignoreRule, touches(finding.seen.at, resolved.at) {
          let rule = try rule(about: finding.object)
          return item(
            key, "false positive: \(subject), seen \(finding.seen.at)", .fixed,
            remarks: [rule.map { "hidden since \(resolved.at) by \($0)" } ?? "hidden since \(resolved.at)"])
        }
        guard finding.state == .open, finding.seen.at < end, finding.last.causes.contains(.temporaryTable) else {
          return nil
        }
        let pattern = exactPattern(finding.object.path.dropFirst().first?.string ?? "")
        return item(
          key, "probably a false positive: \(subject), seen \(finding.seen.at)", .open,
          remarks: ["by its name it is a backup or work table"],
          next: "baseline ignore \(shellWord(pattern)) --reason '…'")
      }
    }
  }

  /// What people found before a check did.
  private var falseNegatives: [ReviewItem] {
    get throws {
      try operations.missed.filter { contains($0.event.at) }.map { missed in
        let rule = try rule(about: missed.object)
        let seen = operations.history.findings.last {
          $0.object.isInside(missed.object) && $0.lastSeen.at >= missed.since
            && $0.database.utf8.elementsEqual(missed.database.utf8)
        }
        let reported = "reported \(missed.event.at) by \(missed.event.actor)"
        return item(
          "missed:\(missed.event.id)",
          "false negative: \(missed.object.kind.word) \(missed.object.name) on \(missed.database), there since \(missed.since)",
          rule == nil && seen != nil ? .fixed : .open,
          remarks: [missed.note.map { "\(reported): \($0)" } ?? reported]
            + (rule == nil && seen == nil ? ["no rule hides it, and no check has seen it since"] : [])
            + (seen.map { ["a check saw it \($0.seen.at)"] } ?? []),
          next: rule.map { "change \(config.file): \($0) hides it" })
      }
    }
  }

  /// The rule that hides an object or what it lies in; nil: none does.
  private func rule(about object: ObjectID) throws -> IgnoreRule? {
    let watch = Watch(config)
    guard object.path.count >= 2 else { return try watch.rule(hiding: object) }
    let table = ObjectID(.table, Array(object.path.prefix(2)))
    if let rule = try watch.rule(hidingSchemaOf: table) { return rule }
    let isCritical = config.criticalTables.contains {
      $0.matches(schema: table.path[0].string, name: table.path[1].string)
    }
    if isCritical { return nil }
    return try watch.rule(hiding: object) ?? watch.rule(hiding: table)
  }

  // MARK: Waivers

  private var waiverItems: [ReviewItem] {
    get throws {
      let needed = try neededWaivers
      return waivers.all.map { waiver in
        let place = "\(waivers.file):\(waiver.line)"
        let (state, remark, next) = standing(waiver, isNeeded: needed?.contains(waiver.line))
        return item(
          "waiver:\(waiver.fingerprint):\(waiver.reachWords):\(waiver.until.day)",
          "\(waiver.object)\(waiver.field.map { " (\($0))" } ?? "") until \(waiver.until.day), \(waiver.owner): \(waiver.reason)",
          state, remarks: [place] + (remark.map { [$0] } ?? []), next: next.map { "\($0) (\(place))" })
      }
    }
  }

  private func standing(
    _ waiver: Waiver, isNeeded: Bool?
  ) -> (state: ReviewItem.State, remark: String?, next: String?) {
    if waiver.hasEnded(now) {
      return (.open, "it ended: its difference counts again", "resolve it, or renew the waiver")
    }
    if isNeeded == false { return (.open, "it covers nothing that differs now", "remove it") }
    let left = waiver.until + Waiver.daySeconds - now
    if left <= Waivers.soonDays * Waiver.daySeconds {
      return (.open, "it ends in \(durationWords(left))", "resolve what differs, or renew the waiver")
    }
    return (.noted, nil, nil)
  }

  /// The lines of the waivers that cover something that differs on a live database; nil: not every one could be looked at. Those of
  /// verifications and of what tenants have are taken for needed.
  private var neededWaivers: Set<Int>? {
    get throws {
      guard let baseline, unseen.isEmpty, !databases.isEmpty, !databases.contains(where: \.hasTenants) else {
        return nil
      }
      var needed = Set(waivers.all.filter { $0.reach == .migrations }.map(\.line))
      for database in databases {
        let judgement = try database.watch.judge(baseline, database.snapshot, .everything, includesLive: true)
        for waiver in waivers.all where waiver.holds(at: .database(database.name)) {
          if judgement.differences.contains(where: { waiver.covers($0.change) }) { needed.insert(waiver.line) }
        }
      }
      return needed
    }
  }
}

extension Watch {
  /// The rule that hides a table, by itself or with all that is in its schema.
  func rule(hidingTable table: ObjectID) throws -> IgnoreRule? {
    try rule(hidingSchemaOf: table) ?? rule(hiding: table)
  }

  /// What is in a schema that a rule hides is not watched, whatever else is said of it.
  fileprivate func rule(hidingSchemaOf table: ObjectID) throws -> IgnoreRule? {
    try rule(hiding: ObjectID(.schema, [table.path[0]]))
  }
}

extension Snapshot {
  fileprivate var tables: [(id: ObjectID, table: Table)] {
    database.schemas.flatMap { schema in schema.tables.map { (ObjectID(.table, [schema.key, $0.key]), $0) } }
  }
}

extension Waiver {
  fileprivate var reachWords: String {
    switch reach {
    case .everyDatabase: ""
    case .database(let name): name
    case .migrations: Self.noDatabase
    }
  }
}

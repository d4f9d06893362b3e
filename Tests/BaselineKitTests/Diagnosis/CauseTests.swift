import BaselineKit
import Schema
import TestSupport
import Testing

/// Every cell: baseline, migrated, live and expected state equal and different in each way that means something, all of them
/// in one database, with the books of each tool.
///
/// Each table is named after its cell. The column `v` is `text` after the first migration; the second is applied, the third
/// is not.
struct CauseTests {
  static let first =
    [
      "same", "by_hand", "pending", "behind", "conflict", "already", "already_behind", "hidden_by_behind",
      "pending_behind",
      "behind_only_there", "by_hand_behind", "all_four", "other_fields", "dropped_by_hand", "dropped_by_migration",
      "dropped_by_migration_altered", "members", "state", "edited_twice",
    ].map { "CREATE TABLE \($0) (id integer PRIMARY KEY, v text);" }.joined(separator: "\n") + "\n"

  static let second = """
    ALTER TABLE behind ALTER v TYPE integer USING NULL;
    ALTER TABLE hidden_by_behind ALTER v TYPE varchar(20);
    ALTER TABLE by_hand_behind ALTER v TYPE varchar(20);
    ALTER TABLE all_four ALTER v TYPE varchar(20);

    """

  static let third = """
    ALTER TABLE pending ALTER v TYPE varchar(20);
    ALTER TABLE conflict ALTER v TYPE varchar(20);
    ALTER TABLE already ALTER v TYPE varchar(20);
    ALTER TABLE already_behind ALTER v TYPE varchar(20);
    ALTER TABLE pending_behind ALTER v TYPE varchar(20);
    ALTER TABLE behind_only_there ALTER v TYPE varchar(20);
    ALTER TABLE all_four ALTER v TYPE bigint USING NULL;
    ALTER TABLE other_fields ALTER v SET NOT NULL;
    DROP TABLE dropped_by_migration;
    DROP TABLE dropped_by_migration_altered;
    CREATE TABLE made_by_migration (id integer);
    CREATE TABLE made_by_both (id bigint);
    ALTER TABLE members ADD p integer, ADD q integer;
    CREATE INDEX members_v ON members (v);

    """

  /// The baseline is written as of the third migration, and is behind in some tables.
  static let baselineBehind = """
    ALTER TABLE behind ALTER v TYPE text;
    ALTER TABLE already_behind ALTER v TYPE text;
    ALTER TABLE hidden_by_behind ALTER v TYPE integer USING NULL;
    ALTER TABLE pending_behind ALTER v TYPE integer USING NULL;
    ALTER TABLE behind_only_there ALTER v TYPE text;
    ALTER TABLE by_hand_behind ALTER v TYPE text;
    ALTER TABLE all_four ALTER v TYPE text;

    """

  static let byHand = """
    ALTER TABLE by_hand ALTER v TYPE integer USING NULL;
    ALTER TABLE conflict ALTER v TYPE integer USING NULL;
    ALTER TABLE already ALTER v TYPE varchar(20);
    ALTER TABLE already_behind ALTER v TYPE varchar(20);
    ALTER TABLE hidden_by_behind ALTER v TYPE integer USING NULL;
    ALTER TABLE by_hand_behind ALTER v TYPE integer USING NULL;
    ALTER TABLE all_four ALTER v TYPE integer USING NULL;
    ALTER TABLE other_fields ALTER v TYPE integer USING NULL;
    DROP TABLE dropped_by_hand;
    ALTER TABLE dropped_by_migration_altered ADD x integer, ALTER v TYPE integer USING NULL;
    CREATE TABLE made_by_hand (id integer);
    CREATE TABLE made_by_both (id integer);
    CREATE TABLE customers_backup_20240131 (id integer);
    ALTER TABLE members ADD h integer, ADD q integer;
    ALTER TABLE members ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;

    """

  static let expected: [String: String] = [
    "public.by_hand.v": "changed_by_hand",
    "public.pending.v": "not_deployed",
    "public.behind.v": "baseline_behind",
    "public.conflict.v": "changed_by_hand not_deployed conflict",
    "public.already.v": "changed_by_hand not_deployed (hidden) (already)",
    "public.already_behind.v": "changed_by_hand not_deployed baseline_behind (already)",
    "public.hidden_by_behind.v": "changed_by_hand baseline_behind (hidden)",
    "public.pending_behind.v": "not_deployed baseline_behind",
    "public.by_hand_behind.v": "changed_by_hand baseline_behind",
    "public.all_four.v": "changed_by_hand not_deployed baseline_behind conflict",
    "public.other_fields.v": "changed_by_hand not_deployed",
    "public.dropped_by_hand": "changed_by_hand",
    "public.dropped_by_migration": "not_deployed",
    // The table is to go; what was changed in it by hand is not lost sight of.
    "public.dropped_by_migration_altered": "not_deployed",
    "public.dropped_by_migration_altered.v": "changed_by_hand not_deployed conflict (hidden)",
    "public.dropped_by_migration_altered.x": "changed_by_hand (hidden)",
    "public.made_by_migration": "not_deployed",
    "public.made_by_hand": "changed_by_hand",
    // There already, and not as the migration will make it: its column is of another type.
    "public.made_by_both": "changed_by_hand not_deployed conflict (hidden)",
    "public.made_by_both.id": "changed_by_hand not_deployed conflict",
    "public.customers_backup_20240131": "changed_by_hand temporary_table",
    "public.members.h": "changed_by_hand",
    "public.members.p": "not_deployed",
    "public.members.q": "changed_by_hand not_deployed (hidden) (already)",
    "index:public.members.members_v": "not_deployed",
    "constraint:public.members.positive": "changed_by_hand",
  ]

  @Test(arguments: Books.usual) func everyCell(_ books: Books) throws {
    let bench = try Bench(books.migrations)
    for (file, text) in books.files([Self.first, Self.second]) { try bench.test.write(text, to: file) }
    try bench.writeBaseline(Self.first + Self.second)
    try bench.test.commit("Two migrations")
    for (file, text) in books.files([Self.first, Self.second, Self.third]) { try bench.test.write(text, to: file) }
    try bench.writeBaseline(Self.first + Self.second + Self.third + Self.baselineBehind)
    try bench.test.commit("A third")
    try bench.live.execute(
      Self.first + Self.second + Self.byHand + books.table + books.applied(1) + books.applied(2))

    let report = try bench.check()
    let found = report.causes
    for (object, causes) in Self.expected { #expect(found[object] == causes, "\(object)") }
    #expect(Set(found.keys) == Set(Self.expected.keys))
    #expect(
      report.evidence?.pending.count == 1 && report.evidence?.problem == nil, "\(String(describing: report.evidence))")
    // What is only waiting is a warning, all else fails.
    for difference in report.judgement.differences {
      let isWaiting = difference.diagnosis?.causes == [.notDeployed]
      #expect(difference.action == (isWaiting ? .warn : .fail), "\(difference.change.object)")
    }
    #expect(
      try report.difference("public.customers_backup_20240131").diagnosis?.proposedRule == "^customers_backup_20240131$"
    )
    let sql = try report.difference("public.by_hand.v").diagnosis?.repair.map(\.sql).joined()
    #expect(sql?.contains("ALTER TABLE public.by_hand ALTER COLUMN v TYPE text") == true, "\(sql ?? "")")
    // Back to what is expected of it, which is not what the baseline says.
    let conflict = try report.difference("public.conflict.v").diagnosis?.repair.map(\.sql).joined()
    #expect(conflict?.contains("TYPE text") == true, "\(conflict ?? "")")
    #expect(report.judgement.warnings.contains { $0.contains("not what its migrations make") })
  }
}

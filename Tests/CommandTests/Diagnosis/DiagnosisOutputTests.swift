import TestSupport
import Testing

/// What `check` says of causes: text, Markdown, exit codes.
struct DiagnosisOutputTests {
  /// Critical ones first, each with its cause, what to do, and a last line for a chat.
  @Test func text() throws {
    let sandbox = try Sandbox.shop()
    try sandbox.write("ALTER TABLE users ADD phone text;\n", to: "migrations/0007_phone.sql")
    try sandbox.succeed("update")
    try sandbox.repository.commit("Add phone numbers")
    let live = try sandbox.useLive(Shop.allMigrations)
    try live.execute(Shop.books)

    // Only waiting: a warning, unless it had to be there.
    let waiting = try sandbox.succeed("check")
    #expect(waiting.contains("not deployed yet:\n  ! column public.users.phone missing (text)\n  next: "), "\(waiting)")
    #expect(waiting.contains("not applied (Rails or dbmate): 0007_phone.sql"))
    #expect(waiting.split(separator: "\n").last?.hasSuffix(" differs from its baseline: 1 not deployed yet") == true)
    let required = try sandbox.fail("check", "--require-applied", code: 1).output
    #expect(required.contains("✗ not applied: 0007_phone.sql"), "\(required)")

    try live.execute(
      """
      ALTER TABLE customers ADD phone text; CREATE TABLE customers_old (id int);
      ALTER TABLE users ALTER login DROP NOT NULL, ADD mobile text
      """)
    let text = try sandbox.fail("check", code: 1).output
    let lines = text.split(separator: "\n").map(String.init)
    let headings = lines.filter { !$0.hasPrefix(" ") && $0.hasSuffix(":") && $0 != "recent migrations:" }
    #expect(
      headings == [
        "critical: changed by hand:", "changed by hand, and looks like a backup or work table:", "changed by hand:",
        "not deployed yet:",
      ], "\(text)")
    for line in [
      "      undo (destructive: what the column holds is lost): ALTER TABLE public.customers DROP COLUMN IF EXISTS phone;",
      "      undo (careful: fails while a row has NULL there; reads the table under an exclusive lock): "
        + "ALTER TABLE public.users ALTER COLUMN login SET NOT NULL;",
      "  next: baseline ignore '^customers_old$' --reason '…'",
      "expected: the 6 migrations up to 0006_work_tables.sql, run on a private server",
    ] {
      #expect(lines.contains(line), "\(line)\n\(text)")
    }
    #expect(lines.contains { $0.hasPrefix("depends on public.customers: constraint public.reservations.") }, "\(text)")
    #expect(lines.contains { $0.hasSuffix("Ada Author: Add phone numbers") }, "\(text)")
    #expect(
      lines.last?.hasSuffix(
        " differs from its baseline: customers.phone changed by hand, and 3 more (1 critical); 1 not deployed yet")
        == true, "\(text)")
    // The one is still to come: the other is not the same under a new name.
    #expect(text.contains("column public.users.mobile added (text)\n"), "\(text)")
  }

  /// Names and messages are text in Markdown, whatever they look like.
  @Test func markdown() throws {
    let sandbox = try Sandbox.shop()
    let live = try sandbox.useLive(Shop.allMigrations)
    try sandbox.repository.commit(
      "@everyone | see #1 <img src=x> ![a](http://x) `code`\n\nbody",
      [
        "migrations/0006_work_tables.sql": Shop.migrations[5].sql + "ALTER TABLE users ADD later integer;\n"
      ])
    try live.execute(
      """
      CREATE TABLE "a|b<script>@me#1`x`
      ::error::[x](javascript:1) ##vso[task]" (id int)
      """)
    let result = try sandbox.fail("check", "--format", "markdown", code: 1)
    let text = result.output
    #expect(text.hasPrefix("### ❌ "), "\(text)")
    for part in ["<script>", "<img", "@me", "@everyone", "#1", "](", "##vso[", "\n::"] {
      #expect(!text.replacing("\\]", with: "").contains(part), "\(part)\n\(text)")
    }
    #expect(text.contains("&lt;script&gt;&#64;me"), "\(text)")
    // A row of the table stays one row of three cells.
    let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| ❌") })
    #expect(row.replacing("\\|", with: "").count { $0 == "|" } == 4, "\(row)")
    // With the tool's books, but only git to say that the migration was edited: nothing of that is told as a fact.
    try live.execute(Shop.books)
    let edited = try sandbox.fail("check", "--format", "markdown", code: 1).output
    #expect(
      edited.contains("**changed by hand, or by a migration that may have been edited after it was applied, and the "),
      "\(edited)")
    try sandbox.fail("diff", "--format", "markdown", "HEAD", code: 64)
    #expect(try sandbox.run(["check", "--format", "html"]).code == 64)
  }

  /// A private server that cannot be had changes what is known, and not that it differs.
  @Test func withoutAServer() throws {
    let sandbox = try Sandbox.shop()
    let live = try sandbox.useLive(Shop.allMigrations)
    try live.execute(Shop.books + "ALTER TABLE users ADD x integer")
    let text = try sandbox.fail("check", code: 1, environment: ["BASELINE_POSTGRES_BIN": "/nowhere"]).output
    #expect(text.contains("changed by hand:\n  ✗ column public.users.x added"), "\(text)")
    #expect(text.contains("note: what the migrations make could not be built"), "\(text)")
  }
}

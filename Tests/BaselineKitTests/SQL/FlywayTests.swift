import Testing

@testable import BaselineKit

struct FlywayTests {
  @Test func partsOfVersionsCompareAsNumbers() throws {
    let plan = try plan("V10__e.sql", "V1_10__c.sql", "V1_2__b.sql", "V2__d.sql", "V1.1__a.sql", "V010.0.1__f.sql")
    #expect(plan.migrations.map(\.name) == ["a", "b", "c", "d", "e", "f"])
    #expect(plan.versions == ["1.1", "1.2", "1.10", "2", "10", "10.0.1"])
    #expect(plan.conventions == [.flyway])
  }

  @Test func repeatableFilesRunLastByName() throws {
    let plan = try plan("R__b.sql", "R__A.sql", "V1__x.sql", "U1__x.sql", "V2__y.sql")
    #expect(plan.order == ["V1__x.sql", "V2__y.sql", "R__A.sql", "R__b.sql"])
    #expect(plan.versions == ["1", "2", "", ""])
  }

  @Test func baselineReplacesWhatItStandsFor() throws {
    let plan = try plan("V1__a.sql", "V2__b.sql", "B2__all.sql", "V3__c.sql", "B1__old.sql")
    #expect(plan.order == ["B2__all.sql", "V3__c.sql"])
    #expect(plan.notes.contains { $0.contains("m/B2__all.sql is a baseline migration") })
  }

  @Test func foldersBelowAndOtherLocationsAreOrderedTogether() throws {
    #expect(
      try plan("x/V2__b.sql", "V1__a.sql", "y/z/V3__c.sql").order == ["V1__a.sql", "x/V2__b.sql", "y/z/V3__c.sql"])
    let plan = try plan(["m/V1__a.sql": "", "m/V3__c.sql": "", "n/V2__b.sql": ""], below: ["m", "n"])
    #expect(plan.versions == ["1", "2", "3"])
    #expect(plan.notes == [])
  }

  @Test func configurationFileTurnsTheTransactionOff() throws {
    let plan = try plan(["m/V1__a.sql": "", "m/V1__a.sql.conf": "executeInTransaction = false\r\n", "m/V2__b.sql": ""])
    #expect(plan.transactions == [.none, .file])
  }

  @Test func callbacksAreNoted() throws {
    let plan = try plan("V1__a.sql", "afterMigrate.sql", "beforeEachMigrate__x.sql")
    #expect(plan.order == ["V1__a.sql"])
    #expect(plan.notes.filter { $0.contains("callback") }.count == 2)
  }

  @Test func placeholdersAreRefused() throws {
    #expect(planError(["m/V1__a.sql": "CREATE TABLE ${schema}.t ();"])?.reason.contains("${schema}") == true)
  }

  @Test(arguments: ["V__a.sql", "V1_a.sql", "V1..2__a.sql", "Vx__a.sql", "R1__a.sql", "v1__a.sql", "V1__a.txt"])
  func otherNamesAreNotFlyways(_ name: String) { #expect(Flyway.Name(name) == nil) }
}

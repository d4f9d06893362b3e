import TestSupport
import Testing

@testable import BaselineKit

/// PostgreSQL 12 to 14, which no test meets: that they are asked for nothing that they do not have.
struct OlderServersTests {
  /// What came after 12, with the version that brought it, from the release notes and the catalogs' documentation.
  /// That 15 to 18 have what is asked of them, the other tests show.
  private static let cameWith: [Int: String] = [
    13: """
    regcollation tgparentid pubviaroot stxstattarget is_normalized gen_random_uuid pg_current_xact_id
    pg_current_snapshot pg_snapshot_xmax pg_snapshot_xmin xid8
    """,
    14: """
    attcompression prosqlbody inhdetachpending stxexprs rngmultitypid typsubscript subbinary substream substreaming
    pg_get_function_sqlbody pg_get_statisticsobjdef_columns pg_get_statisticsobjdef_expressions pg_stats_ext_exprs
    default_toast_compression range_agg bit_xor trim_array date_bin string_to_table unistr pg_column_compression
    """,
    15: """
    indnullsnotdistinct confdelsetcols colliculocale datlocprovider daticulocale datcollversion pg_publication_namespace
    pg_parameter_acl pnoid pnpubid pnnspid prqual prattrs subtwophasestate subdisableonerr subskiplsn parname paracl
    has_parameter_privilege regexp_count regexp_like regexp_substr regexp_instr pg_database_collation_actual_version
    """,
    16: """
    collicurules daticurules suborigin subpasswordrequired subrunasowner any_value array_sample array_shuffle
    json_array json_object json_arrayagg json_objectagg inherit_option set_option
    """,
    17: """
    colllocale datlocale dathasloginevt subfailover to_regtypemod json_exists json_query json_value json_table json_scalar
    pg_basetype unicode_assigned
    """,
    18: """
    conperiod conenforced pubgencols relallfrozen array_reverse array_sort uuidv7 casefold pg_get_acl submaxretention
    """,
  ]

  @Test(arguments: 12...17)
  func nothingIsAskedForThatCameLater(major: Int) throws {
    // What is asked of 15 and newer only a server of that version understands.
    if try major > 14 && TestServer.shared.database().connect().majorVersion != major { return }
    let newer = Self.cameWith.filter { $0.key > major }
      .reduce(into: Set<String>()) { $0.formUnion($1.value.split { " \n".contains($0) }.map(String.init)) }
    let statements = try ReadingLog(major: major).statements
    #expect(statements.count > 15)
    for statement in statements {
      #expect(ReadingLog.words(statement).intersection(newer).sorted() == [], "\(statement)")
    }
  }

  /// Or the test above would pass by reading nothing.
  @Test func newerServersAreAskedForMore() throws {
    let words = { (major: Int) in
      try ReadingLog(major: major).statements.reduce(into: Set<String>()) { $0.formUnion(ReadingLog.words($1)) }
    }
    let own = try TestServer.shared.database().connect().majorVersion
    let (twelve, fourteen, newest) = (try words(12), try words(14), try words(own))
    #expect(fourteen.subtracting(twelve).isSuperset(of: ["attcompression", "prosqlbody"]))
    #expect(newest.subtracting(fourteen).isSuperset(of: ["indnullsnotdistinct", "confdelsetcols"]))
  }

  /// A server that is too old cannot be had either.
  @Test func aServerBelowTwelveIsRefused() {
    #expect(throws: CatalogError.self) { try Catalog.refuse(major: 11, version: "11.22") }
    #expect(throws: Never.self) { try Catalog.refuse(major: 12, version: "12.0") }
    let error = CatalogError.tooOld(version: "9.6.24")
    #expect("\(error)" == "the server is PostgreSQL 9.6.24; 12 is the oldest that can be read")
    #expect(error.hint == "upgrade the server")
  }
}

/// The kinds of objects, in the order in which reports list them. The raw value is the word in reports, in addresses
/// (`index:public.customers.customers_email_idx`) and in the JSON output.
package enum Kind: String, CaseIterable, Sendable {
  case database
  case properties
  case setting
  case `extension`
  case language
  case accessMethod = "access_method"
  case cast
  case transform
  case eventTrigger = "event_trigger"
  case publication
  case subscription
  case foreignDataWrapper = "foreign_data_wrapper"
  case server
  case userMapping = "user_mapping"
  case defaultPrivileges = "default_privileges"
  case changedPrivileges = "changed_privileges"
  case schema
  case table
  case foreignTable = "foreign_table"
  case view
  case materializedView = "materialized_view"
  case sequence
  case `enum`
  case domain
  case compositeType = "composite_type"
  case rangeType = "range_type"
  case baseType = "base_type"
  case function
  case aggregate
  case `operator`
  case operatorClass = "operator_class"
  case operatorFamily = "operator_family"
  case collation
  case conversion
  case textSearchConfiguration = "text_search_configuration"
  case textSearchDictionary = "text_search_dictionary"
  case textSearchParser = "text_search_parser"
  case textSearchTemplate = "text_search_template"
  case column
  case attribute
  case constraint
  case index
  case trigger
  case policy
  case rule
  case statistics

  /// The word for people.
  package var word: String { rawValue.replacing("_", with: " ") }

  /// Whether an address needs no kind in front of it: `public.customers` is taken for a relation,
  /// `public.customers.email` for a column.
  package var isObvious: Bool {
    switch self {
    case .table, .foreignTable, .view, .materializedView, .column: true
    default: false
    }
  }

  /// Whether it lies in the database itself, beside the schemas.
  package var isOfDatabase: Bool { self < .schema }

  /// Whether it lies in a relation or type of a schema.
  package var isMember: Bool { self >= .column }

  /// The kinds of a schema in which members lie.
  package static let containers: [Kind] = [.table, .foreignTable, .view, .materializedView, .domain, .compositeType]

  /// Whether its key is made of names and types that are quoted already: a signature, `name USING btree`.
  package var hasRenderedKey: Bool {
    switch self {
    case .function, .aggregate, .operator, .operatorClass, .operatorFamily, .cast, .transform, .defaultPrivileges,
      .changedPrivileges, .setting:
      true
    default: false
    }
  }
}

extension Kind: Comparable {
  package static func < (left: Kind, right: Kind) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.ranks[self] ?? 0 }

  private static let ranks = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// The kinds of objects, in the order in which reports list them. The raw value is the word in reports, in addresses
/// (`index:public.customers.customers_email_idx`) and in the JSON output.
package enum Kind: String, CaseIterable, Sendable {
  case database
  case `extension`
  case schema
  case table
  case view
  case materializedView = "materialized_view"
  case sequence
  case `enum`
  case domain
  case function
  case column
  case constraint
  case index
  case trigger

  /// The word for people.
  package var word: String { self == .materializedView ? "materialized view" : rawValue }

  /// Whether an address needs no kind in front of it: `public.customers` is taken for a relation,
  /// `public.customers.email` for a column.
  package var isObvious: Bool { self == .table || self == .view || self == .materializedView || self == .column }
}

extension Kind: Comparable {
  package static func < (left: Kind, right: Kind) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .database: 0
    case .extension: 1
    case .schema: 2
    case .table: 3
    case .view: 4
    case .materializedView: 5
    case .sequence: 6
    case .enum: 7
    case .domain: 8
    case .function: 9
    case .column: 10
    case .constraint: 11
    case .index: 12
    case .trigger: 13
    }
  }
}

import Postgres
import Schema

/// What the catalog says by number, and what the numbers mean: the names of columns in keys, and which operator classes a type
/// has by default. The queries of one reading fill it on the way, columns first; to look the names up in the server would cost
/// it a join for every key.
///
/// What turns out to be missing is noted and asked for in a second round trip; then what needed it is decoded once more.
final class CatalogNumbers {
  /// What is to be known of a column where a key names it.
  struct ColumnFacts {
    let number: Int
    let name: Text
    /// pg_attribute.atttypid.
    let type: Text
    /// pg_attribute.attcollation where it is not its type's.
    let collation: Text?
  }

  /// By the oid of the relation.
  private var columns: [Text: [ColumnFacts]] = [:]
  /// The default operator classes: the type they are for, and its collation.
  private var defaultClasses: [Text: (type: Text, collation: Text)] = [:]
  /// pg_get_indexdef of the indexes that have a key which only the server can print.
  private var definitions: [Text: Text] = [:]
  /// Whether there is a second round trip to come.
  private var mayAsk = true
  private var unknownRelations: Set<Text> = []
  private var undefinedIndexes: Set<Text> = []

  func add(_ column: ColumnFacts, of relation: Text) {
    columns[relation, default: []].append(column)
  }

  /// Asks for the default operator classes.
  func ask(_ questions: inout Questions) {
    questions.say(
      """
      SELECT o.oid, o.opcintype, t.typcollation FROM pg_opclass AS o JOIN pg_type AS t ON t.oid = o.opcintype
      WHERE o.opcdefault
      """
    ) { result in
      for row in 0..<result.rowCount {
        guard let oid = try result.text(row, 0), let type = try result.text(row, 1),
          let collation = try result.text(row, 2)
        else { continue }
        self.defaultClasses[oid] = (type, collation)
      }
    }
  }

  /// The order of a relation's columns that came in any order: their positions by their numbers; nil: they came in order.
  func order(of relation: Text) -> [Int]? {
    guard let columns = columns[relation] else { return nil }
    if zip(columns, columns.dropFirst()).allSatisfy({ $0.number < $1.number }) { return nil }
    return columns.indices.sorted { columns[$0].number < columns[$1].number }
  }

  func column(_ number: Int, of relation: Text) -> ColumnFacts? {
    guard let columns = columns[relation] else { return nil }
    // Where no column was ever dropped a column's number is its place.
    if columns.indices.contains(number - 1), columns[number - 1].number == number { return columns[number - 1] }
    return columns.first { $0.number == number }
  }

  /// The names of columns by their numbers, as arrays are written: `{2,1}`, or `2 1`.
  /// - Returns: none where the relation is still to be asked for; nil where it has no such column.
  func columns(_ numbers: Text, of relation: Text) -> [Text]? {
    if mayAsk && columns[relation] == nil {
      unknownRelations.insert(relation)
      return []
    }
    let list = catalogNumbers(numbers)
    let names = list.compactMap { column($0, of: relation)?.name }
    return names.count == list.count ? names : nil
  }

  /// The keys of an index as the server prints them.
  /// - Returns: none where it is still to be asked; nil where it does not say.
  func keys(ofIndex oid: Text) -> [Text]? {
    if mayAsk {
      undefinedIndexes.insert(oid)
      return []
    }
    return definitions[oid].flatMap(indexKeys(ofDefinition:))
  }

  /// Whether something was needed that is still to be asked for.
  var isIncomplete: Bool { !unknownRelations.isEmpty || !undefinedIndexes.isEmpty }

  /// Asks for what was needed and not known.
  func askForMissing(_ questions: inout Questions) {
    mayAsk = false
    if !unknownRelations.isEmpty {
      questions.say(
        """
        SELECT attrelid, attnum, attname FROM pg_attribute
        WHERE attrelid = \(any(unknownRelations)) AND attnum > 0 AND NOT attisdropped ORDER BY attrelid, attnum
        """
      ) { result in
        for row in 0..<result.rowCount {
          guard let relation = try result.text(row, 0), let number = try result.int(row, 1),
            let name = try result.text(row, 2)
          else { continue }
          self.add(ColumnFacts(number: number, name: name, type: "0", collation: nil), of: relation)
        }
      }
    }
    if !undefinedIndexes.isEmpty {
      questions.say(
        "SELECT indexrelid, pg_get_indexdef(indexrelid) FROM pg_index WHERE indexrelid = \(any(undefinedIndexes))"
      ) { result in
        for row in 0..<result.rowCount {
          if let oid = try result.text(row, 0), let text = try result.text(row, 1) { self.definitions[oid] = text }
        }
      }
    }
  }

  private func any(_ oids: Set<Text>) -> String { "ANY ('{\(oids.map(\.string).joined(separator: ","))}'::oid[])" }

  /// Whether an operator class is what a column of this type gets when none is named, and the collation the column's or none.
  ///
  /// GetDefaultOpClass takes the default class of the very type, and for `varchar`, which has none of its own, that of `text`.
  /// What else it may find (for arrays, enums, domains) is left to the server.
  func isDefault(class oid: Text, collation: Text, for column: ColumnFacts) -> Bool {
    guard let known = defaultClasses[oid], known.type == (column.type == "1043" ? "25" : column.type) else {
      return false
    }
    return collation == "0" || collation == column.collation ?? known.collation
  }
}

/// The numbers of an array, `{1,2}`, or of a vector, `1 2`.
func catalogNumbers(_ text: Text) -> [Int] {
  text.withBytes { bytes in
    var numbers: [Int] = []
    var number: Int?
    var isNegative = false
    for byte in bytes {
      switch byte {
      case 0x30...0x39: number = (number ?? 0) * 10 + Int(byte - 0x30)
      case UInt8(ascii: "-"): isNegative = true
      default:
        if let found = number { numbers.append(isNegative ? -found : found) }
        number = nil
        isNegative = false
      }
    }
    if let found = number { numbers.append(isNegative ? -found : found) }
    return numbers
  }
}

/// One object's difference.
package struct Change: Equatable, Sendable {
  package enum Action: String, Sendable {
    case added
    case removed
    case altered
  }

  package let object: ObjectID
  package let action: Action
  /// What differs; of an added or removed object all that it is or was.
  package let fields: [FieldChange]
  /// What lies in an added or removed object: `(columns, [id, email])`.
  package let contents: [Contents]
  /// An added or removed object with all that lies in it, of which `contents` are only the keys; nil: nothing lies in it.
  package let whole: Whole?
  /// The object this one may have been renamed from or to: said beside the change, never instead of it.
  package var possibleRename: ObjectID?

  package init(
    object: ObjectID, action: Action, fields: [FieldChange] = [], contents: [Contents] = [],
    whole: Whole? = nil, possibleRename: ObjectID? = nil
  ) {
    self.object = object
    self.action = action
    self.fields = fields
    self.contents = contents
    self.whole = whole
    self.possibleRename = possibleRename
  }

  /// The gravest of its fields; something that came or went is a matter of definition.
  package var weight: FieldWeight {
    action == .altered ? fields.map(\.weight).min() ?? .definition : .definition
  }

  /// The two differ, yet no field explains it: a defect of the tool, said rather than passed over.
  package var isLeftover: Bool { action == .altered && fields.isEmpty }

  /// The change of a field by its name.
  package func field(_ name: Text) -> FieldChange? { fields.first { $0.name == name } }
}

/// A field's old and new value, as words.
package struct FieldChange: Equatable, Sendable {
  package let name: Text
  package let old: Text?
  package let new: Text?
  package let weight: FieldWeight

  package init(_ name: Text, old: Text?, new: Text?, weight: FieldWeight = .definition) {
    self.name = name
    self.old = old
    self.new = new
    self.weight = weight
  }
}

/// An object with all that lies in it, as a document writes it: written when somebody asks, for most who compare never do.
package struct Whole: Equatable, Sendable {
  private let write: @Sendable (inout JSONWriter) -> Void

  init(_ object: some SchemaObject, limit: FormatVersion) {
    write = { writeObject(object, DocumentScope(version: limit), to: &$0) }
  }

  package func write(to writer: inout JSONWriter) { write(&writer) }

  package static func == (left: Whole, right: Whole) -> Bool { left.bytes == right.bytes }

  private var bytes: [UInt8] {
    var writer = JSONWriter()
    write(&writer)
    return writer.bytes
  }
}

/// The keys of one list in an object.
package struct Contents: Equatable, Sendable {
  package let list: Text
  package let keys: [Text]

  package init(_ list: Text, _ keys: [Text]) {
    self.list = list
    self.keys = keys
  }
}

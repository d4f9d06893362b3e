extension SchemaObject {
  /// Whether one may be the other under a new name. A hint for people; nothing is decided by it.
  func resembles(_ other: Self) -> Bool {
    switch (self, other) {
    case (let old as Column, let new as Column):
      return old.type == new.type
    case (let old as Table, let new as Table):
      return !old.columns.isEmpty && old.columns.map(\.key) == new.columns.map(\.key)
        && old.columns.map(\.type) == new.columns.map(\.type)
    default:
      return Self.kind != .schema && Self.fields.allSatisfy { $0.areEqual(self, other) }
    }
  }
}

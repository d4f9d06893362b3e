import Schema
import Testing

/// What holds for every field of every kind, since no code names them one by one.
struct FieldListTests {
  @Test func everyKindIsInTheTestsList() {
    #expect(allKinds.map { $0.kind } == Kind.allCases.filter { kind in allKinds.contains { $0.kind == kind } })
    #expect(Set(allKinds.map { $0.kind }) == Set(Kind.allCases))
    #expect(Set(KindSample.all.map(\.kind)).union([.database]) == Set(Kind.allCases))
  }

  /// A stored property is the key, a field or a list of members: one that is read and then forgotten would be silence.
  @Test(arguments: allKinds.map { $0.kind })
  func everyPropertyIsDeclared(kind: Kind) throws {
    func check<Object: SchemaObject>(_ type: Object.Type) {
      let properties = Mirror(reflecting: Object(key: "k")).children.compactMap(\.label)
      let lists = Mirror(reflecting: Object(key: "k")).children.filter {
        "\(Swift.type(of: $0.value))".hasPrefix("Keyed<")
      }
      #expect(
        Set(Object.fields.map { camelCase($0.name) }).union(Object.members.map { camelCase($0.name) })
          == Set(properties.filter { $0 != "key" }))
      #expect(Object.members.map { camelCase($0.name) } == lists.compactMap(\.label))
      #expect(
        Set(Object.fields.map(\.name) + Object.members.map(\.name)).count == Object.fields.count + Object.members.count)
      // Declared under its own name: a field whose key path is another property's would leave this one unseen.
      for field in Object.fields {
        guard let changed = try? field.twoValues(for: Object(key: "k")).0 else {
          Issue.record("no value for \(field.name)")
          continue
        }
        let differing = zip(Mirror(reflecting: Object(key: "k")).children, Mirror(reflecting: changed).children)
          .filter { "\($0.0.value)" != "\($0.1.value)" }
        #expect(differing.compactMap(\.0.label) == [camelCase(field.name)])
      }
    }
    check(objectType(kind))
  }

  @Test func aFullSnapshotSurvivesTheDocument() throws {
    let whole = try fullSnapshot()
    let bytes = whole.canonicalBytes
    let read = try Snapshot(document: bytes)
    #expect(read == whole)
    #expect(read.canonicalBytes == bytes)
    // Every list and every field of every kind stands in it.
    let text = String(decoding: bytes, as: UTF8.self)
    func names<Object: SchemaObject>(_ type: Object.Type) -> [Text] {
      Object.fields.map(\.name) + Object.members.map(\.name)
    }
    for kind in allKinds {
      for name in names(kind) { #expect(text.contains("\"\(name)\": "), "\(name)") }
    }
  }

  /// Each field changed alone is one change of that field, under its name and with its weight, seen from both sides.
  @Test(arguments: KindSample.all)
  func eachFieldIsComparedAlone(sample: KindSample) throws {
    func sweep<Object: SchemaObject>(_ type: Object.Type) throws {
      let empty = Object(key: "x")
      for field in Object.fields {
        let (one, other) = try field.twoValues(for: empty)
        for (old, new) in [(empty, one), (one, empty), (one, other)] {
          let changes = compare(try sample.snapshot(with: old), try sample.snapshot(with: new)).changes
          #expect(changes.count == 1)
          let change = try #require(changes.first)
          #expect(change.object.kind == Object.kind && change.object.key == "x")
          #expect(change.action == .altered && !change.isLeftover)
          #expect(
            change.fields == [
              FieldChange(field.name, old: field.words(old), new: field.words(new), weight: field.weight)
            ])
          #expect(
            change.fields[0].old != change.fields[0].new, "\(Object.kind) \(field.name) reads the same before and after"
          )
        }
      }
    }
    try sweep(objectType(sample.kind))
  }

  /// The whole object is told when it comes or goes: every field that is not its default.
  @Test(arguments: KindSample.all)
  func allFieldsOfWhatCameAreTold(sample: KindSample) throws {
    func check<Object: SchemaObject>(_ type: Object.Type) throws {
      let whole = try sample.snapshot(with: try full("x", as: type))
      let changes = compare(Snapshot(postgres: 15), whole).changes
      #expect(changes.count == 1)
      if sample.before.contains("{\"x\": {\"") {
        // Only the outermost container is told, with what lies in it.
        #expect(changes.first?.object.kind == (sample.kind == .userMapping ? .server : .schema))
      } else {
        #expect(changes.first?.fields.map(\.name) == Object.fields.map(\.name))
        #expect(changes.first?.fields.allSatisfy { $0.old == nil && $0.new != nil } == true)
      }
    }
    try check(objectType(sample.kind))
  }
}

/// `primary_key` as `primaryKey`.
func camelCase(_ name: Text) -> String {
  let words = name.string.split(separator: "_")
  return words[0] + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
}

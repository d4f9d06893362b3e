import Schema
import Testing

struct ImpactTests {
  @Test(
    arguments: [
      (Kind.table, Change.Action.removed, [], "breaking"), (.column, .removed, [], "breaking"),
      (.view, .removed, [], "breaking"),
      (.function, .removed, [], "breaking"), (.constraint, .removed, [], "risky"), (.trigger, .removed, [], "risky"),
      (.index, .removed, [], "risky"), (.index, .removed, [FieldChange("unique", old: "true", new: nil)], "risky"),
      (.table, .added, [], "safe"), (.column, .added, [], "safe"), (.constraint, .added, [], "risky"),
      (.trigger, .added, [], "risky"),
      (.index, .added, [], "safe"), (.index, .added, [FieldChange("unique", old: nil, new: "true")], "risky"),
      (.column, .added, [FieldChange("nullable", old: nil, new: "false")], "breaking"),
      (
        .column, .added, [FieldChange("nullable", old: nil, new: "false"), FieldChange("default", old: nil, new: "0")],
        "safe"
      ),
      (
        .column, .added,
        [FieldChange("nullable", old: nil, new: "false"), FieldChange("identity", old: nil, new: "always")], "safe"
      ),
      (
        .column, .added,
        [FieldChange("nullable", old: nil, new: "false"), FieldChange("generated", old: nil, new: "1")], "safe"
      ),
      (.column, .altered, [FieldChange("type", old: "a", new: "b")], "breaking"),
      (.column, .altered, [FieldChange("nullable", old: "true", new: "false")], "breaking"),
      (.column, .altered, [FieldChange("nullable", old: "false", new: "true")], "risky"),
      (.column, .altered, [FieldChange("default", old: "1", new: nil)], "risky"),
      (.column, .altered, [FieldChange("statistics", old: nil, new: "1")], "safe"),
      (.column, .altered, [FieldChange("comment", old: nil, new: "x", weight: .comment)], "safe"),
      (.table, .altered, [FieldChange("column order", old: "a, b", new: "b, a", weight: .order)], "risky"),
      (.table, .altered, [FieldChange("storage_parameters", old: nil, new: "fillfactor=70")], "safe"),
      (.table, .altered, [FieldChange("row_security", old: "false", new: "true")], "risky"),
      (.enum, .altered, [FieldChange("labels", old: "a, b", new: "a, x, b")], "safe"),
      (.publication, .removed, [], "breaking"), (.publication, .added, [], "risky"),
      (.publication, .altered, [FieldChange("tables", old: "a, b", new: "a")], "risky"),
      (.subscription, .removed, [], "breaking"), (.setting, .added, [], "risky"), (.setting, .removed, [], "risky"),
      (.changedPrivileges, .added, [], "risky"), (.defaultPrivileges, .removed, [], "risky"),
      (.userMapping, .removed, [], "breaking"), (.attribute, .removed, [], "breaking"),
      (.attribute, .altered, [FieldChange("type", old: "a", new: "b")], "breaking"),
      (.foreignTable, .altered, [FieldChange("options", old: "a=1", new: "a=2")], "risky"),
      (.table, .altered, [FieldChange("privileges", old: nil, new: "a: SELECT")], "risky"),
      (.policy, .added, [], "risky"), (.policy, .removed, [], "risky"), (.rule, .added, [], "risky"),
      (.eventTrigger, .removed, [], "risky"), (.statistics, .removed, [], "risky"),
      (.operator, .removed, [], "breaking"),
      (.policy, .altered, [FieldChange("using", old: "true", new: "(id > 0)")], "risky"),
      (.statistics, .altered, [FieldChange("target", old: nil, new: "100")], "safe"),
      (.statistics, .altered, [FieldChange("owner", old: "a", new: "b")], "risky"),
      (.aggregate, .altered, [FieldChange("returns", old: "integer", new: "text")], "breaking"),
      (.cast, .added, [], "safe"), (.cast, .added, [FieldChange("context", old: nil, new: "implicit")], "risky"),
      (.enum, .altered, [FieldChange("labels", old: "a, b", new: "a")], "breaking"),
      // Labels are only ever added in place: another order means that the type was made anew.
      (.enum, .altered, [FieldChange("labels", old: "a, b", new: "b, a")], "risky"),
      (.enum, .altered, [FieldChange("labels", old: "a, b", new: "b, x, a")], "risky"),
      (.function, .altered, [FieldChange("body", old: "1", new: "2")], "risky"),
      (.function, .altered, [FieldChange("returns", old: "text", new: "integer")], "breaking"),
      (.view, .altered, [FieldChange("definition", old: "1", new: "2")], "risky"),
      (.index, .altered, [FieldChange("invalid", old: nil, new: "true", weight: .state)], "risky"),
      (.trigger, .altered, [FieldChange("enabled", old: "origin", new: "disabled", weight: .state)], "risky"),
      // The gravest of several counts; nothing that explains a change is no reason to call it safe.
      (
        .column, .altered,
        [FieldChange("comment", old: nil, new: "x", weight: .comment), FieldChange("type", old: "a", new: "b")],
        "breaking"
      ),
      (.table, .altered, [], "risky"),
    ] as [(Kind, Change.Action, [FieldChange], String)])
  func table(kind: Kind, action: Change.Action, fields: [FieldChange], level: String) {
    let impact = Change(object: ObjectID(kind, ["public", "x"]), action: action, fields: fields).impact
    #expect(impact.level.rawValue == level, "\(impact.reason)")
    #expect(!impact.reason.isEmpty)
  }
}

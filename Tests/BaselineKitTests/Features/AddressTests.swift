import BaselineKit
import Schema
import Testing

struct AddressTests {
  private let objects: [ObjectID] = [
    ObjectID(.schema, ["public"]), ObjectID(.schema, ["billing"]), ObjectID(.extension, ["citext"]),
    ObjectID(.table, ["public", "customers"]), ObjectID(.column, ["public", "customers", "email"]),
    ObjectID(.constraint, ["public", "customers", "email_key"]),
    ObjectID(.table, ["billing", "invoices"]), ObjectID(.table, ["public", "invoices"]),
    ObjectID(.table, ["public", "Odd.Name"]), ObjectID(.index, ["public", "customers", "email"]),
    ObjectID(.function, ["public", "f(integer, text)"]), ObjectID(.function, ["public", "g()"]),
    ObjectID(.function, ["public", "g(app.mood)"]), ObjectID(.enum, ["public", "mood"]),
    ObjectID(.table, ["public", "billing"]),
    ObjectID(.aggregate, ["public", "total(integer)"]), ObjectID(.operator, ["public", "===(app.pair, app.pair)"]),
    ObjectID(.operator, ["public", "====(app.pair, app.pair)"]), ObjectID(.cast, ["app.mood AS integer"]),
    ObjectID(.operatorClass, ["public", "pairs USING btree"]),
    ObjectID(.operatorFamily, ["public", "pairs USING btree"]),
    ObjectID(.operatorClass, ["public", "\"Odd Name\" USING btree"]),
    ObjectID(.transform, ["app.pair LANGUAGE plperl"]),
    ObjectID(.policy, ["public", "customers", "mine"]), ObjectID(.statistics, ["public", "customers", "other.stats"]),
    ObjectID(.textSearchConfiguration, ["public", "search"]), ObjectID(.eventTrigger, ["guard"]),
  ]

  @Test(arguments: [
    ("customers", "public.customers"),
    ("public.customers", "public.customers"),
    ("customers.email", "public.customers.email"),
    ("public.customers.email", "public.customers.email"),
    ("index:customers.email", "index:public.customers.email"),
    ("constraint:customers.email_key", "constraint:public.customers.email_key"),
    ("billing.invoices", "billing.invoices"),
    ("\"Odd.Name\"", "public.\"Odd.Name\""),
    ("f", "function:public.f(integer, text)"),
    ("f(integer, text)", "function:public.f(integer, text)"),
    ("function:public.g(app.mood)", "function:public.g(app.mood)"),
    ("mood", "enum:public.mood"),
    ("schema:billing", "schema:billing"),
    ("billing", "public.billing"),
    ("citext", "extension:citext"),
    ("total", "aggregate:public.total(integer)"),
    ("aggregate:public.total(integer)", "aggregate:public.total(integer)"),
    ("operator:===", "operator:public.===(app.pair, app.pair)"),
    ("operator:public.===", "operator:public.===(app.pair, app.pair)"),
    ("operator:public.===(app.pair, app.pair)", "operator:public.===(app.pair, app.pair)"),
    ("operator_class:pairs", "operator_class:public.pairs USING btree"),
    ("operator_class:public.pairs", "operator_class:public.pairs USING btree"),
    ("operator_class:\"Odd Name\"", "operator_class:public.\"Odd Name\" USING btree"),
    ("operator_family:public.pairs USING btree", "operator_family:public.pairs USING btree"),
    ("cast:app.mood AS integer", "cast:app.mood AS integer"),
    ("transform:app.pair LANGUAGE plperl", "transform:app.pair LANGUAGE plperl"),
    ("policy:customers.mine", "policy:public.customers.mine"),
    ("statistics:customers.\"other.stats\"", "statistics:public.customers.\"other.stats\""),
    ("text_search_configuration:search", "text_search_configuration:public.search"),
    ("event_trigger:guard", "event_trigger:guard"),
  ])
  func meansOneObject(_ text: String, _ object: String) throws {
    #expect(try Address(text).resolve(among: objects).description == object)
  }

  @Test func anAmbiguousAddressListsWhatItCouldMean() throws {
    let error = #expect(throws: Failure.self) { try Address("invoices").resolve(among: objects) }
    #expect(error?.reason == "it could mean table:billing.invoices, table:public.invoices")
    let functions = #expect(throws: Failure.self) { try Address("g").resolve(among: objects) }
    #expect(functions?.reason == "it could mean function:public.g(), function:public.g(app.mood)")
  }

  @Test(arguments: ["nothing", "customers.nothing", "other.customers", "column:customers", "Customers"])
  func thereIsNoSuchObject(_ text: String) throws {
    let error = #expect(throws: Failure.self) { try Address(text).resolve(among: objects) }
    #expect(error?.reason == "there is no such object")
  }

  /// What stands nowhere yet, or no more.
  @Test(
    arguments: [
      ("customers.fax", "public.customers.fax"), ("public.audit", "public.audit"),
      ("other.audit.fax", "other.audit.fax"), ("table:other.audit", "other.audit"),
      ("index:customers.fax", "index:public.customers.fax"),
      // A schema and a table; two tables; neither.
      ("billing.fax", nil), ("column:billing.fax", "public.billing.fax"), ("invoices.fax", nil), ("other.audit", nil),
      ("fax", nil),
    ] as [(String, String?)])
  func meansAnUnknownObject(_ text: String, _ object: String?) throws {
    #expect(try Address(text).unknown(beside: objects)?.description == object)
  }

  @Test(arguments: ["", "a..b", "a.b.c.d", "\"a", "a\"b\"c.", "."])
  func isNoAddress(_ text: String) {
    #expect(throws: Failure.self) { try Address(text) }
  }
}

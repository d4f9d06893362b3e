import Schema

/// What lies beside the schemas: languages, casts, event triggers, publications, servers, settings and so on.
struct DatabaseReading {
  private let languages: Questions.Answer<Language>
  private let accessMethods: Questions.Answer<AccessMethod>
  private let casts: Questions.Answer<Cast>
  private let transforms: Questions.Answer<Transform>
  private let eventTriggers: Questions.Answer<EventTrigger>

  /// - Parameter questions: takes the queries of the kinds that the database has any objects of.
  init(_ context: QueryContext, asking questions: inout Questions) {
    languages = questions.ask(.languages(context), if: context.hasRows("pg_language"))
    accessMethods = questions.ask(.accessMethods(context), if: context.hasRows("pg_am"))
    casts = questions.ask(.casts(context), if: context.hasRows("pg_cast"))
    transforms = questions.ask(.transforms(context), if: context.hasRows("pg_transform"))
    eventTriggers = questions.ask(.eventTriggers(context), if: context.hasRows("pg_event_trigger"))
  }

  func complete(_ database: inout Database) {
    database.languages = Keyed(sorting: languages.rows.map(\.object))
    database.accessMethods = Keyed(sorting: accessMethods.rows.map(\.object))
    database.casts = Keyed(sorting: casts.rows.map(\.object))
    database.transforms = Keyed(sorting: transforms.rows.map(\.object))
    database.eventTriggers = Keyed(sorting: eventTriggers.rows.map(\.object))
  }
}

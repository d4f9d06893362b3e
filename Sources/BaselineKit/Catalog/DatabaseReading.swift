import Schema

/// What lies beside the schemas: languages, casts, event triggers, publications, servers, settings and so on.
struct DatabaseReading {
  private let languages: Questions.Answer<Language>
  private let accessMethods: Questions.Answer<AccessMethod>
  private let casts: Questions.Answer<Cast>
  private let transforms: Questions.Answer<Transform>
  private let eventTriggers: Questions.Answer<EventTrigger>
  private let properties: Questions.Answer<DatabaseProperties>
  private let settings: Questions.Answer<Setting>
  private let publications: Questions.Answer<Publication>
  private let subscriptions: Questions.Answer<Subscription>
  private let wrappers: Questions.Answer<ForeignDataWrapper>
  private let servers: Questions.Answer<ForeignServer>
  private let mappings: Questions.Answer<UserMapping>
  private let defaultPrivileges: Questions.Answer<DefaultPrivileges>
  private let changedPrivileges: Questions.Answer<ChangedPrivileges>

  /// - Parameter questions: takes the queries of the kinds that the database has any objects of.
  init(_ context: QueryContext, asking questions: inout Questions) {
    languages = questions.ask(.languages(context), if: context.wants(.language, in: "pg_language"))
    accessMethods = questions.ask(.accessMethods(context), if: context.wants(.accessMethod, in: "pg_am"))
    casts = questions.ask(.casts(context), if: context.wants(.cast, in: "pg_cast"))
    transforms = questions.ask(.transforms(context), if: context.wants(.transform, in: "pg_transform"))
    eventTriggers = questions.ask(.eventTriggers(context), if: context.wants(.eventTrigger, in: "pg_event_trigger"))
    let tracksPrivileges = context.track.contains(.privileges)
    properties = questions.ask(.properties(context), if: context.wants(.properties))
    settings = questions.ask(.settings(context), if: context.wants(.setting, in: "pg_db_role_setting"))
    publications = questions.ask(.publications(context), if: context.wants(.publication, in: "pg_publication"))
    subscriptions = questions.ask(.subscriptions(context), if: context.wants(.subscription, in: "pg_subscription"))
    wrappers = questions.ask(
      .foreignDataWrappers(context), if: context.wants(.foreignDataWrapper, in: "pg_foreign_data_wrapper"))
    servers = questions.ask(.servers(context), if: context.wants(.server, in: "pg_foreign_server"))
    mappings = questions.ask(
      .userMappings(context),
      if: context.wants(.server, in: "pg_foreign_server") && context.wants(.userMapping, in: "pg_user_mappings"))
    defaultPrivileges = questions.ask(
      .defaultPrivileges(context), if: tracksPrivileges && context.wants(.defaultPrivileges, in: "pg_default_acl"))
    changedPrivileges = questions.ask(
      .changedPrivileges(context), if: tracksPrivileges && context.wants(.changedPrivileges))
  }

  func complete(_ database: inout Database) {
    database.languages = Keyed(sorting: languages.objects)
    database.accessMethods = Keyed(sorting: accessMethods.objects)
    database.casts = Keyed(sorting: casts.objects)
    database.transforms = Keyed(sorting: transforms.objects)
    database.eventTriggers = Keyed(sorting: eventTriggers.objects)
    let nothing = DatabaseProperties(key: "database")
    database.properties = Keyed(sorting: properties.objects.filter { $0 != nothing })
    database.settings = Keyed(sorting: settings.objects)
    database.publications = Keyed(sorting: publications.objects)
    database.subscriptions = Keyed(sorting: subscriptions.objects)
    database.foreignDataWrappers = Keyed(sorting: wrappers.objects)
    servers.complete { $0.userMappings = Keyed(sorting: mappings.take(of: $1)) }
    database.servers = Keyed(sorting: servers.objects)
    // A list that was written down and says what was so before is no change.
    database.defaultPrivileges = Keyed(
      sorting: defaultPrivileges.objects.filter { !$0.privileges.isEmpty })
    database.changedPrivileges = Keyed(
      sorting: changedPrivileges.objects.filter { !$0.privileges.isEmpty })
  }
}

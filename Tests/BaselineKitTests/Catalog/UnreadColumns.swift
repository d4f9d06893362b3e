// What no query reads, with the reason why not; ColumnCoverageTests hold these lists against the server. `(17-18)`: only these
// major versions have it.

/// Columns of the catalogs that queries read.
let unreadColumns = """
  pg_aggregate.aggnumdirectargs: the signature says it: pg_get_function_arguments puts ORDER BY behind them
  pg_amop.amopmethod: the operator family's
  pg_attribute.attalign: the type's
  pg_attribute.attbyval: the type's
  pg_attribute.attcacheoff (12-17): never used on disk
  pg_attribute.atthasdef: whether there is a row in pg_attrdef
  pg_attribute.atthasmissing: data: how rows older than the column are read
  pg_attribute.attinhcount: follows from the parents' columns
  pg_attribute.attlen: the type's
  pg_attribute.attmissingval: data: how rows older than the column are read
  pg_attribute.attndims: a remark that nothing enforces and no dump keeps
  pg_class.relallfrozen (18-99): statistics
  pg_class.relallvisible: statistics
  pg_class.relchecks: a count of constraints
  pg_class.relfilenode: where the data lies
  pg_class.relfrozenxid: vacuum's
  pg_class.relhasindex: follows from the indexes
  pg_class.relhasrules: follows from the rules
  pg_class.relhassubclass: follows from the children
  pg_class.relhastriggers: follows from the triggers
  pg_class.relispopulated: data: whether a materialised view was filled
  pg_class.relisshared: of no relation in a watched schema
  pg_class.relminmxid: vacuum's
  pg_class.relnatts: a count of columns
  pg_class.relpages: statistics
  pg_class.relrewrite: of a table that is being rewritten
  pg_class.reltuples: statistics
  pg_collation.collversion: the library's version when it was made; REFRESH VERSION and an upgrade change it
  pg_constraint.conexclop: pg_get_constraintdef says it
  pg_constraint.conffeqop: follows from the columns' types
  pg_constraint.coninhcount: follows from the parents' constraints
  pg_constraint.conpfeqop: follows from the columns' types
  pg_constraint.conppeqop: follows from the columns' types
  pg_database.datallowconn: of the database as a place, as its name and locale
  pg_database.datcollate: of the database as a place
  pg_database.datcollversion (15-99): of the database as a place
  pg_database.datctype: of the database as a place
  pg_database.datfrozenxid: vacuum's
  pg_database.dathasloginevt (17-99): follows from the event triggers
  pg_database.daticulocale (15-16): of the database as a place
  pg_database.daticurules (16-99): of the database as a place
  pg_database.datistemplate: of the database as a place
  pg_database.datlocale (17-99): of the database as a place
  pg_database.datlocprovider (15-99): of the database as a place
  pg_database.datminmxid: vacuum's
  pg_database.dattablespace: of the database as a place
  pg_database.encoding: of the database as a place
  pg_extension.extcondition: the extension's own: what of its tables is dumped
  pg_extension.extconfig: the extension's own: what of its tables is dumped
  pg_extension.extrelocatable: the extension's own
  pg_index.indcheckxmin: of a transaction that may still run
  pg_index.indimmediate: the constraint's deferrability
  pg_index.indisexclusion: the constraint's type
  pg_index.indislive: a step of dropping an index, in which it is invalid too
  pg_index.indisprimary: the constraint's type
  pg_index.indisready: a step of making an index, in which it is invalid too
  pg_init_privs.privtype: who made the object, initdb or an extension
  pg_language.lanispl: true of every language that somebody made
  pg_operator.oprkind: whether there is a left operand
  pg_operator.oprresult: the function's
  pg_proc.proallargtypes: pg_get_function_arguments says it
  pg_proc.proargdefaults: pg_get_function_arguments says it
  pg_proc.proargmodes: pg_get_function_arguments says it
  pg_proc.proargnames: pg_get_function_arguments says it
  pg_proc.pronargdefaults: pg_get_function_arguments says it
  pg_proc.pronargs: pg_get_function_arguments says it
  pg_proc.proretset: pg_get_function_result says it
  pg_proc.prorettype: pg_get_function_result says it
  pg_proc.provariadic: pg_get_function_arguments says it
  pg_rewrite.ev_action: pg_get_ruledef says it
  pg_rewrite.ev_qual: pg_get_ruledef says it
  pg_rewrite.is_instead: pg_get_ruledef says it
  pg_statistic_ext.stxexprs (14-99): pg_get_statisticsobjdef_expressions says it
  pg_subscription.subskiplsn (15-99): where a subscription that met an error goes on
  pg_tablespace.spcacl: the server's, not the database's
  pg_tablespace.spcoptions: the server's, not the database's
  pg_tablespace.spcowner: the server's, not the database's
  pg_trigger.tgargs: pg_get_triggerdef says it
  pg_trigger.tgattr: pg_get_triggerdef says it
  pg_trigger.tgconstrindid: the constraint's index
  pg_trigger.tgconstrrelid: pg_get_triggerdef says it
  pg_trigger.tgdeferrable: pg_get_triggerdef says it
  pg_trigger.tgfoid: pg_get_triggerdef says it
  pg_trigger.tginitdeferred: pg_get_triggerdef says it
  pg_trigger.tgnargs: pg_get_triggerdef says it
  pg_trigger.tgnewtable: pg_get_triggerdef says it
  pg_trigger.tgoldtable: pg_get_triggerdef says it
  pg_trigger.tgqual: pg_get_triggerdef says it
  pg_trigger.tgtype: pg_get_triggerdef says it
  pg_type.typarray: the array type that comes with every type
  pg_type.typndims: a remark that nothing enforces and no dump keeps
  """

/// Catalogs that no query reads.
let unreadCatalogs = """
  pg_auth_members: roles are the server's, not the database's
  pg_authid: roles are the server's; pg_get_userbyid says their names
  pg_largeobject: data
  pg_largeobject_metadata: data
  pg_parameter_acl (15-99): the server's, not the database's
  pg_partitioned_table: pg_get_partkeydef says it
  pg_replication_origin: how far replication came
  pg_seclabel: labels say something to the module that made them only
  pg_shdepend: follows from owners and privileges
  pg_shseclabel: labels say something to the module that made them only
  pg_statistic: statistics
  pg_statistic_ext_data: statistics
  pg_subscription_rel: how far replication came
  """

/// Catalogs that queries read and the fingerprint does not watch.
let unwatchedCatalogs = """
  pg_aggregate: an aggregate is in pg_proc, too, which each replacement writes
  pg_attrdef: whatever writes a default writes its column
  pg_range: made with its type, and never changed
  pg_user_mapping: not everybody may see it; each row depends on a server, and where a snapshot has any it is not kept
  """

-- each
REINDEX SCHEMA app;
REINDEX INDEX CONCURRENTLY app.customers_lower;
REINDEX TABLE CONCURRENTLY "Odd ""schema"". ä"."Order";
CLUSTER "Odd ""schema"". ä"."Order";

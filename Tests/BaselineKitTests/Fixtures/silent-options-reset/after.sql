SET search_path = app, public;
ALTER TABLE parent SET (fillfactor = 50, toast.autovacuum_enabled = false); ALTER TABLE parent RESET (fillfactor, toast.autovacuum_enabled);
ALTER INDEX customers_lower SET (fillfactor = 50); ALTER INDEX customers_lower RESET (fillfactor);
ALTER TABLE parent ALTER own SET STORAGE EXTERNAL; ALTER TABLE parent ALTER own SET STORAGE EXTENDED;
ALTER TABLE parent ALTER own SET STATISTICS 5; ALTER TABLE parent ALTER own SET STATISTICS -1;
ALTER TABLE parent ALTER own SET (n_distinct = 5); ALTER TABLE parent ALTER own RESET (n_distinct);
ALTER MATERIALIZED VIEW totals SET (autovacuum_enabled = false); ALTER MATERIALIZED VIEW totals RESET (autovacuum_enabled);

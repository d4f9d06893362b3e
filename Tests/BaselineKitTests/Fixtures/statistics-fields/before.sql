DO $$ BEGIN
  FOR i IN 1..2 LOOP
    BEGIN EXECUTE format('CREATE ROLE fixture_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE SCHEMA s;
CREATE TABLE t (c integer, b integer, a integer, d text);
CREATE TABLE p (a integer, b integer) PARTITION BY LIST (a);
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a, 2 AS b;
CREATE FOREIGN DATA WRAPPER w; CREATE SERVER w FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (a integer, b integer) SERVER w;
CREATE STATISTICS kinds (ndistinct) ON a, b FROM t;
CREATE STATISTICS kinds_all ON a, b FROM t;
CREATE STATISTICS columns ON a, b FROM t;
CREATE STATISTICS columns_in_another_order ON a, b FROM t;
CREATE STATISTICS expressions ON lower(d), (a + b) FROM t;
CREATE STATISTICS one_expression ON (a + b) FROM t;
CREATE STATISTICS target ON a, b FROM t;
CREATE STATISTICS target_gone ON a, b FROM t;
ALTER STATISTICS target_gone SET STATISTICS 0;
CREATE STATISTICS commented ON a, b FROM t;
CREATE STATISTICS owned ON a, b FROM t;
CREATE STATISTICS renamed (mcv) ON a, b, c FROM t;
CREATE STATISTICS moved ON b, c FROM t;
CREATE STATISTICS gone ON a, c FROM t;
CREATE STATISTICS s.elsewhere ON a, b FROM t;
CREATE STATISTICS "s.elsewhere" ON a, b FROM t;
CREATE STATISTICS on_partitioned ON a, b FROM p;
CREATE STATISTICS on_materialized ON a, b FROM m;
CREATE STATISTICS on_foreign ON a, b FROM f;

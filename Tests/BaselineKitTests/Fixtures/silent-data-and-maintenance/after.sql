INSERT INTO t (a, b) SELECT i, repeat('x', i) FROM generate_series(1, 2000) AS i;
SELECT nextval('q'), setval('t_id_seq', 77);
ANALYZE t;
REINDEX TABLE t;
REFRESH MATERIALIZED VIEW m;
TRUNCATE t;
CREATE TEMPORARY TABLE t_temporary (id serial PRIMARY KEY);
CREATE TEMPORARY VIEW t_view AS SELECT 1;

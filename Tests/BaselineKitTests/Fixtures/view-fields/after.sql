CREATE OR REPLACE VIEW definition AS SELECT a, b AS c FROM t WHERE a > 0;
CREATE OR REPLACE VIEW options WITH (security_barrier, security_invoker = true) AS SELECT a FROM t WITH CASCADED CHECK OPTION;
ALTER VIEW columns ALTER a SET DEFAULT 5;
COMMENT ON COLUMN columns.b IS 'text';
COMMENT ON VIEW commented IS 'seen';
DROP VIEW gone;
ALTER VIEW renamed RENAME TO renamed_anew;

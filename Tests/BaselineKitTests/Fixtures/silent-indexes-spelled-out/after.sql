DROP SCHEMA s CASCADE; CREATE SCHEMA s; SET search_path = s;
CREATE TABLE t (a text, b integer); CREATE INDEX j ON ONLY s.t USING btree ((lower(a)) COLLATE "default" text_ops ASC NULLS LAST) WHERE (b > 0); CREATE INDEX i ON t USING btree (a COLLATE pg_catalog."default" ASC NULLS LAST, b int4_ops DESC NULLS FIRST);

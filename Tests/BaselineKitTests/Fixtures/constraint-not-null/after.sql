-- Names that the server makes up, and what they become when a column or a table is renamed, are no change.
ALTER TABLE t RENAME CONSTRAINT t_d_not_null TO t_d_not_null1;
ALTER TABLE t RENAME CONSTRAINT t_a_not_null TO a_there;
ALTER TABLE t RENAME CONSTRAINT b_there TO t_b_not_null;
ALTER TABLE t ALTER CONSTRAINT t_c_not_null INHERIT;
ALTER TABLE unsure VALIDATE CONSTRAINT sure;
COMMENT ON CONSTRAINT old_a_not_null ON old IS 'why';
ALTER TABLE child NO INHERIT parent;

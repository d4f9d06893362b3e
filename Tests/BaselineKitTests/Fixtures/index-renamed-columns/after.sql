-- The index's own attributes keep the old name; what is reported follows the table.
ALTER TABLE t RENAME b TO bb;
ALTER TABLE t RENAME c TO cc;

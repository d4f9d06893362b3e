SET search_path = app, public;
COMMENT ON TABLE parent IS 'x'; COMMENT ON TABLE parent IS NULL;
COMMENT ON TABLE cache IS ''; COMMENT ON COLUMN cache.key IS '';
COMMENT ON TABLE customers IS 'else'; COMMENT ON TABLE customers IS 'people who buy';

-- Fields that hardly anything changes alone.
CREATE SCHEMA s;
CREATE FUNCTION s.as_text(anyelement) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
-- Of an aggregate without arguments the final function has none more.
CREATE AGGREGATE final_function_extra(*) (INITCOND = '0', SFUNC = int8inc, STYPE = bigint, FINALFUNC = s.as_text);
CREATE AGGREGATE moving_final_function_extra(*) (INITCOND = '0', SFUNC = int8inc, STYPE = bigint, FINALFUNC = s.as_text, MSFUNC = int8inc, MINVFUNC = int8dec, MSTYPE = bigint, MFINALFUNC = s.as_text, MINITCOND = '0');
CREATE OPERATOR FAMILY functions USING gist;
CREATE FUNCTION s.am(internal) RETURNS table_am_handler LANGUAGE internal AS 'heap_tableam_handler';
CREATE ACCESS METHOD am TYPE TABLE HANDLER s.am;

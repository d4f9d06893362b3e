CREATE OR REPLACE AGGREGATE final_function_extra(*) (INITCOND = '0', SFUNC = int8inc, STYPE = bigint, FINALFUNC = s.as_text, FINALFUNC_EXTRA);
CREATE OR REPLACE AGGREGATE moving_final_function_extra(*) (INITCOND = '0', SFUNC = int8inc, STYPE = bigint, FINALFUNC = s.as_text, MSFUNC = int8inc, MINVFUNC = int8dec, MSTYPE = bigint, MFINALFUNC = s.as_text, MFINALFUNC_EXTRA, MINITCOND = '0');
ALTER OPERATOR FAMILY functions USING gist ADD FUNCTION 2 (box, box) gist_box_union(internal, internal);
DROP ACCESS METHOD am; DROP FUNCTION s.am(internal); CREATE FUNCTION s.am(internal) RETURNS index_am_handler LANGUAGE internal AS 'bthandler'; CREATE ACCESS METHOD am TYPE INDEX HANDLER s.am;

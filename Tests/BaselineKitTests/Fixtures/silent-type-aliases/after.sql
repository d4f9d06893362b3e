DROP SCHEMA s CASCADE; CREATE SCHEMA s; SET search_path = s;
CREATE TABLE t (a integer, b bigint, c smallint, d character varying(5), e character(1), f boolean, g double precision, h float(53), i float4, j numeric(5,2), k timestamp with time zone, l timestamp without time zone, m bit varying(3), n integer ARRAY, o _text, p nchar varying(5), q float4);

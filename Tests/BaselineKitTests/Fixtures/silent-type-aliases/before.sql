CREATE SCHEMA s; SET search_path = s;
CREATE TABLE t (a int4, b int8, c int2, d varchar(5), e char, f bool, g float8, h float, i real, j decimal(5,2), k timestamptz, l timestamp, m varbit(3), n int[], o text[][3], p national character varying(5), q float(10));

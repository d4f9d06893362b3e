CREATE TABLE parent (id integer, note text);
CREATE TABLE other (extra integer);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE loose (id integer, note text);
CREATE TYPE shape AS (x integer, y text);
CREATE TABLE typed OF shape;
CREATE TABLE untyped (x integer, y text);

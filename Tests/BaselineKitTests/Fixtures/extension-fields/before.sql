-- needs: extension citext, extension pg_trgm, extension hstore, extension btree_gist
CREATE SCHEMA ext;
CREATE EXTENSION citext VERSION '1.4';
CREATE EXTENSION pg_trgm;
CREATE EXTENSION hstore;

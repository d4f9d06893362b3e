-- needs: extension postgres_fdw
CREATE FUNCTION handler() RETURNS fdw_handler LANGUAGE c AS '$libdir/postgres_fdw', 'postgres_fdw_handler';
CREATE FOREIGN DATA WRAPPER w;

ALTER EXTENSION citext DROP FUNCTION citext_eq(citext, citext); ALTER EXTENSION citext ADD FUNCTION citext_eq(citext, citext);
CREATE TABLE config (a integer); ALTER EXTENSION citext ADD TABLE config;
ALTER EXTENSION citext DROP TABLE config; DROP TABLE config;

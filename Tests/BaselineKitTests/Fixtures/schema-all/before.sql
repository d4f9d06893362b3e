CREATE SCHEMA app;
CREATE SCHEMA gone;
CREATE SCHEMA "Hard ""name""";
CREATE TABLE gone.t (id integer);

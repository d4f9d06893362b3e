CREATE SCHEMA app;
CREATE TABLE app.t (id serial, at timestamptz DEFAULT '2024-01-01 00:00:00+00', span interval DEFAULT '1 day 02:03:04', real double precision DEFAULT 0.1,
  bytes bytea DEFAULT '\x00ff', money money DEFAULT 1, day date DEFAULT '2024-03-04', CHECK (at > '2020-01-01 00:00:00+00'), "Select" integer);
CREATE VIEW app.v AS SELECT id, at FROM app.t WHERE at > '2020-05-06 00:00:00+00' AND day < '2030-07-08';
CREATE TABLE app.p (at timestamptz) PARTITION BY RANGE (at);
CREATE TABLE app.p_1 PARTITION OF app.p FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');

-- needs: postgres 15
DO $$ BEGIN
  FOR i IN 1..3 LOOP
    BEGIN EXECUTE format('CREATE ROLE types_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE SCHEMA s; CREATE SCHEMA "S 2";
CREATE TABLE t (id integer PRIMARY KEY, a integer, b text);
CREATE TABLE s.u (id integer PRIMARY KEY);
CREATE TABLE "S 2"."T" ("A b" integer PRIMARY KEY);
CREATE PUBLICATION all_tables;
CREATE PUBLICATION tables FOR TABLE t;
CREATE PUBLICATION columns FOR TABLE t (id, a);
CREATE PUBLICATION filter FOR TABLE t WHERE (id > 1);
CREATE PUBLICATION schemas FOR TABLES IN SCHEMA s;
CREATE PUBLICATION publish FOR TABLE t WITH (publish = 'insert, update');
CREATE PUBLICATION via_partition_root FOR TABLE t;
CREATE PUBLICATION commented FOR TABLE t;
CREATE PUBLICATION owned FOR TABLE t;
CREATE PUBLICATION dropped FOR TABLE t, s.u;
CREATE PUBLICATION renamed FOR TABLE s.u WITH (publish = 'delete');

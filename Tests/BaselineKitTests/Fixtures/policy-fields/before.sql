DO $$ BEGIN
  FOR i IN 1..2 LOOP
    BEGIN EXECUTE format('CREATE ROLE fixture_role_%s', i); EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END LOOP;
END $$;
CREATE SCHEMA s;
CREATE TABLE t (id integer, owner text);
CREATE TABLE p (id integer) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE FUNCTION s.allowed(integer) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
CREATE POLICY command ON t FOR SELECT USING (id > 0);
CREATE POLICY command_all ON t FOR UPDATE USING (id > 0) WITH CHECK (id > 0);
CREATE POLICY restrictive ON t USING (id > 0);
CREATE POLICY roles ON t TO fixture_role_1 USING (true);
CREATE POLICY roles_public ON t TO fixture_role_2 USING (true);
CREATE POLICY roles_sorted ON t TO fixture_role_2, fixture_role_1 USING (true);
CREATE POLICY roles_added ON t TO PUBLIC USING (true);
CREATE POLICY "using" ON t USING (owner = CURRENT_USER);
CREATE POLICY using_gone ON t FOR UPDATE USING (id > 1) WITH CHECK (id > 2);
CREATE POLICY "check" ON t FOR INSERT WITH CHECK (id > 0);
CREATE POLICY check_added ON t USING (id > 0);
CREATE POLICY sub_select ON t USING (EXISTS (SELECT FROM p WHERE p.id = t.id));
CREATE POLICY commented ON t USING (true);
CREATE POLICY renamed ON t USING (id > 7);
CREATE POLICY gone ON t USING (true);
CREATE POLICY on_partitioned ON p USING (id > 0);
CREATE POLICY on_partition ON p1 USING (id > 0);

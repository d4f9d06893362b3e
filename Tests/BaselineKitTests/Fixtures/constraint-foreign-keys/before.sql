CREATE SCHEMA other;
CREATE TABLE other.target (id integer PRIMARY KEY, a integer, b integer, UNIQUE (a, b), UNIQUE (b, a));
CREATE TABLE target (id integer PRIMARY KEY);
CREATE TABLE t (id integer, a integer, b integer,
  CONSTRAINT deferred FOREIGN KEY (id) REFERENCES target, CONSTRAINT actions FOREIGN KEY (id) REFERENCES target,
  CONSTRAINT matched FOREIGN KEY (a, b) REFERENCES other.target (a, b), CONSTRAINT set_columns FOREIGN KEY (a, b) REFERENCES other.target (a, b),
  CONSTRAINT retargeted FOREIGN KEY (id) REFERENCES target, CONSTRAINT recolumned FOREIGN KEY (a, b) REFERENCES other.target (a, b),
  CONSTRAINT itself FOREIGN KEY (id) REFERENCES target ON DELETE CASCADE);
ALTER TABLE t ADD CONSTRAINT validated FOREIGN KEY (a) REFERENCES target NOT VALID;

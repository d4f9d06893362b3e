CREATE TABLE target (id integer PRIMARY KEY, other integer UNIQUE DEFERRABLE);
CREATE TABLE "Child" (id integer REFERENCES target, second integer CONSTRAINT second REFERENCES target);
CREATE TABLE replicated (id integer REFERENCES target);

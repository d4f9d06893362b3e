-- needs: postgres 18, extension btree_gist
CREATE EXTENSION btree_gist;
CREATE TABLE rooms (id integer, during daterange, CONSTRAINT rooms_key PRIMARY KEY (id, during WITHOUT OVERLAPS));
CREATE TABLE plain (id integer, during daterange, CONSTRAINT plain_key UNIQUE (id, during));
CREATE TABLE stays (room integer, during daterange,
  CONSTRAINT stays_room FOREIGN KEY (room, PERIOD during) REFERENCES rooms (id, PERIOD during));
CREATE TABLE checked (a integer PRIMARY KEY, b integer CONSTRAINT self REFERENCES checked, CONSTRAINT positive CHECK (a > 0),
  CONSTRAINT small CHECK (a < 9) NOT ENFORCED);

CREATE TYPE added AS ENUM ('a', 'c');
CREATE TYPE renamed AS ENUM ('a', 'b');
CREATE TYPE reordered AS ENUM ('a', 'b');
CREATE TYPE commented AS ENUM ('it''s', '1, 2');
CREATE TYPE gone AS ENUM ();

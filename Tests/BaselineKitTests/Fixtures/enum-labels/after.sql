ALTER TYPE added ADD VALUE 'b' BEFORE 'c';
ALTER TYPE renamed RENAME VALUE 'b' TO 'B';
DROP TYPE reordered; CREATE TYPE reordered AS ENUM ('b', 'a');
COMMENT ON TYPE commented IS 'feelings';
DROP TYPE gone;

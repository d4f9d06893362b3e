DROP EXTENSION citext;
SET ROLE types_extension_owner;
CREATE EXTENSION citext;

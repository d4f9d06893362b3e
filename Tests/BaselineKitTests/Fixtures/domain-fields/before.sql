CREATE DOMAIN type AS varchar(10);
CREATE DOMAIN nullable AS text;
CREATE DOMAIN "default" AS integer DEFAULT 1;
CREATE DOMAIN collated AS text;
CREATE DOMAIN checked AS integer CONSTRAINT positive CHECK (VALUE > 0);
CREATE DOMAIN unchecked AS integer CONSTRAINT gone CHECK (VALUE > 0) CONSTRAINT renamed CHECK (VALUE < 9);
CREATE DOMAIN commented AS integer CONSTRAINT c CHECK (VALUE > 0);

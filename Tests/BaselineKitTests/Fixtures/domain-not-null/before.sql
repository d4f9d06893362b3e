-- needs: postgres 17
CREATE DOMAIN plain AS integer;
CREATE DOMAIN named AS integer;
CREATE DOMAIN commented AS integer NOT NULL;
CREATE DOMAIN dropped AS integer CONSTRAINT must_have NOT NULL;

-- needs: extension citext
CREATE EXTENSION citext;

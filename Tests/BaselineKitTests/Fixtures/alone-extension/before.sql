-- needs: extension citext
CREATE EXTENSION citext VERSION '1.4';

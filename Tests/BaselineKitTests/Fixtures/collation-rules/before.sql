-- needs: postgres 16, icu
CREATE COLLATION rules (provider = icu, locale = 'de-DE');

DROP COLLATION rules;
CREATE COLLATION rules (provider = icu, locale = 'und', rules = '&a < g');

DROP COLLATION rules; CREATE COLLATION rules (provider = icu, locale = 'de-DE', rules = '&a < g');

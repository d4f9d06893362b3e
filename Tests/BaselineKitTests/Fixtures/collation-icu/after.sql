DROP COLLATION provider; CREATE COLLATION provider (locale = 'C');
DROP COLLATION locale; CREATE COLLATION locale (provider = icu, locale = 'de-AT');
DROP COLLATION "deterministic"; CREATE COLLATION "deterministic" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
DROP COLLATION same; CREATE COLLATION same (provider = icu, locale = 'fr-FR');

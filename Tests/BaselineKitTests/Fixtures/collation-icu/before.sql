-- needs: icu
CREATE COLLATION provider (provider = icu, locale = 'und');
CREATE COLLATION locale (provider = icu, locale = 'de-DE');
CREATE COLLATION "deterministic" (provider = icu, locale = 'und-u-ks-level2');
CREATE COLLATION same (provider = icu, locale = 'fr-FR');

-- needs: postgres 17
CREATE COLLATION provider (provider = builtin, locale = 'C.UTF-8');
CREATE COLLATION locale (provider = builtin, locale = 'C');

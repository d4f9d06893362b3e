DROP COLLATION provider; CREATE COLLATION provider (provider = libc, locale = 'C');
DROP COLLATION locale; CREATE COLLATION locale (provider = builtin, locale = 'C.UTF-8');

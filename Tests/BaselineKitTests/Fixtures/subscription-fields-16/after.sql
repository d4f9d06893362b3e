ALTER SUBSCRIPTION streaming SET (streaming = parallel);
ALTER SUBSCRIPTION origin SET (origin = none);
ALTER SUBSCRIPTION password_required SET (password_required = false);
ALTER SUBSCRIPTION run_as_owner SET (run_as_owner = true);

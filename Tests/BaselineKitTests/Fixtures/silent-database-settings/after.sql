DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET search_path = app, public', current_database());
  EXECUTE format('ALTER DATABASE %I SET TimeZone = ''Asia/Seoul''', current_database());
  EXECUTE format('ALTER DATABASE %I SET DateStyle = ''German, DMY''', current_database());
  EXECUTE format('ALTER DATABASE %I SET IntervalStyle = ''iso_8601''', current_database());
  EXECUTE format('ALTER DATABASE %I SET bytea_output = ''escape''', current_database());
  EXECUTE format('ALTER DATABASE %I SET extra_float_digits = -5', current_database());
  EXECUTE format('ALTER DATABASE %I SET quote_all_identifiers = on', current_database());
  EXECUTE format('ALTER DATABASE %I SET standard_conforming_strings = off', current_database());
  EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database());
  EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = ''read committed''', current_database());
  EXECUTE format('ALTER DATABASE %I SET client_encoding = ''latin1''', current_database());
  EXECUTE format('ALTER DATABASE %I SET row_security = off', current_database());
  EXECUTE format('ALTER DATABASE %I SET enable_seqscan = off', current_database());
END $$;

CREATE TABLE t (room int4range, during tsrange, CONSTRAINT booked EXCLUDE USING gist (during WITH &&),
  CONSTRAINT deferred EXCLUDE USING gist (room WITH &&), CONSTRAINT partial EXCLUDE USING gist (room WITH &&) WHERE (lower(room) > 0));

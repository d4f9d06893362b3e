ALTER DOMAIN plain SET NOT NULL;
ALTER DOMAIN named ADD CONSTRAINT must_have NOT NULL;
COMMENT ON CONSTRAINT commented_not_null ON DOMAIN commented IS 'never nothing';
ALTER DOMAIN dropped DROP CONSTRAINT must_have;

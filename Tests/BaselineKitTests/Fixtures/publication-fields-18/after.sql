ALTER PUBLICATION generated_columns SET (publish_generated_columns = stored);

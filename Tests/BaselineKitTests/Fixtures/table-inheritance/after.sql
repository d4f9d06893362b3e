ALTER TABLE loose INHERIT parent;
ALTER TABLE child NO INHERIT parent;
CREATE TABLE both_parents () INHERITS (parent, other);
ALTER TABLE parent ADD COLUMN more integer CHECK (more > 0);
ALTER TABLE typed NOT OF;
ALTER TABLE untyped OF shape;

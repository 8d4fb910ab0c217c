-- Who has switched their receipts off. A switch that is on has no row.
CREATE TABLE receipts_off (
  app int NOT NULL,
  member text COLLATE "C" NOT NULL,
  PRIMARY KEY (app, member)
);
-- How far somebody has read while others were not to see it. Defaults that are constants rewrite no row.
ALTER TABLE participations
  ADD COLUMN unshared_read bigint NOT NULL DEFAULT 0,
  ADD COLUMN unshared_own bigint NOT NULL DEFAULT 0;

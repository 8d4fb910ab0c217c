-- What a member may do. A default that is a constant rewrites no row.
ALTER TABLE memberships
  ADD COLUMN admin boolean NOT NULL DEFAULT false,
  ADD COLUMN muted boolean NOT NULL DEFAULT false;

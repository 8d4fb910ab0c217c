-- What an erasure took from a user's view. Defaults that are constants rewrite no row.
ALTER TABLE participations
  ADD COLUMN erased_up_to bigint NOT NULL DEFAULT -1,
  ADD COLUMN erased_own bigint NOT NULL DEFAULT 0,
  ADD COLUMN erased_at bigint NOT NULL DEFAULT 0;

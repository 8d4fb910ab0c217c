-- When a message was edited last; 0 if it was not. Where it stands in inboxes since then says recalled_at,
-- which nodes of older versions read: it is above 0 of every message that was replaced, and a tombstone is
-- one that was not edited last. Defaults that are constants rewrite no row.
ALTER TABLE messages ADD COLUMN edited_at bigint NOT NULL DEFAULT 0;

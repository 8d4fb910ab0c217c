-- When a message was sent on another server; 0 if it was sent here, when its stamp says. Defaults that
-- are constants rewrite no row.
ALTER TABLE messages ADD COLUMN sent_at bigint NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN newest_sent_at bigint NOT NULL DEFAULT 0;

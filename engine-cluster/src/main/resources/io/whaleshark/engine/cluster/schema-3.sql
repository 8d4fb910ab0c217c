-- Who may not log in. A ban that has ended stays.
CREATE TABLE bans (
  app int NOT NULL,
  member text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  until bigint NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (app, member)
) WITH (fillfactor = 80);

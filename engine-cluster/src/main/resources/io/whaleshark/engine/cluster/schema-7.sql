-- Where push services reach devices. A token may be longer than an index takes: its digest stands for it there.
CREATE TABLE push_tokens (
  app int NOT NULL,
  member text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  device text COLLATE "C" NOT NULL,
  service text COLLATE "C" NOT NULL,
  token text COLLATE "C" NOT NULL,
  token_digest bigint NOT NULL,
  registered_at bigint NOT NULL,
  PRIMARY KEY (app, member, kind, device)
);
CREATE INDEX push_tokens_by_token ON push_tokens (app, service, token_digest);

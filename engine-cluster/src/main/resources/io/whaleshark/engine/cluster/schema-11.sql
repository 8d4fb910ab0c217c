-- Which messages are pinned. Rows of messages that are recalled or expire are deleted with that.
CREATE TABLE pins (
  app int NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,
  pinned_at bigint NOT NULL,
  PRIMARY KEY (app, conversation, sequence)
);

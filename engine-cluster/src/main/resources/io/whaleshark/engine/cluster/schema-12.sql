-- Who has set which sign at which message, and how many have, by message: its signs in the order in which
-- they came. A message that is recalled has no tally any more: a reaction without one is not read, and is
-- deleted when its message has expired, if it was not at once.
CREATE TABLE reactions (
  app int NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,
  sign text COLLATE "C" NOT NULL,
  member text COLLATE "C" NOT NULL,
  PRIMARY KEY (app, conversation, sequence, sign, member)
);
CREATE TABLE tallies (
  app int NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,
  signs text[] COLLATE "C" NOT NULL,
  counts bigint[] NOT NULL, -- of the signs, in their order
  PRIMARY KEY (app, conversation, sequence)
) WITH (fillfactor = 50);

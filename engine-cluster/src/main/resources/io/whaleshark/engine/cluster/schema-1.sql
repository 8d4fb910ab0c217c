-- Version 1 of the schema. The package's documentation draws it. Nobody has released it yet, so it
-- may change here. Once it is released, a change is a new file.
--
-- An index besides a primary key is partial where it shares columns with that one: a statement that
-- does not name its condition cannot use it. So which index serves a statement is written down in
-- the statement, and is no guess of the planner (docs/adr/0022-plans-without-statistics.md).

CREATE TABLE apps (
  app bigint PRIMARY KEY, -- wider than an app's number: one row is for commits without an app
  newest_stamp bigint NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE conversations (
  app int NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  newest_sequence bigint NOT NULL DEFAULT 0,
  newest_stamp bigint NOT NULL DEFAULT 0,
  newest_recalled_at bigint NOT NULL DEFAULT 0,
  low_sent bigint NOT NULL DEFAULT 0,
  floor_sequence bigint NOT NULL DEFAULT 0,
  floor_low_sent bigint NOT NULL DEFAULT 0,
  floor_position bigint NOT NULL DEFAULT 0,
  floor_raised_at bigint NOT NULL DEFAULT 0,
  deleted_sequence bigint NOT NULL DEFAULT 0,
  group_name text,
  group_owner text,
  group_members bigint,
  group_dissolved boolean,
  group_changed_at bigint,
  PRIMARY KEY (app, conversation)
) WITH (fillfactor = 50);

CREATE TABLE messages (
  app int NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,
  stamp bigint NOT NULL,
  sender text COLLATE "C" NOT NULL,
  client_id text COLLATE "C" NOT NULL,
  ordinal bigint NOT NULL,
  audience bigint NOT NULL,
  body bytea NOT NULL,
  extra bytea NOT NULL,
  recalled_at bigint NOT NULL,
  digest bigint NOT NULL,
  PRIMARY KEY (app, conversation, sequence)
);
CREATE UNIQUE INDEX messages_by_stamp ON messages (app, conversation, stamp) WHERE stamp > 0;
CREATE INDEX messages_by_sender ON messages (app, conversation, sender, sequence)
  INCLUDE (ordinal) WHERE conversation >= 'g';
CREATE INDEX messages_recalled ON messages (app, conversation, recalled_at)
  INCLUDE (sequence) WHERE recalled_at > 0;

CREATE TABLE sent (
  app int NOT NULL,
  sender text COLLATE "C" NOT NULL,
  client_id text COLLATE "C" NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,
  PRIMARY KEY (app, sender, client_id)
);

CREATE TABLE expired_ordinals (
  app int NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  sender text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,
  ordinal bigint NOT NULL,
  PRIMARY KEY (app, conversation, sender)
);

CREATE TABLE memberships (
  app int NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  member text COLLATE "C" NOT NULL,
  joined bigint NOT NULL,
  left_at bigint NOT NULL,
  read bigint NOT NULL,
  received bigint NOT NULL,
  own_at_read bigint NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (app, conversation, member, joined)
) WITH (fillfactor = 80);
CREATE INDEX memberships_by_read ON memberships (app, conversation, read) INCLUDE (joined, member)
  WHERE read > 0;

CREATE TABLE participations (
  app int NOT NULL,
  member text COLLATE "C" NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  top boolean NOT NULL,
  mute boolean NOT NULL,
  hidden_up_to bigint NOT NULL,
  left_name text NOT NULL,
  left_read bigint NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (app, member, conversation)
) WITH (fillfactor = 80);

CREATE TABLE cluster (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  name text NOT NULL
);

CREATE TABLE nodes (
  name text COLLATE "C" PRIMARY KEY,
  incarnation bigint NOT NULL, -- of the run of the node that has the name
  address text NOT NULL,
  version text NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  newest_stamp bigint NOT NULL -- of its last batch with changes
) WITH (fillfactor = 10);

CREATE TABLE sessions (
  node bigint NOT NULL, -- the incarnation of the node that has the connection
  app int NOT NULL,
  session bigint NOT NULL,
  member text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  device text NOT NULL,
  policy int NOT NULL,
  stamp bigint NOT NULL,
  PRIMARY KEY (node, app, session)
);
CREATE INDEX sessions_of_user ON sessions (app, member, stamp) WHERE stamp > 0;

CREATE TABLE news (
  app int NOT NULL,
  stamp bigint NOT NULL, -- the app's newest after the batch
  previous bigint NOT NULL, -- and before it
  node text COLLATE "C" NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (app, stamp)
);

CREATE TABLE followers (
  app int NOT NULL,
  name text COLLATE "C" NOT NULL,
  position bigint NOT NULL, -- the stamp up to which it has everything
  node bigint NOT NULL, -- the incarnation of the node that tells it; 0 if none has yet
  leads_until timestamptz NOT NULL, -- until then no other node may
  seen_at timestamptz NOT NULL, -- when a node last told it
  PRIMARY KEY (app, name)
) WITH (fillfactor = 10);

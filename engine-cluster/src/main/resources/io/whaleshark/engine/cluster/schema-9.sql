-- What apps say of their users, and where a search finds it.
CREATE TABLE profiles (
  app int NOT NULL,
  member text COLLATE "C" NOT NULL,
  name text NOT NULL,
  compared text COLLATE "C" NOT NULL,
  avatar text NOT NULL,
  extra text NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (app, member)
);
CREATE INDEX profiles_by_name ON profiles (app, compared, member) WHERE compared > '';

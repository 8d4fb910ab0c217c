-- Who takes no direct messages of whom. A block that was lifted is deleted.
CREATE TABLE blocks (
  app int NOT NULL,
  member text COLLATE "C" NOT NULL,
  blocked text COLLATE "C" NOT NULL,
  PRIMARY KEY (app, member, blocked)
);

package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Profile;
import java.util.List;

/// What apps say of their users. Thread-safe.
final class PostgresDirectory implements Directory {

  private final Postgres postgres;

  PostgresDirectory(Postgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public List<Profile> of(List<UserId> users) {
    return users.isEmpty()
        ? List.of()
        : postgres.read(session ->
            session.query(
                ProfileStatements.OF_USERS,
                ProfileStatements::profile,
                Lookup.userNames(users),
                users.getFirst().app()));
  }

  @Override
  public List<Profile> startingWith(int app, String prefix, Place after, int limit) {
    return postgres.read(session ->
        session.query(
            ProfileStatements.STARTING_WITH,
            ProfileStatements::profile,
            app,
            prefix,
            Profile.behind(prefix),
            after.compared(),
            after.user(),
            limit));
  }
}

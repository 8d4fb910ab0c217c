package io.whaleshark.engine.cluster;

import static io.whaleshark.engine.cluster.WriteStatements.ints;
import static io.whaleshark.engine.cluster.WriteStatements.longs;
import static io.whaleshark.engine.cluster.WriteStatements.texts;

import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Profile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;

/// The statements that write and read what apps say of their users.
final class ProfileStatements {

  private static final String COLUMNS = "p.app, p.member, p.name, p.avatar, p.extra, p.changed_at";

  static final String OF_APP =
      "SELECT " + COLUMNS + " FROM profiles p WHERE p.app = ? ORDER BY p.member";

  static final String OF_USERS =
      "SELECT "
          + COLUMNS
          + """
           FROM unnest(?::text[]) AS k(member)
          CROSS JOIN LATERAL (
            SELECT * FROM profiles t WHERE t.app = ? AND t.member = k.member LIMIT 1) p
          """;

  /// What is compared is never empty: that names the index.
  static final String STARTING_WITH =
      "SELECT "
          + COLUMNS
          + """
           FROM profiles p
          WHERE p.app = ? AND p.compared > '' AND p.compared >= ? AND p.compared < ?
            AND (p.compared, p.member) > (?, ?)
          ORDER BY p.compared, p.member LIMIT ?
          """;

  private ProfileStatements() {}

  static void put(Script script, Collection<Profile> profiles) {
    if (profiles.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO profiles (app, member, name, compared, avatar, extra, changed_at)
        SELECT * FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
          ?::bigint[])
        ON CONFLICT (app, member) DO UPDATE
          SET name = excluded.name, compared = excluded.compared, avatar = excluded.avatar,
            extra = excluded.extra, changed_at = excluded.changed_at
        """,
        ints(profiles, profile -> profile.user().app()),
        texts(profiles, profile -> profile.user().name()),
        texts(profiles, Profile::name),
        texts(profiles, Profile::compared),
        texts(profiles, Profile::avatar),
        texts(profiles, Profile::extra),
        longs(profiles, Profile::changedAt));
  }

  static void remove(Script script, Collection<UserId> users) {
    UserRows.delete(script, "profiles", users);
  }

  static Profile profile(ResultSet row) throws SQLException {
    return new Profile(
        PostgresRows.user(row, "member"),
        row.getString("name"),
        row.getString("avatar"),
        row.getString("extra"),
        row.getLong("changed_at"));
  }
}

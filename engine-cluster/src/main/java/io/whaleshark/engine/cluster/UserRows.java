package io.whaleshark.engine.cluster;

import static io.whaleshark.engine.cluster.WriteStatements.ints;
import static io.whaleshark.engine.cluster.WriteStatements.texts;

import io.whaleshark.core.id.UserId;
import java.util.Collection;

/// The tables that have at most one row of a user.
final class UserRows {

  private UserRows() {}

  /// Deletes the rows of users, of those who have one.
  ///
  /// @param table whose key is `app` and `member`
  static void delete(Script script, String table, Collection<UserId> users) {
    if (users.isEmpty()) {
      return;
    }
    script.add(
        """
        DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
          SELECT r.ctid FROM unnest(?::int[], ?::text[]) AS k(app, member)
          CROSS JOIN LATERAL (
            SELECT t.ctid FROM %1$s t
            WHERE t.app = k.app AND t.member = k.member LIMIT 1) r))
        """
            .formatted(table),
        ints(users, UserId::app),
        texts(users, UserId::name));
  }
}

package io.whaleshark.engine.cluster;

import static io.whaleshark.engine.cluster.WriteStatements.ints;
import static io.whaleshark.engine.cluster.WriteStatements.texts;

import io.whaleshark.core.id.UserId;
import java.util.Collection;

/// The statements that write who has switched their receipts off.
final class SwitchStatements {

  private SwitchStatements() {}

  static void off(Script script, Collection<UserId> users) {
    if (users.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO receipts_off (app, member)
        SELECT * FROM unnest(?::int[], ?::text[])
        ON CONFLICT (app, member) DO NOTHING
        """,
        ints(users, UserId::app),
        texts(users, UserId::name));
  }

  static void on(Script script, Collection<UserId> users) {
    if (users.isEmpty()) {
      return;
    }
    script.add(
        """
        DELETE FROM receipts_off WHERE ctid = ANY (ARRAY(
          SELECT r.ctid FROM unnest(?::int[], ?::text[]) AS k(app, member)
          CROSS JOIN LATERAL (
            SELECT t.ctid FROM receipts_off t
            WHERE t.app = k.app AND t.member = k.member LIMIT 1) r))
        """,
        ints(users, UserId::app),
        texts(users, UserId::name));
  }
}

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
    UserRows.delete(script, "receipts_off", users);
  }
}

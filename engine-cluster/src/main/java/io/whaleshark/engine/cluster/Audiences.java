package io.whaleshark.engine.cluster;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// In whose inboxes messages stand. Who that is was fixed when a message was sent: it is those
/// whose periods of membership show it, whoever has left or joined since. Immutable.
final class Audiences {

  /// A period of membership.
  private record Period(UserId user, long joined, long left) {

    boolean sees(long sequence) {
      return joined < sequence && sequence <= left;
    }
  }

  /// Asks for one more than the limit: if it comes, the group is beyond it.
  private static final String PERIODS =
      """
      SELECT s.conversation, s.member, s.joined, s.left_at
      FROM unnest(?::text[]) AS k(conversation)
      CROSS JOIN LATERAL (
        SELECT * FROM memberships m WHERE m.app = ? AND m.conversation = k.conversation
        ORDER BY m.member, m.joined LIMIT ?) s
      """;

  private final Map<ConversationId, List<Period>> periods;

  private Audiences(Map<ConversationId, List<Period>> periods) {
    this.periods = periods;
  }

  /// Asks for the groups of these messages, all at once.
  ///
  /// @param limit a group with more periods of membership, past ones included, has no audience here
  static Audiences of(Session session, Collection<Message> messages, int limit)
      throws SQLException {
    Map<Integer, Set<String>> groups = new TreeMap<>();
    for (Message message : messages) {
      if (message.conversation() instanceof ConversationId.Group group) {
        groups.computeIfAbsent(group.app(), _ -> new HashSet<>()).add(ConversationNames.of(group));
      }
    }
    Map<ConversationId, List<Period>> periods = new HashMap<>();
    Questions questions = new Questions();
    groups.forEach((app, names) ->
        questions.add(
            PERIODS,
            row ->
                periods
                    .computeIfAbsent(
                        ConversationNames.conversation(app, row.getString(1)),
                        _ -> new ArrayList<>())
                    .add(
                        new Period(
                            new UserId(app, row.getString(2)), row.getLong(3), row.getLong(4))),
            names.toArray(String[]::new),
            app,
            limit + 1));
    questions.ask(session);
    periods.values().removeIf(all -> all.size() > limit);
    return new Audiences(periods);
  }

  /// The owners of the inboxes in which a message stands; nobody for a group beyond the limit.
  Set<UserId> of(Message message) {
    Set<UserId> owners = new HashSet<>();
    switch (message.conversation()) {
      case ConversationId.Direct(UserId low, UserId high) -> {
        owners.add(low);
        owners.add(high);
      }
      case ConversationId.Group group -> {
        for (Period period : periods.getOrDefault(group, List.of())) {
          if (period.sees(message.sequence())) {
            owners.add(period.user());
          }
        }
      }
    }
    return owners;
  }
}

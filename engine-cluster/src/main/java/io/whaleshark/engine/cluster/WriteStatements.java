package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Change.FloorRaised;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/// The statements that write, each for any number of rows of one table. The rows come as one array
/// a column.
final class WriteStatements {

  private static final String APPEND =
      """
      INSERT INTO messages (app, conversation, sequence, stamp, sender, client_id, ordinal,
        audience, body, extra, recalled_at, digest, sent_at, edited_at)
      SELECT * FROM unnest(?::int[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],
        ?::bigint[], ?::bigint[], ?::bytea[], ?::bytea[], ?::bigint[], ?::bigint[],
        ?::bigint[], ?::bigint[])
      """;

  /// All of them are there: the primary key finds each, where a join could read the whole table.
  private static final String REPLACE =
      APPEND
          + """
          ON CONFLICT (app, conversation, sequence) DO UPDATE
            SET body = excluded.body, extra = excluded.extra,
              recalled_at = excluded.recalled_at, digest = excluded.digest,
              edited_at = excluded.edited_at
          """;

  private WriteStatements() {}

  static <T> int[] ints(Collection<T> rows, ToIntFunction<T> column) {
    return rows.stream().mapToInt(column).toArray();
  }

  static <T> long[] longs(Collection<T> rows, ToLongFunction<T> column) {
    return rows.stream().mapToLong(column).toArray();
  }

  static <T> String[] texts(Collection<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  /// The columns app, conversation and sequence.
  static Object[] places(Collection<Announced.Place> places) {
    return new Object[] {
      ints(places, place -> place.conversation().app()),
      texts(places, place -> ConversationNames.of(place.conversation())),
      longs(places, Announced.Place::number)
    };
  }

  private static <T> byte[][] bytes(Collection<T> rows, Function<T, byte[]> column) {
    return rows.stream().map(column).toArray(byte[][]::new);
  }

  private static <T> boolean[] booleans(Collection<T> rows, Predicate<T> column) {
    boolean[] values = new boolean[rows.size()];
    int i = 0;
    for (T row : rows) {
      values[i++] = column.test(row);
    }
    return values;
  }

  private static int app(Message message) {
    return message.conversation().app();
  }

  private static String name(Message message) {
    return ConversationNames.of(message.conversation());
  }

  private static byte[] body(Message message) {
    return message.newest().map(Message.Sent::body).orElse(Payload.NONE).bytes();
  }

  private static byte[] extra(Message message) {
    return message.newest().map(Message.Sent::extra).orElse(Payload.NONE).bytes();
  }

  /// Its place in inboxes, if it was edited or recalled; else 0.
  private static long replacedAt(Message message) {
    return message.content() instanceof Message.Replaced replaced ? replaced.at() : 0;
  }

  private static long digest(Message message) {
    return switch (message.content()) {
      case Message.Sent _ -> 0;
      case Message.Vetted vetted -> vetted.digest();
      case Message.Replaced replaced -> replaced.digest();
    };
  }

  /// When it was edited; 0 if it was not.
  private static long editedAt(Message message) {
    return message.content() instanceof Message.Edited edited ? edited.time() : 0;
  }

  /// 0 if it was sent here, when its stamp says.
  private static long sentAt(Message message) {
    return message.isImported() ? message.time() : 0;
  }

  static void append(Script script, Collection<Message> messages) {
    addMessages(script, APPEND, messages);
  }

  static void replace(Script script, Collection<Message> messages) {
    addMessages(script, REPLACE, messages);
  }

  private static void addMessages(Script script, String sql, Collection<Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    script.add(
        sql,
        ints(messages, WriteStatements::app),
        texts(messages, WriteStatements::name),
        longs(messages, Message::sequence),
        longs(messages, Message::stamp),
        texts(messages, message -> message.sender().name()),
        texts(messages, message -> message.clientId().value()),
        longs(messages, Message::senderOrdinal),
        longs(messages, Message::audience),
        bytes(messages, WriteStatements::body),
        bytes(messages, WriteStatements::extra),
        longs(messages, WriteStatements::replacedAt),
        longs(messages, WriteStatements::digest),
        longs(messages, WriteStatements::sentAt),
        longs(messages, WriteStatements::editedAt));
  }

  /// An id that is there already is one of an expired message, or the decision would be another.
  static void nameIds(Script script, Collection<Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO sent (app, sender, client_id, conversation, sequence)
        SELECT * FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::bigint[])
          AS k(app, sender, client_id, conversation, sequence)
        ORDER BY k.app, k.sender COLLATE "C", k.client_id COLLATE "C"
        ON CONFLICT (app, sender, client_id) DO UPDATE
          SET conversation = excluded.conversation, sequence = excluded.sequence
        """,
        ints(messages, WriteStatements::app),
        texts(messages, message -> message.sender().name()),
        texts(messages, message -> message.clientId().value()),
        texts(messages, WriteStatements::name),
        longs(messages, Message::sequence));
  }

  static void moveHeads(Script script, Collection<Message> newest) {
    if (newest.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO conversations (app, conversation, newest_sequence, newest_stamp, low_sent,
          newest_sent_at)
        SELECT * FROM unnest(?::int[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
          ?::bigint[])
        ON CONFLICT (app, conversation) DO UPDATE
          SET newest_sequence = excluded.newest_sequence, newest_stamp = excluded.newest_stamp,
            low_sent = excluded.low_sent, newest_sent_at = excluded.newest_sent_at
        """,
        ints(newest, WriteStatements::app),
        texts(newest, WriteStatements::name),
        longs(newest, Message::sequence),
        longs(newest, Message::stamp),
        longs(newest, WriteStatements::lowSent),
        longs(newest, WriteStatements::sentAt));
  }

  /// @param newest of each conversation the one that was replaced last
  static void noteReplaced(Script script, Collection<Message> newest) {
    if (newest.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO conversations (app, conversation, newest_recalled_at)
        SELECT * FROM unnest(?::int[], ?::text[], ?::bigint[])
        ON CONFLICT (app, conversation) DO UPDATE
          SET newest_recalled_at = excluded.newest_recalled_at
        """,
        ints(newest, WriteStatements::app),
        texts(newest, WriteStatements::name),
        longs(newest, WriteStatements::replacedAt));
  }

  private static long lowSent(Message message) {
    return switch (message.conversation()) {
      case ConversationId.Direct direct -> ClusterTransaction.lowSent(direct, message);
      case ConversationId.Group _ -> 0;
    };
  }

  static void putGroups(Script script, Collection<Group> groups) {
    if (groups.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO conversations (app, conversation, group_name, group_owner, group_members,
          group_dissolved, group_changed_at)
        SELECT * FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::bigint[],
          ?::boolean[], ?::bigint[])
        ON CONFLICT (app, conversation) DO UPDATE
          SET group_name = excluded.group_name, group_owner = excluded.group_owner,
            group_members = excluded.group_members, group_dissolved = excluded.group_dissolved,
            group_changed_at = excluded.group_changed_at
        """,
        ints(groups, group -> group.id().app()),
        texts(groups, group -> ConversationNames.of(group.id())),
        texts(groups, Group::name),
        texts(groups, group -> group.owner().name()),
        longs(groups, Group::memberCount),
        booleans(groups, Group::dissolved),
        longs(groups, Group::changedAt));
  }

  static void putPeriods(Script script, Collection<Membership> periods) {
    if (periods.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO memberships (app, conversation, member, joined, left_at, read, received,
          own_at_read, admin, muted, changed_at)
        SELECT * FROM unnest(?::int[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
          ?::bigint[], ?::bigint[], ?::bigint[], ?::boolean[], ?::boolean[], ?::bigint[])
        ON CONFLICT (app, conversation, member, joined) DO UPDATE
          SET left_at = excluded.left_at, read = excluded.read, received = excluded.received,
            own_at_read = excluded.own_at_read, admin = excluded.admin, muted = excluded.muted,
            changed_at = excluded.changed_at
        """,
        ints(periods, period -> period.conversation().app()),
        texts(periods, period -> ConversationNames.of(period.conversation())),
        texts(periods, period -> period.user().name()),
        longs(periods, Membership::joined),
        longs(periods, Membership::left),
        longs(periods, Membership::read),
        longs(periods, Membership::received),
        longs(periods, Membership::ownAtRead),
        booleans(periods, period -> period.standing().admin()),
        booleans(periods, period -> period.standing().muted()),
        longs(periods, Membership::changedAt));
  }

  static void putParticipations(Script script, Collection<Participation> participations) {
    if (participations.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO participations (app, member, conversation, top, mute, hidden_up_to, left_name,
          left_read, unshared_read, unshared_own, erased_up_to, erased_own, erased_at, changed_at)
        SELECT * FROM unnest(?::int[], ?::text[], ?::text[], ?::boolean[], ?::boolean[],
          ?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
          ?::bigint[], ?::bigint[])
        ON CONFLICT (app, member, conversation) DO UPDATE
          SET top = excluded.top, mute = excluded.mute, hidden_up_to = excluded.hidden_up_to,
            left_name = excluded.left_name, left_read = excluded.left_read,
            unshared_read = excluded.unshared_read, unshared_own = excluded.unshared_own,
            erased_up_to = excluded.erased_up_to, erased_own = excluded.erased_own,
            erased_at = excluded.erased_at, changed_at = excluded.changed_at
        """,
        ints(participations, put -> put.user().app()),
        texts(participations, put -> put.user().name()),
        texts(participations, put -> ConversationNames.of(put.conversation())),
        booleans(participations, Participation::top),
        booleans(participations, Participation::mute),
        longs(participations, Participation::hiddenUpTo),
        texts(participations, put -> put.left().groupName()),
        longs(participations, put -> put.left().read()),
        longs(participations, put -> put.unshared().read()),
        longs(participations, put -> put.unshared().own()),
        longs(participations, put -> put.erased().upTo()),
        longs(participations, put -> put.erased().own()),
        longs(participations, put -> put.erased().at()),
        longs(participations, Participation::changedAt));
  }

  static void putBans(Script script, Collection<Ban> bans) {
    if (bans.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO bans (app, member, reason, until, changed_at)
        SELECT * FROM unnest(?::int[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
        ON CONFLICT (app, member) DO UPDATE
          SET reason = excluded.reason, until = excluded.until, changed_at = excluded.changed_at
        """,
        ints(bans, ban -> ban.user().app()),
        texts(bans, ban -> ban.user().name()),
        texts(bans, Ban::reason),
        longs(bans, Ban::until),
        longs(bans, Ban::changedAt));
  }

  static void putBlocks(Script script, Collection<Block> blocks) {
    if (blocks.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO blocks (app, member, blocked)
        SELECT * FROM unnest(?::int[], ?::text[], ?::text[])
        ON CONFLICT (app, member, blocked) DO NOTHING
        """,
        ints(blocks, block -> block.blocker().app()),
        texts(blocks, block -> block.blocker().name()),
        texts(blocks, block -> block.blocked().name()));
  }

  static void liftBlocks(Script script, Collection<Block> blocks) {
    if (blocks.isEmpty()) {
      return;
    }
    script.add(
        """
        DELETE FROM blocks WHERE ctid = ANY (ARRAY(
          SELECT b.ctid FROM unnest(?::int[], ?::text[], ?::text[]) AS k(app, member, blocked)
          CROSS JOIN LATERAL (
            SELECT t.ctid FROM blocks t
            WHERE t.app = k.app AND t.member = k.member AND t.blocked = k.blocked LIMIT 1) b))
        """,
        ints(blocks, block -> block.blocker().app()),
        texts(blocks, block -> block.blocker().name()),
        texts(blocks, block -> block.blocked().name()));
  }

  /// The numbers of the newest expired message are noted, and the newest position of any expired
  /// one: what was replaced may stand behind it.
  static void raiseFloors(Script script, Collection<FloorRaised> floors) {
    if (floors.isEmpty()) {
      return;
    }
    List<ConversationId> ids = floors.stream().map(FloorRaised::conversation).toList();
    script.add(
        """
        INSERT INTO conversations AS c (app, conversation, floor_sequence, floor_raised_at,
          floor_low_sent, floor_position)
        SELECT k.app, k.conversation, k.sequence, k.raised_at,
          CASE WHEN m.sender = k.low THEN m.ordinal ELSE m.sequence - m.ordinal END,
          greatest(m.stamp,
            (SELECT r.recalled_at FROM messages r
             WHERE r.app = k.app AND r.conversation = k.conversation AND r.recalled_at > 0
               AND r.sequence <= k.sequence
             ORDER BY r.recalled_at DESC LIMIT 1))
        FROM unnest(?::int[], ?::text[], ?::bigint[], ?::bigint[], ?::text[])
          AS k(app, conversation, sequence, raised_at, low)
        CROSS JOIN LATERAL (
          SELECT * FROM messages t
          WHERE t.app = k.app AND t.conversation = k.conversation AND t.sequence = k.sequence
          LIMIT 1) m
        ON CONFLICT (app, conversation) DO UPDATE
          SET floor_sequence = excluded.floor_sequence,
            floor_raised_at = excluded.floor_raised_at, floor_low_sent = excluded.floor_low_sent,
            floor_position = greatest(c.floor_position, excluded.floor_position)
        """,
        ids.stream().mapToInt(ConversationId::app).toArray(),
        texts(ids, ConversationNames::of),
        longs(floors, FloorRaised::sequence),
        longs(floors, FloorRaised::raisedAt),
        texts(ids, WriteStatements::low));
  }

  /// Whose messages are counted in a direct conversation; in a group nobody's.
  private static String low(ConversationId conversation) {
    return switch (conversation) {
      case ConversationId.Direct direct -> direct.low().name();
      case ConversationId.Group _ -> "";
    };
  }
}

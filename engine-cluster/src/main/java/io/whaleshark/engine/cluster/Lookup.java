package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.news.News;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Looks up many rows of one app by their keys, each kind by one question. Confined to one thread.
final class Lookup {

  private static final String CONVERSATIONS =
      "SELECT k.i, "
          + PostgresRows.CONVERSATION
          + """
           FROM unnest(?::text[]) WITH ORDINALITY AS k(conversation, i)
          CROSS JOIN LATERAL (
            SELECT * FROM conversations t WHERE t.app = ? AND t.conversation = k.conversation
            LIMIT 1) c
          """;

  private static final String PERIODS =
      "SELECT "
          + PostgresRows.MEMBERSHIP
          + """
           FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS k(conversation, member, i)
          CROSS JOIN LATERAL (
            SELECT * FROM memberships t
            WHERE t.app = ? AND t.conversation = k.conversation AND t.member = k.member
            ORDER BY t.joined) s
          ORDER BY k.i, s.joined
          """;

  private static final String NEWEST_PERIODS =
      "SELECT "
          + PostgresRows.MEMBERSHIP
          + """
           FROM unnest(?::text[], ?::text[]) AS k(conversation, member)
          CROSS JOIN LATERAL (
            SELECT * FROM memberships t
            WHERE t.app = ? AND t.conversation = k.conversation AND t.member = k.member
            ORDER BY t.joined DESC LIMIT 1) s
          """;

  private static final String PARTICIPATIONS =
      "SELECT "
          + PostgresRows.PARTICIPATION
          + """
           FROM unnest(?::text[], ?::text[]) AS k(conversation, member)
          CROSS JOIN LATERAL (
            SELECT * FROM participations t
            WHERE t.app = ? AND t.member = k.member AND t.conversation = k.conversation
            LIMIT 1) p
          """;

  private static final String BANS =
      "SELECT "
          + PostgresRows.BAN
          + """
           FROM unnest(?::text[]) AS k(member)
          CROSS JOIN LATERAL (
            SELECT * FROM bans t WHERE t.app = ? AND t.member = k.member LIMIT 1) b
          """;

  private static final String BLOCKS =
      """
      SELECT k.i FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS k(member, blocked, i)
      CROSS JOIN LATERAL (
        SELECT * FROM blocks t
        WHERE t.app = ? AND t.member = k.member AND t.blocked = k.blocked LIMIT 1) b
      """;

  private static final String BLOCK_COUNTS =
      """
      SELECT k.i, b.count FROM unnest(?::text[]) WITH ORDINALITY AS k(member, i)
      CROSS JOIN LATERAL (
        SELECT count(*) FROM blocks t WHERE t.app = ? AND t.member = k.member) b
      """;

  private static final String RECEIPTS_OFF =
      """
      SELECT k.i FROM unnest(?::text[]) WITH ORDINALITY AS k(member, i)
      CROSS JOIN LATERAL (
        SELECT * FROM receipts_off t WHERE t.app = ? AND t.member = k.member LIMIT 1) r
      """;

  private static final String MESSAGES =
      "SELECT "
          + PostgresRows.MESSAGE
          + """
           FROM unnest(?::text[], ?::bigint[]) AS k(conversation, sequence)
          CROSS JOIN LATERAL (
            SELECT * FROM messages t
            WHERE t.app = ? AND t.conversation = k.conversation AND t.sequence = k.sequence
            LIMIT 1) m
          """;

  /// The first one from a stamp on is the only one that may have it.
  private static final String MESSAGES_BY_STAMP =
      "SELECT "
          + PostgresRows.MESSAGE
          + """
           FROM unnest(?::text[], ?::bigint[]) AS k(conversation, stamp)
          CROSS JOIN LATERAL (
            SELECT * FROM messages t
            WHERE t.app = ? AND t.conversation = k.conversation
              AND t.stamp > 0 AND t.stamp >= k.stamp
            ORDER BY t.stamp LIMIT 1) m
          WHERE m.stamp = k.stamp
          """;

  private static final String SENT =
      "SELECT "
          + PostgresRows.MESSAGE
          + """
           FROM unnest(?::text[], ?::text[]) AS k(sender, client_id)
          CROSS JOIN LATERAL (
            SELECT * FROM sent t
            WHERE t.app = ? AND t.sender = k.sender AND t.client_id = k.client_id
            LIMIT 1) s
          CROSS JOIN LATERAL (
            SELECT * FROM messages t
            WHERE t.app = s.app AND t.conversation = s.conversation AND t.sequence = s.sequence
            LIMIT 1) m
          """;

  /// The ordinal of the newest of a sender's messages up to a sequence, deleted or not. In the
  /// order of senders, the entry before that place is theirs, or they have none.
  private static final String SENT_IN_GROUPS =
      """
      SELECT k.i, coalesce(
        (SELECT CASE WHEN m.sender = k.sender THEN m.ordinal END FROM messages m
         WHERE m.app = q.app AND m.conversation = k.conversation AND m.conversation >= 'g'
           AND (m.sender, m.sequence) <= (k.sender, k.up_to)
         ORDER BY m.sender DESC, m.sequence DESC LIMIT 1),
        (SELECT e.ordinal FROM expired_ordinals e
         WHERE e.app = q.app AND e.conversation = k.conversation AND e.sender = k.sender
           AND e.sequence <= k.up_to), 0)
      FROM unnest(?::text[], ?::text[], ?::bigint[]) WITH ORDINALITY
        AS k(conversation, sender, up_to, i)
      CROSS JOIN (SELECT ?::int AS app) q
      """;

  private final Questions questions;
  private final int app;

  /// @param questions to which each look-up adds one
  Lookup(Questions questions, int app) {
    this.questions = questions;
    this.app = app;
  }

  /// All rows of one kind, in one round trip and one snapshot.
  ///
  /// @param kind adds the question, whose rows go to the consumer
  static <T> List<T> all(Postgres postgres, int app, BiConsumer<Lookup, Consumer<T>> kind) {
    List<T> rows = new ArrayList<>();
    Questions questions = new Questions();
    kind.accept(new Lookup(questions, app), rows::add);
    return postgres.read(session -> {
      questions.ask(session);
      return rows;
    });
  }

  private static String[] names(List<? extends ConversationId> conversations) {
    return conversations.stream().map(ConversationNames::of).toArray(String[]::new);
  }

  static String[] userNames(List<UserId> users) {
    return users.stream().map(UserId::name).toArray(String[]::new);
  }

  /// @param into gets those that have a row
  void conversations(
      List<? extends ConversationId> ids,
      BiConsumer<ConversationId, PostgresRows.Conversation> into) {
    questions.add(
        CONVERSATIONS,
        row -> {
          ConversationId id = ids.get((int) row.getLong(1) - 1);
          into.accept(id, PostgresRows.conversation(id, row));
        },
        names(ids),
        app);
  }

  /// All periods of these users in these conversations, each user's oldest first.
  void periods(
      List<? extends ConversationId> conversations, List<UserId> users, Consumer<Membership> into) {
    members(PERIODS, row -> into.accept(PostgresRows.membership(row)), conversations, users);
  }

  /// The newest period of each, where there is one.
  void newestPeriods(
      List<? extends ConversationId> conversations, List<UserId> users, Consumer<Membership> into) {
    members(NEWEST_PERIODS, row -> into.accept(PostgresRows.membership(row)), conversations, users);
  }

  void participations(
      List<? extends ConversationId> conversations,
      List<UserId> users,
      Consumer<Participation> into) {
    members(
        PARTICIPATIONS, row -> into.accept(PostgresRows.participation(row)), conversations, users);
  }

  private void members(
      String sql,
      Questions.RowTaker taker,
      List<? extends ConversationId> conversations,
      List<UserId> users) {
    questions.add(sql, taker, names(conversations), userNames(users), app);
  }

  /// The messages of these sequences that were not deleted, expired ones among them.
  void messages(
      List<? extends ConversationId> conversations, long[] sequences, Consumer<Message> into) {
    messages(
        conversations,
        sequences,
        into,
        damage -> {
          throw damage;
        });
  }

  /// The same, but for those that are damaged.
  ///
  /// @param damaged gets why
  void messages(
      List<? extends ConversationId> conversations,
      long[] sequences,
      Consumer<Message> into,
      Consumer<EngineException> damaged) {
    Questions.RowTaker taker =
        row -> {
          try {
            into.accept(PostgresRows.message(row));
          } catch (EngineException e) {
            damaged.accept(e);
          }
        };
    questions.add(MESSAGES, taker, names(conversations), sequences, app);
  }

  /// The messages of these stamps that were not deleted, expired ones among them.
  void messagesByStamp(
      List<? extends ConversationId> conversations, long[] stamps, Consumer<Message> into) {
    Questions.RowTaker taker = row -> into.accept(PostgresRows.message(row));
    questions.add(MESSAGES_BY_STAMP, taker, names(conversations), stamps, app);
  }

  /// The messages of these ids that were not deleted, expired ones among them.
  void sent(List<ClientMessageId> ids, Consumer<Message> into) {
    questions.add(
        SENT,
        row -> into.accept(PostgresRows.message(row)),
        userNames(ids.stream().map(ClientMessageId::sender).toList()),
        ids.stream().map(ClientMessageId::value).toArray(String[]::new),
        app);
  }

  /// The last bans of users.
  void bans(List<UserId> users, Consumer<Ban> into) {
    questions.add(BANS, row -> into.accept(PostgresRows.ban(row)), userNames(users), app);
  }

  /// The sessions of users, the oldest of each first.
  void sessions(List<UserId> users, Consumer<News.LoggedIn> into) {
    questions.add(
        SessionRows.OF_USERS,
        row -> SessionRows.addTo(into, app, row, _ -> {}),
        userNames(users),
        app);
  }

  /// Those of the blocks that are in force.
  void blocks(List<Block> blocks, Consumer<Block> into) {
    questions.add(
        BLOCKS,
        row -> into.accept(blocks.get((int) row.getLong(1) - 1)),
        userNames(blocks.stream().map(Block::blocker).toList()),
        userNames(blocks.stream().map(Block::blocked).toList()),
        app);
  }

  /// How many users each of these blocks.
  void blockCounts(List<UserId> blockers, BiConsumer<UserId, Integer> into) {
    questions.add(
        BLOCK_COUNTS,
        row -> into.accept(blockers.get((int) row.getLong(1) - 1), row.getInt(2)),
        userNames(blockers),
        app);
  }

  /// The pins of conversations, those of each in the order of its messages.
  void pins(List<ConversationId> ids, BiConsumer<ConversationId, Pin> into) {
    questions.add(
        PinStatements.OF_CONVERSATIONS,
        row -> into.accept(ids.get((int) row.getLong(1) - 1), PinStatements.pin(row)),
        names(ids),
        app);
  }

  /// Those of the users who have switched their receipts off.
  void receiptsOff(List<UserId> users, Consumer<UserId> into) {
    questions.add(
        RECEIPTS_OFF,
        row -> into.accept(users.get((int) row.getLong(1) - 1)),
        userNames(users),
        app);
  }

  /// The push tokens of users, those of each in the order of devices.
  void pushTokens(List<UserId> users, Consumer<PushToken> into) {
    PushStatements.askOfUsers(questions, row -> into.accept(PushStatements.token(row)), users, app);
  }

  /// The push tokens at these addresses, where there are any.
  void pushTokensAt(List<PushToken.Address> addresses, Consumer<PushToken> into) {
    PushStatements.askAt(questions, row -> into.accept(PushStatements.token(row)), addresses, app);
  }

  /// The profiles of users, of those who have one.
  void profiles(List<UserId> users, Consumer<Profile> into) {
    questions.add(
        ProfileStatements.OF_USERS,
        row -> into.accept(ProfileStatements.profile(row)),
        userNames(users),
        app);
  }

  /// How many messages of each group up to a sequence (inclusive) are the user's.
  ///
  /// @param into gets the index of each in the lists, and its count
  void sentInGroups(
      List<? extends ConversationId> groups,
      List<UserId> users,
      long[] upTo,
      BiConsumer<Integer, Long> into) {
    questions.add(
        SENT_IN_GROUPS,
        row -> into.accept((int) row.getLong(1) - 1, row.getLong(2)),
        names(groups),
        userNames(users),
        upTo,
        app);
  }
}

package io.whaleshark.engine.cluster;

import static io.whaleshark.engine.cluster.WriteStatements.ints;
import static io.whaleshark.engine.cluster.WriteStatements.longs;
import static io.whaleshark.engine.cluster.WriteStatements.texts;

import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.engine.cluster.Announced.Place;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The statements that write and read reactions and tallies.
final class ReactionStatements {

  /// Of a tally called `t`: its message is retained, and no tombstone. A node of an older version
  /// leaves the tally of a message that it recalls.
  private static final String SHOWN =
      """
      CROSS JOIN LATERAL (
        SELECT * FROM messages o
        WHERE o.app = t.app AND o.conversation = t.conversation AND o.sequence = t.sequence
        LIMIT 1) m
      LEFT JOIN LATERAL (
        SELECT * FROM conversations o WHERE o.app = t.app AND o.conversation = t.conversation
        LIMIT 1) c ON true
      WHERE (m.recalled_at = 0 OR m.edited_at > 0)
        AND t.sequence > coalesce(c.floor_sequence, 0)
      """;

  /// In the order of messages, and of the signs at each.
  static final String OF_APP =
      """
      SELECT t.app, t.conversation, t.sequence, s.sign, r.member FROM tallies t
      CROSS JOIN LATERAL unnest(t.signs) WITH ORDINALITY AS s(sign, i)
      CROSS JOIN LATERAL (
        SELECT * FROM reactions o
        WHERE o.app = t.app AND o.conversation = t.conversation AND o.sequence = t.sequence
          AND o.sign = s.sign
        ORDER BY o.member) r
      """
          + SHOWN
          + " AND t.app = ? ORDER BY t.conversation, t.sequence, s.i, r.member";

  static final String OF_MESSAGE =
      """
      SELECT t.sequence, t.signs, t.counts FROM tallies t
      WHERE t.app = ? AND t.conversation = ? AND t.sequence = ?
      """;

  /// With the signs that a user has set, each looked up by its key.
  static final String IN_RANGE =
      """
      SELECT t.sequence, t.signs, t.counts, ARRAY(
        SELECT s.sign FROM unnest(t.signs) AS s(sign)
        CROSS JOIN LATERAL (
          SELECT FROM reactions o
          WHERE o.app = t.app AND o.conversation = t.conversation AND o.sequence = t.sequence
            AND o.sign = s.sign AND o.member = ?
          LIMIT 1) r) AS mine
      FROM tallies t
      """
          + SHOWN
          + " AND t.app = ? AND t.conversation = ? AND t.sequence > ? AND t.sequence <= ?"
          + " ORDER BY t.sequence LIMIT ?";

  static final String REACTORS =
      """
      SELECT r.app, r.member FROM tallies t
      CROSS JOIN LATERAL (
        SELECT * FROM reactions o
        WHERE o.app = t.app AND o.conversation = t.conversation AND o.sequence = t.sequence
          AND o.sign = ? AND o.member > ?
        ORDER BY o.member LIMIT ?) r
      """
          + SHOWN
          + " AND t.app = ? AND t.conversation = ? AND t.sequence = ? ORDER BY r.member";

  /// The tally of a message called `m`, and whether a sign there is a user's; null for neither.
  private static final String STATE =
      """
      SELECT k.i, m.app, m.conversation, m.sequence, t.signs, t.counts, r.is_set FROM %s
      LEFT JOIN LATERAL (
        SELECT * FROM tallies o
        WHERE o.app = m.app AND o.conversation = m.conversation AND o.sequence = m.sequence
          AND (m.recalled_at = 0 OR m.edited_at > 0)
        LIMIT 1) t ON true
      LEFT JOIN LATERAL (
        SELECT true AS is_set FROM reactions o
        WHERE o.app = t.app AND o.conversation = t.conversation AND o.sequence = t.sequence
          AND o.sign = k.sign AND o.member = k.member
        LIMIT 1) r ON true
      """;

  /// Of messages by their sequences.
  static final String BY_SEQUENCE =
      STATE.formatted(
          """
          unnest(?::text[], ?::bigint[], ?::text[], ?::text[]) WITH ORDINALITY
            AS k(conversation, sequence, sign, member, i)
          CROSS JOIN LATERAL (
            SELECT * FROM messages o
            WHERE o.app = ? AND o.conversation = k.conversation AND o.sequence = k.sequence
            LIMIT 1) m
          """);

  /// Of messages by their stamps. The first one from a stamp on is the only one that may have it.
  static final String BY_STAMP =
      STATE.formatted(
              """
              unnest(?::text[], ?::bigint[], ?::text[], ?::text[]) WITH ORDINALITY
                AS k(conversation, stamp, sign, member, i)
              CROSS JOIN LATERAL (
                SELECT * FROM messages o
                WHERE o.app = ? AND o.conversation = k.conversation
                  AND o.stamp > 0 AND o.stamp >= k.stamp
                ORDER BY o.stamp LIMIT 1) m
              """)
          + "WHERE m.stamp = k.stamp";

  /// Of messages by their ids.
  static final String BY_ID =
      STATE.formatted(
          """
          unnest(?::text[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY
            AS k(sender, client_id, sign, member, i)
          CROSS JOIN LATERAL (
            SELECT * FROM sent o
            WHERE o.app = ? AND o.sender = k.sender AND o.client_id = k.client_id
            LIMIT 1) s
          CROSS JOIN LATERAL (
            SELECT * FROM messages o
            WHERE o.app = s.app AND o.conversation = s.conversation AND o.sequence = s.sequence
            LIMIT 1) m
          """);

  /// How many reactions a batch deletes because their messages are recalled: the app waits for it.
  private static final int DELETED_BY_A_BATCH = 1_000;

  /// How many reactions to expired messages one transaction deletes, beside the lane.
  static final int EXPIRED_AT_ONCE = 10_000;

  /// How many users have a sign at a message.
  ///
  /// @param rank among the signs of the message
  private record Counted(Place message, int rank, Tally.Count count) {

    static Stream<Counted> all(Place message, Tally tally) {
      return IntStream.range(0, tally.counts().size())
          .mapToObj(rank -> new Counted(message, rank, tally.counts().get(rank)));
    }
  }

  private ReactionStatements() {}

  /// Inserts reactions, those that are not there.
  static void insert(Script script, Collection<Fact.OfReaction> reactions) {
    if (reactions.isEmpty()) {
      return;
    }
    script.add(
        """
        INSERT INTO reactions (app, conversation, sequence, sign, member)
        SELECT * FROM unnest(?::int[], ?::text[], ?::bigint[], ?::text[], ?::text[])
        ON CONFLICT (app, conversation, sequence, sign, member) DO NOTHING
        """,
        columns(reactions));
  }

  /// Deletes reactions, of those that are there.
  static void delete(Script script, Collection<Fact.OfReaction> reactions) {
    if (reactions.isEmpty()) {
      return;
    }
    script.add(
        """
        DELETE FROM reactions WHERE ctid = ANY (ARRAY(
          SELECT r.ctid FROM unnest(?::int[], ?::text[], ?::bigint[], ?::text[], ?::text[])
            AS k(app, conversation, sequence, sign, member)
          CROSS JOIN LATERAL (
            SELECT t.ctid FROM reactions t
            WHERE t.app = k.app AND t.conversation = k.conversation AND t.sequence = k.sequence
              AND t.sign = k.sign AND t.member = k.member
            LIMIT 1) r))
        """,
        columns(reactions));
  }

  private static Object[] columns(Collection<Fact.OfReaction> reactions) {
    return new Object[] {
      ints(reactions, of -> of.conversation().app()),
      texts(reactions, of -> ConversationNames.of(of.conversation())),
      longs(reactions, of -> of.reaction().sequence()),
      texts(reactions, of -> of.reaction().sign()),
      texts(reactions, of -> of.reaction().user().name())
    };
  }

  /// Puts tallies, none of them empty, in the place of those that are there.
  static void put(Script script, Map<Place, Tally> tallies) {
    if (tallies.isEmpty()) {
      return;
    }
    List<Counted> counts =
        tallies.entrySet().stream()
            .flatMap(tally -> Counted.all(tally.getKey(), tally.getValue()))
            .toList();
    script.add(
        """
        INSERT INTO tallies (app, conversation, sequence, signs, counts)
        SELECT k.app, k.conversation, k.sequence, array_agg(k.sign ORDER BY k.rank),
          array_agg(k.users ORDER BY k.rank)
        FROM unnest(?::int[], ?::text[], ?::bigint[], ?::int[], ?::text[], ?::bigint[])
          AS k(app, conversation, sequence, rank, sign, users)
        GROUP BY k.app, k.conversation, k.sequence
        ON CONFLICT (app, conversation, sequence) DO UPDATE
          SET signs = excluded.signs, counts = excluded.counts
        """,
        ints(counts, counted -> counted.message().conversation().app()),
        texts(counts, counted -> ConversationNames.of(counted.message().conversation())),
        longs(counts, counted -> counted.message().number()),
        ints(counts, Counted::rank),
        texts(counts, counted -> counted.count().sign()),
        longs(counts, counted -> counted.count().users()));
  }

  /// Deletes the tallies of messages, of those that have one. No reaction to them is read any more.
  static void deleteTallies(Script script, Collection<Place> messages) {
    if (messages.isEmpty()) {
      return;
    }
    script.add(
        """
        DELETE FROM tallies WHERE ctid = ANY (ARRAY(
          SELECT r.ctid
          FROM unnest(?::int[], ?::text[], ?::bigint[]) AS k(app, conversation, sequence)
          CROSS JOIN LATERAL (
            SELECT t.ctid FROM tallies t
            WHERE t.app = k.app AND t.conversation = k.conversation AND t.sequence = k.sequence
            LIMIT 1) r))
        """,
        WriteStatements.places(messages));
  }

  /// Deletes the reactions to messages, [#DELETED_BY_A_BATCH] at most. What is left of them is
  /// deleted when the messages have expired.
  static void deleteSome(Script script, Collection<Place> messages) {
    if (messages.isEmpty()) {
      return;
    }
    script.add(
        """
        DELETE FROM reactions WHERE ctid = ANY (ARRAY(
          SELECT r.ctid
          FROM unnest(?::int[], ?::text[], ?::bigint[]) AS k(app, conversation, sequence)
          CROSS JOIN LATERAL (
            SELECT t.ctid FROM reactions t
            WHERE t.app = k.app AND t.conversation = k.conversation AND t.sequence = k.sequence
            ORDER BY t.sequence) r
          LIMIT %d))
        """
            .formatted(DELETED_BY_A_BATCH),
        WriteStatements.places(messages));
  }

  /// Deletes reactions to expired messages of a conversation, [#EXPIRED_AT_ONCE] at most.
  ///
  /// @return how many
  static int deleteExpired(Session session, ConversationId conversation) throws SQLException {
    int app = conversation.app();
    String name = ConversationNames.of(conversation);
    return session.update(
        """
        DELETE FROM reactions WHERE ctid = ANY (ARRAY(
          SELECT t.ctid FROM reactions t
          WHERE t.app = ? AND t.conversation = ? AND t.sequence <= (
            SELECT c.floor_sequence FROM conversations c
            WHERE c.app = ? AND c.conversation = ?)
          ORDER BY t.sequence LIMIT ?))
        """,
        app,
        name,
        app,
        name,
        EXPIRED_AT_ONCE);
  }

  /// Deletes the tallies of messages of a conversation up to a sequence, inclusive.
  static void deleteTallies(Session session, ConversationId conversation, long upTo)
      throws SQLException {
    session.update(
        "DELETE FROM tallies WHERE app = ? AND conversation = ? AND sequence <= ?",
        conversation.app(),
        ConversationNames.of(conversation),
        upTo);
  }

  static Fact.OfReaction reaction(ResultSet row) throws SQLException {
    ConversationId conversation = PostgresRows.conversationId(row);
    UserId user = PostgresRows.user(row, "member");
    try {
      return new Fact.OfReaction(
          conversation, new Reaction(row.getLong("sequence"), row.getString("sign"), user));
    } catch (IllegalArgumentException e) {
      throw Failures.impossible("a reaction of " + user + " in " + conversation, e);
    }
  }

  /// The tally of a row; an empty one if the row has none.
  static Tally tally(ResultSet row) throws SQLException {
    long sequence = row.getLong("sequence");
    Array signs = row.getArray("signs");
    if (signs == null) {
      return Tally.none(sequence);
    }
    String[] all = (String[]) signs.getArray();
    Long[] users = (Long[]) row.getArray("counts").getArray();
    try {
      return new Tally(
          sequence,
          IntStream.range(0, all.length).mapToObj(i -> new Tally.Count(all[i], users[i])).toList());
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw Failures.impossible("the tally of message " + sequence, e);
    }
  }

  static Reactions.Seen seen(ResultSet row) throws SQLException {
    return new Reactions.Seen(tally(row), Set.of((String[]) row.getArray("mine").getArray()));
  }
}

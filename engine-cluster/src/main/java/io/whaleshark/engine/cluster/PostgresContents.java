package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Chain;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The facts of the tables, app by app. Each table is read in the order of its primary key, in one
/// snapshot. Confined to one thread.
final class PostgresContents implements Contents {

  private static final String CONVERSATIONS =
      "SELECT c.app, c.conversation, c.newest_recalled_at, "
          + PostgresRows.CONVERSATION
          + " FROM conversations c WHERE c.app = ? ORDER BY c.conversation";

  private static final String MEMBERS =
      "SELECT "
          + PostgresRows.MEMBERSHIP
          + " FROM memberships s WHERE s.app = ? ORDER BY s.conversation, s.member, s.joined";

  /// Of each sender the newest expired message of a group, deleted or not.
  private static final String SENDERS =
      """
      SELECT DISTINCT ON (o.conversation, o.sender)
        o.app, o.conversation, o.sender, o.sequence, o.ordinal
      FROM (
        SELECT e.app, e.conversation, e.sender, e.sequence, e.ordinal FROM expired_ordinals e
        WHERE e.app = ?
        UNION ALL
        SELECT m.app, m.conversation, m.sender, m.sequence, m.ordinal FROM conversations c
        CROSS JOIN LATERAL (
          SELECT * FROM messages t
          WHERE t.app = c.app AND t.conversation = c.conversation
            AND t.sequence <= c.floor_sequence
          ORDER BY t.sequence) m
        WHERE c.app = ? AND c.conversation >= 'g') o
      ORDER BY o.conversation, o.sender, o.sequence DESC
      """;

  private static final String MESSAGES =
      "SELECT "
          + PostgresRows.MESSAGE
          + """
          , s.conversation = m.conversation AND s.sequence = m.sequence AS has_id
          FROM messages m
          LEFT JOIN LATERAL (
            SELECT * FROM conversations t WHERE t.app = m.app AND t.conversation = m.conversation
            LIMIT 1) c ON true
          LEFT JOIN LATERAL (
            SELECT * FROM sent t
            WHERE t.app = m.app AND t.sender = m.sender AND t.client_id = m.client_id
            LIMIT 1) s ON true
          WHERE m.app = ? AND m.sequence > coalesce(c.floor_sequence, 0)
          ORDER BY m.conversation, m.sequence
          """;

  private static final String LISTS =
      "SELECT "
          + PostgresRows.PARTICIPATION
          + " FROM participations p WHERE p.app = ? ORDER BY p.member, p.conversation";

  private static final String BANS =
      "SELECT " + PostgresRows.BAN + " FROM bans b WHERE b.app = ? ORDER BY b.member";

  private static final String BLOCKS =
      "SELECT app, member, blocked FROM blocks WHERE app = ? ORDER BY member, blocked";

  private static final String RECEIPTS_OFF =
      "SELECT app, member FROM receipts_off WHERE app = ? ORDER BY member";

  private static final String APPS = "SELECT app FROM apps WHERE app <> " + Locks.NO_APP;

  private static final String VERSION = "SELECT coalesce(sum(newest_stamp), 0)::text FROM apps";

  private static final String NEWEST = "SELECT coalesce(max(newest_stamp), 0) FROM apps";

  private static final String COUNT = "SELECT count(*) FROM messages";

  private final Connection connection;
  private final Runnable whenClosed;
  private final Session session;

  /// @param connection with a snapshot; given back when this is closed
  PostgresContents(Connection connection, Runnable whenClosed) {
    this.connection = connection;
    this.whenClosed = whenClosed;
    this.session = new Session(connection);
  }

  private <T> T ask(String sql, Session.RowReader<T> reader) {
    try {
      return session.first(sql, reader).orElseThrow();
    } catch (SQLException e) {
      throw Failures.of("cannot read", e);
    }
  }

  @Override
  public String version() {
    return "cluster " + ask(VERSION, row -> row.getString(1));
  }

  @Override
  public long newestStamp() {
    return ask(NEWEST, row -> row.getLong(1));
  }

  @Override
  public long messagesAbout() {
    return ask(COUNT, row -> row.getLong(1));
  }

  @Override
  public Iterator<Fact> facts() {
    List<Integer> apps = apps();
    return new Chain<>(
        Stream.<Function<Integer, Iterator<Fact>>>of(
                this::conversations,
                this::lists,
                this::bans,
                this::blocks,
                this::receiptsOff,
                this::pushTokens,
                this::profiles)
            .flatMap(part -> apps.stream().map(part))
            .iterator());
  }

  private List<Integer> apps() {
    try {
      return session.query(APPS, row -> row.getInt(1)).stream()
          .sorted(Integer::compareUnsigned)
          .toList();
    } catch (SQLException e) {
      throw Failures.of("cannot read", e);
    }
  }

  private Iterator<Fact> conversations(int app) {
    try {
      return new ConversationFacts(
          session.stream(CONVERSATIONS, PostgresContents::numbers, app),
          List.of(
              session.stream(MEMBERS, row -> new Fact.OfMember(PostgresRows.membership(row)), app),
              session.stream(SENDERS, PostgresContents::sender, app, app),
              session.stream(PinStatements.OF_APP, PostgresContents::pin, app)),
          session.stream(MESSAGES, PostgresContents::message, app),
          session.stream(ReactionStatements.OF_APP, ReactionStatements::reaction, app));
    } catch (SQLException e) {
      throw Failures.of("cannot read", e);
    }
  }

  private Iterator<Fact> lists(int app) {
    return rows(LISTS, row -> new Fact.OfList(PostgresRows.participation(row)), app);
  }

  private Iterator<Fact> bans(int app) {
    return rows(BANS, row -> new Fact.OfBan(PostgresRows.ban(row)), app);
  }

  private Iterator<Fact> blocks(int app) {
    return rows(BLOCKS, row -> new Fact.OfBlock(PostgresRows.block(row)), app);
  }

  private Iterator<Fact> receiptsOff(int app) {
    return rows(RECEIPTS_OFF, row -> new Fact.OfReceiptsOff(PostgresRows.user(row, "member")), app);
  }

  private Iterator<Fact> pushTokens(int app) {
    return rows(PushStatements.OF_APP, row -> new Fact.OfPushToken(PushStatements.token(row)), app);
  }

  private Iterator<Fact> profiles(int app) {
    return rows(
        ProfileStatements.OF_APP, row -> new Fact.OfProfile(ProfileStatements.profile(row)), app);
  }

  /// A fact of each row.
  private Iterator<Fact> rows(String sql, Session.RowReader<Fact> reader, int app) {
    try {
      RowStream<Fact> rows = session.stream(sql, reader, app);
      return Stream.generate(rows::next)
          .takeWhile(next -> next.isPresent())
          .map(_ -> rows.take())
          .iterator();
    } catch (SQLException e) {
      throw Failures.of("cannot read", e);
    }
  }

  private static Fact.InConversation numbers(ResultSet row) throws SQLException {
    ConversationId id = PostgresRows.conversationId(row);
    PostgresRows.Conversation of = PostgresRows.conversation(id, row);
    PostgresRows.Floor floor = of.floor();
    boolean isDirect = id instanceof ConversationId.Direct;
    long replaced = row.getLong("newest_recalled_at");
    return new Fact.OfConversation(
        id,
        of.head(),
        of.lowSent(),
        new Fact.Expired(
            floor.sequence(), isDirect ? floor.lowSent() : 0, floor.position(), floor.raisedAt()),
        replaced > floor.position() ? replaced : 0,
        of.group());
  }

  private static Fact.InConversation sender(ResultSet row) throws SQLException {
    ConversationId.Group group = (ConversationId.Group) PostgresRows.conversationId(row);
    UserId sender = PostgresRows.user(row, "sender");
    return new Fact.OfSender(group, sender, row.getLong("sequence"), row.getLong("ordinal"));
  }

  private static Fact.InConversation pin(ResultSet row) throws SQLException {
    return new Fact.OfPin(PostgresRows.conversationId(row), PinStatements.pin(row));
  }

  private static Fact.OfMessage message(ResultSet row) throws SQLException {
    Message message = PostgresRows.message(row);
    if (!row.getBoolean("has_id")) {
      throw new EngineException(
          EngineException.Kind.CORRUPT,
          "PostgreSQL: message "
              + message.sequence()
              + " of "
              + message.conversation()
              + " is not known by its id");
    }
    return new Fact.OfMessage(message);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Failures.of("cannot end a transaction", e);
    } finally {
      whenClosed.run();
    }
  }
}

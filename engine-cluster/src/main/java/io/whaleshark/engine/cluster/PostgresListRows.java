package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.ConversationList.Peers;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.reading.ListRows;
import io.whaleshark.core.reading.ListedConversation;
import io.whaleshark.core.reading.UnreadSums;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One conversation of one user's list, with what was fetched for all of the list at once. Confined
/// to the thread that asks.
final class PostgresListRows implements ListRows {

  private record MemberKey(ConversationId conversation, UserId user) {}

  private static final String POSITIONS =
      """
      SELECT k.i, m.stamp, m.recalled_at
      FROM unnest(?::text[], ?::bigint[]) WITH ORDINALITY AS k(conversation, sequence, i)
      CROSS JOIN LATERAL (
        SELECT * FROM messages t
        WHERE t.app = ? AND t.conversation = k.conversation AND t.sequence = k.sequence
        LIMIT 1) m
      """;

  private final Participation participation;
  private final PostgresRows.Conversation row;
  private final List<Membership> periods; // the owner's, oldest first
  private final long newestSequence; // of what the owner sees; 0 if there is none
  private final Map<Long, Long> sent = new HashMap<>(); // own messages up to a sequence
  private long newestPosition;
  private Optional<Message> newest = Optional.empty();
  private @Nullable ListedConversation listed;

  private PostgresListRows(
      Participation participation, PostgresRows.Conversation row, List<Membership> periods) {
    this.participation = participation;
    this.row = row;
    this.periods = periods;
    this.newestSequence =
        ListedConversation.newestSeen(participation, periods, row.head().sequence());
  }

  /// The conversations of one user's list.
  static List<PostgresListRows> of(Session session, List<Participation> participations, Peers peers)
      throws SQLException {
    if (participations.isEmpty()) {
      return List.of();
    }
    Questions questions = new Questions();
    Lookup lookup = new Lookup(questions, participations.getFirst().user().app());
    Map<ConversationId, PostgresRows.Conversation> conversations = new HashMap<>();
    lookup.conversations(
        participations.stream().map(Participation::conversation).toList(), conversations::put);
    Map<MemberKey, List<Membership>> periods = new HashMap<>();
    askPeriods(lookup, participations, periods);
    questions.ask(session);
    List<PostgresListRows> all = new ArrayList<>(participations.size());
    for (Participation participation : participations) {
      ConversationId id = participation.conversation();
      all.add(
          new PostgresListRows(
              participation,
              conversations.getOrDefault(id, PostgresRows.Conversation.NONE),
              periods.getOrDefault(new MemberKey(id, participation.user()), List.of())));
    }
    locateNewest(session, all);
    all.forEach(rows -> rows.listed = rows.list(periods, peers));
    return all;
  }

  private static void askPeriods(
      Lookup lookup, List<Participation> participations, Map<MemberKey, List<Membership>> into) {
    List<ConversationId> conversations = new ArrayList<>();
    List<UserId> users = new ArrayList<>();
    for (Participation participation : participations) {
      conversations.add(participation.conversation());
      users.add(participation.user());
      if (participation.conversation() instanceof ConversationId.Direct direct
          && !direct.isWithSelf()) {
        conversations.add(direct);
        users.add(direct.peerOf(participation.user()));
      }
    }
    lookup.periods(
        conversations,
        users,
        period ->
            into.computeIfAbsent(
                    new MemberKey(period.conversation(), period.user()), _ -> new ArrayList<>(1))
                .add(period));
  }

  /// Finds where the newest message that each owner sees stands, if it is retained.
  private static void locateNewest(Session session, List<PostgresListRows> all)
      throws SQLException {
    List<PostgresListRows> retained =
        all.stream().filter(rows -> rows.newestSequence > rows.floor()).toList();
    session.query(
        POSITIONS,
        row -> {
          int i = (int) row.getLong(1) - 1;
          retained.get(i).newestPosition = Math.max(row.getLong(2), row.getLong(3));
          return i;
        },
        retained.stream().map(rows -> rows.name()).toArray(String[]::new),
        retained.stream().mapToLong(rows -> rows.newestSequence).toArray(),
        all.getFirst().participation.user().app());
  }

  private ListedConversation list(Map<MemberKey, List<Membership>> periodsOfAll, Peers peers) {
    return switch (participation.conversation()) {
      case ConversationId.Direct direct -> {
        UserId peer = direct.peerOf(participation.user());
        Optional<Membership> shown =
            Optional.of(
                    periodsOfAll.getOrDefault(new MemberKey(direct, peer), List.of()).getFirst())
                .filter(_ -> peers == Peers.SHOWN);
        yield ListedConversation.direct(participation, periods.getFirst(), shown, this);
      }
      case ConversationId.Group _ ->
          ListedConversation.group(participation, periods, row.group().orElseThrow(), this);
    };
  }

  /// Fetches what the items of a page show besides.
  static void prepareViews(Session session, List<PostgresListRows> page) throws SQLException {
    if (page.isEmpty()) {
      return;
    }
    Questions questions = new Questions();
    Lookup lookup = new Lookup(questions, page.getFirst().participation.user().app());
    Map<ConversationId, PostgresListRows> byConversation = new HashMap<>();
    page.forEach(rows -> byConversation.put(rows.participation.conversation(), rows));
    List<PostgresListRows> retained =
        page.stream().filter(rows -> rows.newestSequence > rows.floor()).toList();
    lookup.messages(
        retained.stream().map(rows -> rows.participation.conversation()).toList(),
        retained.stream().mapToLong(rows -> rows.newestSequence).toArray(),
        message ->
            byConversation.computeIfPresent(
                message.conversation(), (_, rows) -> rows.withNewest(message)));
    askOwn(lookup, page);
    questions.ask(session);
  }

  /// Fetches what the unread counts of a list need.
  static void prepareCounts(Session session, List<PostgresListRows> list) throws SQLException {
    if (!list.isEmpty()) {
      Questions questions = new Questions();
      askOwn(new Lookup(questions, list.getFirst().participation.user().app()), list);
      questions.ask(session);
    }
  }

  private PostgresListRows withNewest(Message message) {
    newest = Optional.of(message);
    return this;
  }

  /// The two counts that an unread count is made of, in groups; those of direct conversations stand
  /// in their rows.
  private static void askOwn(Lookup lookup, List<PostgresListRows> page) {
    List<PostgresListRows> groups =
        page.stream()
            .filter(rows -> rows.participation.conversation() instanceof ConversationId.Group)
            .toList();
    List<PostgresListRows> twice = new ArrayList<>(groups);
    twice.addAll(groups);
    long[] upTo = new long[twice.size()];
    for (int i = 0; i < groups.size(); i++) {
      PostgresListRows rows = groups.get(i);
      Membership newest = rows.periods.getLast();
      long read = rows.participation.read(newest);
      upTo[i] = newest.newestSeen(rows.row.head().sequence());
      upTo[groups.size() + i] = Math.max(read, rows.floor());
    }
    lookup.sentInGroups(
        twice.stream().map(rows -> rows.participation.conversation()).toList(),
        twice.stream().map(rows -> rows.participation.user()).toList(),
        upTo,
        (i, count) -> twice.get(i).sent.put(upTo[i], count));
  }

  private String name() {
    return ConversationNames.of(participation.conversation());
  }

  ConversationList.Unread unread() {
    return UnreadSums.of(participation, periods, this);
  }

  ListedConversation listed() {
    if (listed == null) {
      throw new IllegalStateException("asked before all was fetched");
    }
    return listed;
  }

  @Override
  public Head head() {
    return row.head();
  }

  @Override
  public long floor() {
    return row.floor().sequence();
  }

  @Override
  public long floorRaisedAt() {
    return row.floor().raisedAt();
  }

  @Override
  public long position(long sequence) {
    return newestPosition;
  }

  @Override
  public Optional<Message> message(long sequence) {
    return newest;
  }

  @Override
  public long sent(long sequence) {
    if (participation.conversation() instanceof ConversationId.Direct direct) {
      boolean isLow = direct.low().equals(participation.user());
      boolean isFloor = sequence == floor();
      if (!isFloor && sequence != head().sequence()) {
        throw new IllegalArgumentException(
            "sequence: " + sequence + " (expected: the floor, or the end)");
      }
      long low = isFloor ? row.floor().lowSent() : row.lowSent();
      return isLow ? low : sequence - low;
    }
    Long count = sent.get(sequence);
    if (count == null) {
      throw new IllegalStateException("own messages up to " + sequence + " were not fetched");
    }
    return count;
  }
}

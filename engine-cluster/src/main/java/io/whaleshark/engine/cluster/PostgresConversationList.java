package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.reading.ListedConversation;
import io.whaleshark.core.reading.UnreadSums;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Conversation lists, computed when they are asked for. Thread-safe. Cost of a page: four round
/// trips, however many conversations there are; each looks into the indexes once or twice for each
/// conversation of the user, or of the page.
final class PostgresConversationList implements ConversationList {

  private final Postgres postgres;

  PostgresConversationList(Postgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public List<Item> changedAfter(UserId user, long after, int limit, Peers peers) {
    return postgres.read(session -> {
      List<PostgresListRows> rows =
          PostgresListRows.of(session, participations(session, user), peers);
      List<PostgresListRows> page =
          rows.stream()
              .filter(row -> row.listed().changedAt() > after && !row.listed().isForgotten())
              .sorted(Comparator.comparingLong(row -> row.listed().changedAt()))
              .limit(limit)
              .toList();
      return items(session, page);
    });
  }

  @Override
  public Optional<Item> item(UserId user, ConversationId conversation, Peers peers) {
    return postgres.read(session -> {
      List<Participation> found = participation(session, user, conversation).stream().toList();
      List<PostgresListRows> listed =
          PostgresListRows.of(session, found, peers).stream()
              .filter(row -> !row.listed().isForgotten())
              .toList();
      return items(session, listed).stream().findFirst();
    });
  }

  @Override
  public Optional<Participation> participation(UserId user, ConversationId conversation) {
    return postgres.read(session -> participation(session, user, conversation));
  }

  private static Optional<Participation> participation(
      Session session, UserId user, ConversationId conversation) throws SQLException {
    return session.first(
        "SELECT "
            + PostgresRows.PARTICIPATION
            + " FROM participations p"
            + " WHERE p.app = ? AND p.member = ? AND p.conversation = ?",
        PostgresRows::participation,
        user.app(),
        user.name(),
        ConversationNames.of(conversation));
  }

  private static List<Item> items(Session session, List<PostgresListRows> page)
      throws SQLException {
    PostgresListRows.prepareViews(session, page);
    return page.stream().map(PostgresListRows::listed).map(ListedConversation::toItem).toList();
  }

  @Override
  public Unread unread(UserId user) {
    return postgres.read(session -> {
      List<PostgresListRows> rows =
          PostgresListRows.of(session, participations(session, user), Peers.HIDDEN);
      PostgresListRows.prepareCounts(session, rows);
      UnreadSums unread = new UnreadSums();
      rows.forEach(row -> unread.add(row.unread()));
      return unread.sums();
    });
  }

  @Override
  public Set<UserId> muted(ConversationId conversation, List<UserId> users) {
    if (users.isEmpty()) {
      return Set.of();
    }
    List<ConversationId> conversations = Collections.nCopies(users.size(), conversation);
    return Lookup.<Participation>all(
            postgres,
            conversation.app(),
            (lookup, into) -> lookup.participations(conversations, users, into))
        .stream()
        .filter(Participation::mute)
        .map(Participation::user)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public List<Participation> of(UserId user) {
    return postgres.read(session -> participations(session, user));
  }

  @Override
  public List<Participation> participations(UserId user, List<ConversationId> conversations) {
    if (conversations.isEmpty()) {
      return List.of();
    }
    List<UserId> users = Collections.nCopies(conversations.size(), user);
    return Lookup.all(
        postgres, user.app(), (lookup, into) -> lookup.participations(conversations, users, into));
  }

  private static List<Participation> participations(Session session, UserId user)
      throws SQLException {
    return session.query(
        "SELECT "
            + PostgresRows.PARTICIPATION
            + " FROM participations p WHERE p.app = ? AND p.member = ?",
        PostgresRows::participation,
        user.app(),
        user.name());
  }
}

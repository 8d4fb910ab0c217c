package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Profile;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.model.Reaction;
import io.whaleshark.core.model.Tally;
import io.whaleshark.core.news.News;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One batch of the lane: holds the rows of its apps from its first read to its end, so no other
/// node changes what it has read. Confined to the lane's thread.
final class ClusterTransaction implements Transaction {

  private final Connection connection;
  private final NodeRow node;
  private final Session session;
  private final Locks locks;
  private final TransactionRows rows;
  private final ReactionRows reactions;
  private final Committed committed;

  /// Hears of what is stored for certain.
  @FunctionalInterface
  interface Committed {
    /// Takes what a transaction has committed.
    ///
    /// @param apps those that were changed, or have news
    void committed(List<Change> changes, Set<Long> apps, long newestStamp);
  }

  /// @param connection is given back when the transaction is closed
  ClusterTransaction(Connection connection, NodeRow node, Committed committed) {
    this.connection = connection;
    this.node = node;
    this.committed = committed;
    this.session = new Session(connection);
    this.locks = new Locks(session, node);
    this.rows = new TransactionRows(session);
    this.reactions = new ReactionRows(session);
  }

  /// Locks the apps of a batch, and fetches what it is going to read.
  void announce(Announcement announcement) {
    Announced announced = new Announced();
    announcement.to(announced);
    reading(() -> {
      locks.hold(
          announced.apps().stream().map(Integer::longValue).toList(),
          questions -> {
            rows.ask(announced, questions);
            reactions.ask(announced, questions);
          });
      rows.fetchCounts(announced);
      return announced;
    });
  }

  /// A question of the lane.
  private interface Question<T> {
    T ask() throws SQLException;
  }

  private static <T> T reading(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw Failures.of("cannot read", e);
    }
  }

  private <T> T ask(int app, Question<T> question) {
    return reading(() -> {
      locks.hold(Set.of((long) app));
      return question.ask();
    });
  }

  private PostgresRows.Conversation conversation(ConversationId id) {
    return ask(id.app(), () -> rows.conversation(id));
  }

  @Override
  public Head head(ConversationId conversation) {
    return conversation(conversation).head();
  }

  @Override
  public long floor(ConversationId conversation) {
    return conversation(conversation).floor().sequence();
  }

  private Optional<Message> retained(Optional<Message> message) {
    return message.filter(m -> m.sequence() > floor(m.conversation()));
  }

  @Override
  public Optional<Message> sent(ClientMessageId id) {
    return retained(ask(id.sender().app(), () -> rows.sent(id)));
  }

  @Override
  public Optional<Message> message(ConversationId conversation, long sequence) {
    return retained(ask(conversation.app(), () -> rows.message(conversation, sequence)));
  }

  @Override
  public Optional<Message> messageByStamp(ConversationId conversation, long stamp) {
    return retained(ask(conversation.app(), () -> rows.messageByStamp(conversation, stamp)));
  }

  @Override
  public long sentCount(ConversationId conversation, UserId user, long upToSequence) {
    if (upToSequence == 0) {
      return 0;
    }
    return switch (conversation) {
      case ConversationId.Direct direct -> sentCount(direct, user, upToSequence);
      case ConversationId.Group group ->
          ask(group.app(), () -> rows.sentInGroup(group, user, upToSequence));
    };
  }

  private long sentCount(ConversationId.Direct direct, UserId user, long upToSequence) {
    PostgresRows.Conversation end = conversation(direct);
    long low;
    if (upToSequence >= end.head().sequence()) {
      low = end.lowSent();
      return user.equals(direct.low()) ? low : end.head().sequence() - low;
    } else if (upToSequence == end.floor().sequence()) {
      low = end.floor().lowSent();
    } else {
      Message message =
          ask(direct.app(), () -> rows.message(direct, upToSequence))
              .orElseThrow(() ->
                  new IllegalStateException(
                      "sequence: " + upToSequence + " (expected: a retained message's)"));
      low = lowSent(direct, message);
    }
    return user.equals(direct.low()) ? low : upToSequence - low;
  }

  /// How many messages up to this one are the low user's.
  static long lowSent(ConversationId.Direct direct, Message message) {
    return message.sender().equals(direct.low())
        ? message.senderOrdinal()
        : message.sequence() - message.senderOrdinal();
  }

  @Override
  public Optional<Group> group(ConversationId.Group group) {
    return conversation(group).group();
  }

  @Override
  public Optional<Membership> membership(ConversationId conversation, UserId user) {
    return ask(conversation.app(), () -> rows.membership(conversation, user));
  }

  @Override
  public Optional<Participation> participation(UserId user, ConversationId conversation) {
    return ask(conversation.app(), () -> rows.participation(conversation, user));
  }

  @Override
  public Optional<Ban> ban(UserId user) {
    return ask(user.app(), () -> rows.ban(user));
  }

  @Override
  public List<News.LoggedIn> sessions(UserId user) {
    return ask(user.app(), () -> rows.sessions(user));
  }

  @Override
  public boolean isInForce(Block block) {
    return ask(block.blocker().app(), () -> rows.isInForce(block));
  }

  @Override
  public int blockCount(UserId blocker) {
    return ask(blocker.app(), () -> rows.blockCount(blocker));
  }

  @Override
  public boolean hasReceiptsOff(UserId user) {
    return ask(user.app(), () -> rows.hasReceiptsOff(user));
  }

  @Override
  public List<PushToken> pushTokens(UserId user) {
    return ask(user.app(), () -> rows.pushTokens(user));
  }

  @Override
  public Optional<PushToken> pushToken(PushToken.Address address) {
    return ask(address.app(), () -> rows.pushToken(address));
  }

  @Override
  public Optional<Profile> profile(UserId user) {
    return ask(user.app(), () -> rows.profile(user));
  }

  @Override
  public List<Pin> pins(ConversationId conversation) {
    return ask(conversation.app(), () -> rows.pins(conversation));
  }

  @Override
  public Tally tally(ConversationId conversation, long sequence) {
    return sequence > floor(conversation)
        ? ask(conversation.app(), () -> reactions.tally(conversation, sequence))
        : Tally.none(sequence);
  }

  @Override
  public boolean isSet(ConversationId conversation, Reaction reaction) {
    return reaction.sequence() > floor(conversation)
        && ask(conversation.app(), () -> reactions.isSet(conversation, reaction));
  }

  @Override
  public long newestStamp() {
    return locks.newestStamp();
  }

  @Override
  public long newestStamp(int app) {
    return locks.newestStamp(app);
  }

  @Override
  public long node() {
    return locks.node();
  }

  @Override
  public void commit(List<Change> changes, List<News> news, long newestStamp) {
    try {
      Writes writes = Writes.of(changes);
      Set<Long> apps = new HashSet<>(writes.apps());
      news.forEach(each -> apps.add((long) each.app()));
      boolean isOfNoApp = apps.isEmpty() && locks.apps().length == 0;
      locks.hold(isOfNoApp ? Set.of(Locks.NO_APP) : apps);
      requireNewer(changes);
      requireNewer(apps, newestStamp);
      Script script = new Script();
      writes.addTo(script);
      SessionRows.addTo(script, news, locks.node());
      new NewsLog(node.name(), locks).addTo(script, apps, news, newestStamp);
      requireReplicated(script.commit(session));
      committed.committed(changes, apps, newestStamp);
    } catch (SQLException e) {
      throw Failures.of("cannot commit", e);
    }
  }

  /// The stamps of an app grow in the order of its commits, whichever node draws them: a node whose
  /// clock is behind another's tries again when it has caught up.
  private void requireNewer(List<Change> changes) {
    for (Change change : changes) {
      requireNewer(Writes.stamp(change), locks.newestStamp(change.app()));
    }
  }

  private void requireNewer(Set<Long> apps, long newestStamp) {
    apps.forEach(app -> requireNewer(newestStamp, locks.newestStamp(app)));
  }

  private static void requireNewer(long stamp, long newest) {
    if (stamp <= newest) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE,
          "stamp: "
              + stamp
              + " (expected: above "
              + newest
              + ", which another node has committed)");
    }
  }

  /// PostgreSQL ends the wait for a standby with a warning and calls it a success: whether the
  /// standby has it then is unknown, and so is what becomes of it.
  private static void requireReplicated(@Nullable SQLWarning warning) {
    if (warning != null) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE,
          "PostgreSQL: committed with a warning, so the outcome is unknown: "
              + warning.getMessage(),
          warning);
    }
  }

  /// What was not committed is undone as the connection is given back.
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Failures.of("cannot end a transaction", e);
    }
  }
}

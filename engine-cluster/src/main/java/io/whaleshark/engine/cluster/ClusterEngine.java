package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Bans;
import io.whaleshark.core.engine.Blocks;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.Memberships;
import io.whaleshark.core.engine.MessageLog;
import io.whaleshark.core.engine.Pins;
import io.whaleshark.core.engine.PushTokens;
import io.whaleshark.core.engine.Reactions;
import io.whaleshark.core.engine.ReceiptSwitches;
import io.whaleshark.core.engine.Retention;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.UserId;
import io.whaleshark.engine.cluster.health.ServiceHealth;
import io.whaleshark.engine.cluster.redis.InboxSets;
import io.whaleshark.engine.cluster.redis.Pokes;
import io.whaleshark.engine.cluster.redis.RedisClients;
import io.whaleshark.engine.cluster.redis.RedisConfig;
import io.whaleshark.engine.cluster.redis.TypingChannel;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The engine of several nodes: everything in one PostgreSQL, and inboxes in Redis besides. See the
/// package's documentation for the tables, and [Engine] for the guarantees.
public final class ClusterEngine implements Engine {

  /// A batch takes three round trips and some fifteen statements. So this halves what PostgreSQL
  /// spends on a message at 1,000 a second, and delays nothing behind a batch of one command.
  private static final Duration PACE = Duration.ofMillis(5);

  private final Postgres postgres;
  private final ServiceHealth health;
  private final Optional<Redis> redis;
  private final MessageLog messages;
  private final NodeRow node;
  private final Heartbeat heartbeat;
  private final PostgresFeed feed;
  private final Journal journal;
  private final Inboxes inboxes;
  private final ConversationList conversations;
  private final Memberships memberships;
  private final Retention retention;

  private ClusterEngine(
      Postgres postgres,
      ServiceHealth health,
      GoneNodes gone,
      NodeRow node,
      Optional<RedisClients> clients,
      String database) {
    this.postgres = postgres;
    this.health = health;
    this.node = node;
    this.heartbeat = Heartbeat.start(node, gone);
    NewsPages pages = new NewsPages();
    this.feed = PostgresFeed.start(postgres, pages, node.clock());
    this.journal = new PostgresJournal(postgres, pages, node);
    this.redis = clients.map(there -> Redis.on(postgres, there, database, node, feed));
    redis.ifPresent(there -> feed.use(there.pokes(), there.typing()));
    this.messages = new PostgresMessageLog(postgres);
    this.inboxes =
        redis.<Inboxes>map(Redis::inboxes).orElseGet(() -> new PostgresInboxes(postgres));
    this.conversations = new PostgresConversationList(postgres);
    this.memberships = new PostgresMemberships(postgres);
    this.retention = new PostgresRetention(postgres);
  }

  /// What is there where Redis serves inboxes, and brings word between nodes.
  private record Redis(
      RedisClients clients,
      RedisInboxes inboxes,
      InboxAdditions additions,
      Pokes pokes,
      TypingChannel typing)
      implements AutoCloseable {

    static Redis on(
        Postgres postgres, RedisClients clients, String database, NodeRow node, PostgresFeed feed) {
      InboxSets sets = InboxSets.of(clients, clients.sizes(), database);
      return new Redis(
          clients,
          new RedisInboxes(postgres, sets),
          InboxAdditions.start(postgres, sets, clients.sizes().fanOut()),
          Pokes.open(clients, node.cluster(), node.name(), node.clock(), feed::reached),
          TypingChannel.open(clients, node.cluster(), node.name(), feed::heard));
    }

    void committed(List<Change> changes, Set<Long> apps, long newestStamp) {
      additions.committed(changes);
      apps.forEach(app -> pokes.poke(app.intValue(), newestStamp));
    }

    @Override
    public void close() {
      additions.close();
      clients.close();
    }
  }

  /// Connects, makes the tables where they are not there, and takes the node's name. The caller
  /// closes the engine.
  ///
  /// @param clock gives the stamps of this node; see [#whenGone] for a node that others miss
  /// @throws EngineException if PostgreSQL is away or unfit, see [ServiceHealth], if the tables are
  ///   those of a newer version or of another cluster, or if another node has the name
  public static ClusterEngine open(PostgresConfig config, NodeConfig self, Clock clock) {
    return open(config, Optional.empty(), self, clock);
  }

  /// The same, with inboxes from Redis, if there is one. Redis may be away: then PostgreSQL serves
  /// them, slower.
  public static ClusterEngine open(
      PostgresConfig config, Optional<RedisConfig> redis, NodeConfig self, Clock clock) {
    Postgres postgres = Postgres.open(config);
    Optional<RedisClients> clients = Optional.empty();
    try {
      ServiceHealth health = new Schema(postgres, config).prepare();
      GoneNodes gone = new GoneNodes(postgres);
      NodeRow node = new NodeRow(postgres, gone, self, clock);
      String database = Schema.madeAt(postgres);
      clients = redis.map(RedisClients::new);
      node.register(); // the last that may fail: whoever has registered gives signs of life
      return new ClusterEngine(postgres, health, gone, node, clients, database);
    } catch (RuntimeException e) {
      clients.ifPresent(RedisClients::close);
      postgres.close();
      throw e;
    }
  }

  /// Looks whether a node could work with this PostgreSQL, and changes nothing.
  ///
  /// @return also of a PostgreSQL that is away, or refuses the connection: why, is a fault
  public static ServiceHealth examine(PostgresConfig config) {
    try (Connection connection = Postgres.connect(config)) {
      return Examiner.examine(new Session(connection), config);
    } catch (SQLException e) {
      return new ServiceHealth("PostgreSQL", List.of(Failures.reason(e)), List.of());
    }
  }

  /// What was found at the opening.
  public ServiceHealth health() {
    return health;
  }

  /// The connections to PostgreSQL, by purpose, for whoever watches them.
  public List<Connections> connections() {
    return postgres.connections();
  }

  @Override
  public Duration pace() {
    return PACE;
  }

  @Override
  public Transaction begin(Announcement announcement) {
    ClusterTransaction transaction =
        new ClusterTransaction(
            postgres.lane(),
            node,
            (changes, apps, stamp) ->
                redis.ifPresent(there -> there.committed(changes, apps, stamp)));
    try {
      transaction.announce(announcement);
      return transaction;
    } catch (RuntimeException e) {
      transaction.close();
      throw e;
    }
  }

  @Override
  public long newestStamp() {
    return postgres.read(session ->
        session
            .first("SELECT coalesce(max(newest_stamp), 0) FROM apps", row -> row.getLong(1))
            .orElseThrow());
  }

  @Override
  public long newestOwnStamp() {
    return node.newestStamp();
  }

  /// What to do when others have declared this node gone, since it gave no sign of life. Its
  /// devices were told to others as signed out by then: all connections have to be closed. The node
  /// takes part again afterwards.
  public void whenGone(Runnable action) {
    heartbeat.whenGone(action);
  }

  @Override
  public MessageLog messages() {
    return messages;
  }

  @Override
  public Inboxes inboxes() {
    return inboxes;
  }

  @Override
  public ConversationList conversations() {
    return conversations;
  }

  @Override
  public Memberships memberships() {
    return memberships;
  }

  @Override
  public Retention retention() {
    return retention;
  }

  @Override
  public Bans bans() {
    return user ->
        postgres.read(session ->
            session.first(
                "SELECT " + PostgresRows.BAN + " FROM bans b WHERE b.app = ? AND b.member = ?",
                PostgresRows::ban,
                user.app(),
                user.name()));
  }

  @Override
  public Blocks blocks() {
    return blocker ->
        postgres.read(session ->
            session.query(
                "SELECT blocked FROM blocks WHERE app = ? AND member = ? ORDER BY blocked",
                row -> new UserId(blocker.app(), row.getString(1)),
                blocker.app(),
                blocker.name()));
  }

  @Override
  public ReceiptSwitches receiptSwitches() {
    return user ->
        postgres.read(session ->
            session
                .first(
                    "SELECT 1 FROM receipts_off WHERE app = ? AND member = ?",
                    row -> row.getInt(1),
                    user.app(),
                    user.name())
                .isPresent());
  }

  @Override
  public PushTokens pushTokens() {
    return user ->
        postgres.read(session ->
            session.query(PushStatements.OF_USER, PushStatements::token, user.app(), user.name()));
  }

  @Override
  public Directory directory() {
    return new PostgresDirectory(postgres);
  }

  @Override
  public Pins pins() {
    return conversation ->
        postgres.read(session ->
            session.query(
                PinStatements.OF_CONVERSATION,
                PinStatements::pin,
                conversation.app(),
                ConversationNames.of(conversation)));
  }

  @Override
  public Reactions reactions() {
    return new PostgresReactions(postgres);
  }

  @Override
  public Contents contents() {
    return new PostgresContents(postgres.snapshot(), () -> {});
  }

  @Override
  public Optional<Feed> feed() {
    return Optional.of(feed);
  }

  /// What was committed by any node, for followers outside.
  public Journal journal() {
    return journal;
  }

  /// Deletes news that is old, as is done now and then, for tests.
  void deleteOldNews() {
    feed.deleteOld();
  }

  /// Waits until everything that was committed here has reached Redis, for tests.
  void awaitAdditions() throws InterruptedException {
    if (redis.isPresent()) {
      redis.get().additions().awaitQuiet();
    }
  }

  /// How many times another node has said that an app has got further.
  public long pokes() {
    return redis.map(there -> there.pokes().heard()).orElse(0L);
  }

  /// How many pulls Redis has answered.
  public long pullsFromRedis() {
    return redis.map(there -> there.inboxes().fromRedis()).orElse(0L);
  }

  /// How many times a set in Redis was filled from PostgreSQL.
  public long fills() {
    return redis.map(there -> there.inboxes().fills()).orElse(0L);
  }

  @Override
  public void close() {
    feed.close();
    heartbeat.close();
    redis.ifPresent(Redis::close);
    postgres.close();
  }
}

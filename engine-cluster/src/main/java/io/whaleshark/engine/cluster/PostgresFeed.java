package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.news.News;
import io.whaleshark.engine.cluster.redis.Pokes;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The news of all nodes, from the rows that their batches wrote. Thread-safe.
///
/// Other nodes say how far the apps have got ([Pokes]). A thread of its own looks as well, often
/// where no pokes arrive, and deletes what is old.
final class PostgresFeed implements Feed, AutoCloseable {

  /// How often the apps are looked at where no pokes arrive.
  private static final long LOOK_EACH_MILLIS = 50;

  /// How often they are looked at all the same where pokes arrive, since one may be lost.
  private static final long LOOK_ANYWAY_EACH_MILLIS = 1_000;

  private static final long DELETE_EACH_MILLIS = TimeUnit.MINUTES.toMillis(1);

  /// How long news is kept: longer than any node that lives takes to tell it.
  private static final String DELETE =
      """
      DELETE FROM news
      WHERE app = ANY (ARRAY(SELECT app FROM apps))
        AND stamp < (extract(epoch FROM now() - interval '1 hour') * 1000000)::bigint
      """;

  /// So many different things are warned of.
  private static final int WARNED_AT_MOST = 1_000;

  private record Batch(long stamp, long previous, String body) {}

  private record Place(ConversationId conversation, long sequence) {}

  private static final String NEWEST = "SELECT newest_stamp FROM apps WHERE app = ?";

  private static final String AFTER =
      "SELECT stamp, previous, body FROM news WHERE app = ? AND stamp > ? ORDER BY stamp LIMIT ?";

  private static final String WATCHED =
      "SELECT app, newest_stamp FROM apps WHERE app = ANY (?::bigint[])";

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private final Postgres postgres;
  private final Clock clock;
  private final Set<String> warned = ConcurrentHashMap.newKeySet(); // of what is not known
  private final Set<Integer> watched = ConcurrentHashMap.newKeySet();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  private final Chore looking;
  private volatile Optional<Pokes> pokes = Optional.empty(); // set by the owner
  private long lookedAt; // the chore's, by the clock, in milliseconds
  private long deletedAt; // the same

  private PostgresFeed(Postgres postgres, Clock clock) {
    this.postgres = postgres;
    this.clock = clock;
    this.deletedAt = clock.millis();
    this.looking = Chore.start("feed", LOOK_EACH_MILLIS, this::lookIfDue);
  }

  static PostgresFeed start(Postgres postgres, Clock clock) {
    return new PostgresFeed(postgres, clock);
  }

  /// From now on, the pokes of other nodes come to [#reached].
  void usePokes(Pokes heard) {
    pokes = Optional.of(heard);
  }

  private void lookIfDue() {
    long now = clock.millis();
    boolean isAnyway = Math.abs(now - lookedAt) >= LOOK_ANYWAY_EACH_MILLIS;
    if (isAnyway) {
      pokes.ifPresent(Pokes::greet);
    }
    if (isAnyway || !pokes.map(Pokes::arrive).orElse(false)) {
      lookedAt = now;
      look();
    }
    if (now - deletedAt >= DELETE_EACH_MILLIS) {
      deletedAt = now;
      deleteOld();
    }
  }

  /// Another node says how far an app has got.
  void reached(int app, long stamp) {
    if (watched.contains(app)) {
      listeners.forEach(each -> each.reached(app, stamp));
    }
  }

  void deleteOld() {
    postgres.write(session -> session.update(DELETE));
  }

  @Override
  public void close() {
    looking.close();
  }

  @Override
  public Online online(int app) {
    watched.add(app);
    return postgres.read(session -> online(session, app));
  }

  @Override
  public List<News.LoggedIn> online(UserId user) {
    return postgres.read(session -> {
      Questions questions = new Questions();
      List<News.LoggedIn> sessions = SessionRows.ask(questions, user, this::warnOfSession);
      questions.ask(session);
      return sessions;
    });
  }

  @Override
  public Count count(int app) {
    return postgres.read(session -> SessionRows.count(session, app));
  }

  private void warnOfSession(RuntimeException why) {
    warnOnce("a session", String.valueOf(why.getMessage()));
  }

  private Online online(Session session, int app) throws SQLException {
    AtomicLong newest = new AtomicLong();
    Questions questions = new Questions();
    questions.add(NEWEST, row -> newest.set(row.getLong(1)), (long) app);
    List<News.LoggedIn> sessions = SessionRows.ask(questions, app, this::warnOfSession);
    questions.ask(session);
    return new Online(sessions, newest.get());
  }

  @Override
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  /// Looks how far the watched apps have got, and says so.
  private void look() {
    if (watched.isEmpty()) {
      return;
    }
    long[] apps = watched.stream().mapToLong(Integer::longValue).toArray();
    Map<Integer, Long> reached = new HashMap<>();
    postgres.read(
        session -> session.query(WATCHED, row -> reached.put(row.getInt(1), row.getLong(2)), apps));
    reached.forEach(this::reached);
  }

  @Override
  public Page after(int app, long stamp, int limit) {
    return postgres.read(session -> after(session, app, stamp, limit));
  }

  private Page after(Session session, int app, long stamp, int limit) throws SQLException {
    List<Batch> batches = new ArrayList<>();
    List<Long> newest = new ArrayList<>();
    Questions questions = new Questions();
    questions.add(NEWEST, row -> newest.add(row.getLong(1)), (long) app);
    questions.add(
        AFTER,
        row -> batches.add(new Batch(row.getLong(1), row.getLong(2), row.getString(3))),
        app,
        stamp,
        limit);
    questions.ask(session);
    if (batches.isEmpty()) {
      long end = newest.isEmpty() ? stamp : Math.max(stamp, newest.getFirst());
      return new Page(List.of(), stamp, end, end == stamp);
    }
    List<NewsRows.Item> items = new ArrayList<>();
    boolean isWhole = true;
    long previous = stamp;
    for (Batch batch : batches) {
      isWhole &= batch.previous() == previous;
      previous = batch.stamp();
      items.addAll(items(app, batch));
    }
    Map<Place, Message> messages = messages(session, app, items);
    List<News> news = new ArrayList<>();
    for (NewsRows.Item item : items) {
      isWhole &= !(item instanceof NewsRows.Unreadable unreadable) || unreadable.isWhole();
      news(app, item, messages).ifPresent(news::add);
    }
    return new Page(news, stamp, previous, isWhole);
  }

  private static List<NewsRows.Item> items(int app, Batch batch) {
    try {
      return NewsRows.read(app, batch.body());
    } catch (EngineException e) {
      // A row that nobody can read must not hold up those after it.
      return List.of(new NewsRows.Unreadable(false, "news", String.valueOf(e.getMessage())));
    }
  }

  private void warnOnce(String what, String why) {
    if (warned.size() < WARNED_AT_MOST && warned.add(what + ": " + why)) {
      LOG.warn("this node cannot read {}, and leaves it out: {}", what, why);
    }
  }

  private Map<Place, Message> messages(Session session, int app, List<NewsRows.Item> items)
      throws SQLException {
    List<ConversationId> conversations = new ArrayList<>();
    List<Long> sequences = new ArrayList<>();
    for (NewsRows.Item item : items) {
      if (item instanceof NewsRows.OfMessage named) {
        conversations.add(named.conversation());
        sequences.add(named.sequence());
      }
    }
    Map<Place, Message> messages = new HashMap<>();
    if (!conversations.isEmpty()) {
      Questions questions = new Questions();
      new Lookup(questions, app)
          .messages(
              conversations,
              sequences.stream().mapToLong(Long::longValue).toArray(),
              message ->
                  messages.put(new Place(message.conversation(), message.sequence()), message),
              damage -> warnOnce("a message", String.valueOf(damage.getMessage())));
      questions.ask(session);
    }
    return messages;
  }

  /// @return empty if it comes later
  private Optional<News> news(int app, NewsRows.Item item, Map<Place, Message> messages) {
    return switch (item) {
      case NewsRows.Whole(News whole) -> Optional.of(whole);
      case NewsRows.OfMessage named -> {
        Message message = messages.get(new Place(named.conversation(), named.sequence()));
        yield message == null ? Optional.of(new News.Unknown(app)) : news(named, message);
      }
      case NewsRows.Unreadable unreadable -> {
        warnOnce(unreadable.what(), unreadable.why());
        yield Optional.of(new News.Unknown(app));
      }
    };
  }

  /// A message that was recalled since stands at the place of its recall in every inbox: it comes
  /// there, with the news of that.
  private static Optional<News> news(NewsRows.OfMessage named, Message message) {
    if (named.isRecall()) {
      return Optional.of(new News.MessageRecalled(message, named.by()));
    }
    return message.isRecalled()
        ? Optional.empty()
        : Optional.of(new News.MessageSent(message, named.by()));
  }
}

package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Typing;
import io.whaleshark.core.news.News;
import io.whaleshark.engine.cluster.redis.Pokes;
import io.whaleshark.engine.cluster.redis.TypingChannel;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

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

  /// News of apps whose journal somebody follows is kept for them. Who was told by no node for a
  /// day follows no more.
  private static final String DELETE_KEPT =
      """
      DELETE FROM news
      WHERE app = ANY (ARRAY(SELECT app FROM apps))
        AND stamp < (extract(epoch FROM now()) * 1000000)::bigint - ?
      """;

  /// Other news is kept for longer than any node that lives takes to tell it.
  private static final String DELETE =
      """
      DELETE FROM news
      WHERE app = ANY (ARRAY(
          SELECT a.app FROM apps a
          WHERE (
            SELECT f.name FROM followers f
            WHERE f.app = a.app AND f.seen_at > now() - interval '1 day'
            ORDER BY f.name LIMIT 1) IS NULL))
        AND stamp < (extract(epoch FROM now() - interval '1 hour') * 1000000)::bigint
      """;

  private static final String WATCHED =
      "SELECT app, newest_stamp FROM apps WHERE app = ANY (?::bigint[])";

  private static final long KEPT_MICROS = TimeUnit.NANOSECONDS.toMicros(Journal.KEPT.toNanos());

  private final Postgres postgres;
  private final Clock clock;
  private final NewsPages pages;
  private final Set<Integer> watched = ConcurrentHashMap.newKeySet();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<Typing>> typingListeners = new CopyOnWriteArrayList<>();

  private final Chore looking;
  private volatile Optional<Pokes> pokes = Optional.empty(); // set by the owner
  private volatile Optional<TypingChannel> typing = Optional.empty(); // the same
  private long lookedAt; // the chore's, by the clock, in milliseconds
  private long deletedAt; // the same

  private PostgresFeed(Postgres postgres, NewsPages pages, Clock clock) {
    this.postgres = postgres;
    this.pages = pages;
    this.clock = clock;
    this.deletedAt = clock.millis();
    this.looking = Chore.start("feed", LOOK_EACH_MILLIS, this::lookIfDue);
  }

  static PostgresFeed start(Postgres postgres, NewsPages pages, Clock clock) {
    return new PostgresFeed(postgres, pages, clock);
  }

  /// From now on, the pokes of other nodes come to [#reached], and who is writing there to
  /// [#heard].
  void use(Pokes heard, TypingChannel channel) {
    pokes = Optional.of(heard);
    typing = Optional.of(channel);
  }

  @Override
  public void tell(Typing told) {
    typing.ifPresent(channel -> channel.tell(told));
  }

  @Override
  public void hear(Consumer<Typing> listener) {
    typingListeners.add(listener);
  }

  /// Another node says that somebody is writing.
  void heard(Typing told) {
    typingListeners.forEach(each -> each.accept(told));
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
    postgres.write(session -> session.update(DELETE_KEPT, KEPT_MICROS));
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
  public Set<UserId> onlineAmong(List<UserId> users) {
    return users.isEmpty()
        ? Set.of()
        : postgres.read(session -> SessionRows.onlineAmong(session, users));
  }

  @Override
  public Count count(int app) {
    return postgres.read(session -> SessionRows.count(session, app));
  }

  private void warnOfSession(RuntimeException why) {
    pages.warnOnce("a session", String.valueOf(why.getMessage()));
  }

  private Online online(Session session, int app) throws SQLException {
    AtomicLong newest = new AtomicLong();
    Questions questions = new Questions();
    questions.add(NewsPages.NEWEST, row -> newest.set(row.getLong(1)), (long) app);
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
    NewsPages.Stretch stretch = postgres.read(session -> pages.after(session, app, stamp, limit));
    return new Page(
        stretch.told().stream().map(NewsPages.Told::news).toList(),
        stamp,
        stretch.upTo(),
        stretch.isWhole());
  }
}

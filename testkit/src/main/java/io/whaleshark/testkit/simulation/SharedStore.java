package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.news.News;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What several nodes share, as PostgreSQL keeps it: everything that was committed, the news of
/// each batch, the nodes that are alive, and their sessions. Each transaction is one step, as it
/// would be under the lock of the app. Confined to the simulation's thread.
final class SharedStore {

  /// A node that gives no sign of life for so long may be declared gone.
  static final long GONE_AFTER_MICROS = 400_000;

  /// How far the clock of a node that commits may be from that of the store.
  private static final long APART_AT_MOST_MICROS = 1_000_000;

  /// More than a batch ever draws stamps.
  private static final long STAMPS_A_BATCH = 10_000;

  /// One run of a node, from when it takes its name until it is declared gone.
  static final class Run {
    final long incarnation;
    private long seenAt;
    private long newestStamp;

    private Run(long incarnation, long seenAt) {
      this.incarnation = incarnation;
      this.seenAt = seenAt;
    }
  }

  /// What a batch came to.
  private record Batch(long previous, long stamp, List<News> news) {}

  private final Timeline timeline;
  private final WrongClock clock;
  private final Sabotage sabotage;
  private final Gathering gathering;
  private final PresenceFollower follower;
  private final ReferenceEngine.Disk disk = new ReferenceEngine.Disk();
  private final ReferenceEngine view = new ReferenceEngine(disk);
  private final List<Batch> log = new ArrayList<>();
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final Map<SessionId, News.LoggedIn> sessions = new LinkedHashMap<>();

  /// What the clock of each node, being right, showed at most when a batch was decided, be that
  /// stored or not: the node's next stamps follow it.
  private final Map<WrongClock, Long> drawn = new IdentityHashMap<>();

  private long incarnations;
  private long unreadableUntil;

  /// @param gathering is told of what no node does
  SharedStore(
      Timeline timeline, Sabotage sabotage, Gathering gathering, PresenceFollower follower) {
    this.timeline = timeline;
    this.clock = new WrongClock(timeline.clock());
    this.sabotage = sabotage;
    this.gathering = gathering;
    this.follower = follower;
  }

  ReferenceEngine.Disk disk() {
    return disk;
  }

  WrongClock clock() {
    return clock;
  }

  long newestStamp() {
    return view.newestStamp();
  }

  // --- the nodes ---

  /// Takes a name for a run.
  ///
  /// @param of the clock of whoever asks
  /// @return the run; null while another one has the name
  @Nullable Run register(String name, WrongClock of) {
    Run before = runs.get(name);
    if (before != null && !isSilent(before, of)) {
      return null;
    }
    if (before != null) {
      declareGone(name, before, of);
    }
    Run run = new Run(++incarnations, clock.stamp());
    runs.put(name, run);
    return run;
  }

  /// Notes a sign of life.
  ///
  /// @return false if the run was declared gone
  boolean beat(Run run) {
    run.seenAt = clock.stamp();
    return isThere(run);
  }

  boolean isThere(Run run) {
    return runs.containsValue(run);
  }

  private boolean isSilent(Run run, WrongClock of) {
    return sabotage.silence(run.seenAt, clock.stamp(), of.stamp()) > GONE_AFTER_MICROS;
  }

  /// Declares those gone that give no sign of life.
  ///
  /// @param of the clock of whoever declares it
  void declareSilentOnes(WrongClock of) {
    new LinkedHashMap<>(runs) // in an order that is always the same
        .forEach((name, run) -> {
          if (isSilent(run, of)) {
            declareGone(name, run, of);
          }
        });
  }

  private void declareGone(String name, Run run, WrongClock of) {
    runs.remove(name);
    News.NodeGone gone = new News.NodeGone(Scene.APP, run.incarnation);
    if (sessions.values().stream().anyMatch(session -> session.node() == run.incarnation)) {
      long previous = newestStamp();
      long stamp = Math.max(previous + 1, sabotage.goneAt(clock.stamp(), of.stamp()));
      List<News> news = new ArrayList<>(List.of(gone));
      if (sabotage.endsSessionsOfGone()) {
        news.addAll(whoGoes(run, stamp));
      }
      aheadIn(stamp, 0).ifPresent(gathering.violated);
      try (Transaction transaction = view.begin(Announcement.NOTHING)) {
        transaction.commit(List.of(), news, stamp);
      }
      log.add(new Batch(previous, stamp, news));
      sessions.values().removeIf(session -> session.node() == run.incarnation);
      follower.hear(news);
    }
    gathering.hear(gone);
  }

  /// The ends of the last sessions of users who have none elsewhere.
  private Collection<News> whoGoes(Run run, long stamp) {
    Map<UserId, News> last = new LinkedHashMap<>();
    for (News.LoggedIn each : sessions.values()) {
      if (sessions(each.user()).stream().allMatch(other -> other.node() == run.incarnation)) {
        last.put(
            each.user(),
            new News.LoggedOut(each.user(), each.session(), stamp, Optional.of(each.device())));
      }
    }
    return last.values();
  }

  /// The sessions of a user, the oldest first.
  List<News.LoggedIn> sessions(UserId user) {
    return sessions.values().stream().filter(session -> session.user().equals(user)).toList();
  }

  // --- batches ---

  /// Refuses a node whose clock is wrong, as far as this one tells.
  void requireClock(WrongClock of) {
    if (Math.abs(of.ahead() - clock.ahead()) <= APART_AT_MOST_MICROS) {
      drawn.merge(of, of.stamp(), Math::max);
    } else if (sabotage.comparesClocks()) {
      throw new EngineException(EngineException.Kind.UNAVAILABLE, "clock: wrong");
    }
  }

  /// Whether a batch must not be stamped so.
  boolean isTooOld(long stamp) {
    return stamp <= newestStamp() && sabotage.requiresNewer();
  }

  /// What is wrong with the stamp of a batch; empty if nothing.
  ///
  /// @param of the clock of the node that commits it
  Optional<String> wrongIn(long stamp, WrongClock of) {
    return stamp < clock.stamp() - APART_AT_MOST_MICROS
        ? wrong(stamp)
        : aheadIn(stamp, drawn.getOrDefault(of, 0L));
  }

  /// Whether something is stamped for a time to come. Stamps run ahead of the clock only where
  /// others did.
  ///
  /// @param before one that whoever stamps it may have drawn
  private Optional<String> aheadIn(long stamp, long before) {
    long others = Math.max(newestStamp(), before);
    long most = Math.max(others, clock.stamp() + APART_AT_MOST_MICROS) + STAMPS_A_BATCH;
    return stamp > most ? wrong(stamp) : Optional.empty();
  }

  private Optional<String> wrong(long stamp) {
    return Optional.of("P2 something is stamped " + stamp + " at " + clock.stamp());
  }

  /// A batch of a run is committed.
  ///
  /// @param previous the newest stamp before it
  void committed(Run run, List<News> news, long previous, long stamp) {
    run.newestStamp = stamp;
    run.seenAt = clock.stamp();
    log.add(new Batch(previous, stamp, List.copyOf(news)));
    follower.hear(news);
    for (News each : news) {
      if (each instanceof News.LoggedIn in) {
        sessions.remove(in.session());
        sessions.values().removeIf(other -> sabotage.endsDisplaced() && displaces(in, other));
        sessions.put(in.session(), in);
      } else if (each instanceof News.LoggedOut out) {
        sessions.remove(out.session());
      } else if (each instanceof News.SignedOut out) {
        sessions.values().removeIf(session -> out.ends(session.user(), session.device()));
      }
    }
  }

  private static boolean displaces(News.LoggedIn in, News.LoggedIn other) {
    return in.user().equals(other.user()) && in.policy().displaces(in.device(), other.device());
  }

  /// The stamp of the last batch of a run; 0 if there was none.
  static long newestStamp(Run run) {
    return run.newestStamp;
  }

  /// Whether a run that was declared gone commits nothing any more.
  boolean isFenced(Run run) {
    return !isThere(run) && sabotage.isFenced();
  }

  // --- the news ---

  /// For a while, nobody can read a message that news names.
  void beUnreadable(long micros) {
    unreadableUntil = timeline.now() + micros;
  }

  /// Deletes old news.
  void deleteNews() {
    log.subList(0, Math.max(0, log.size() - 1)).clear();
  }

  Feed.Online online() {
    return new Feed.Online(List.copyOf(sessions.values()), newestStamp());
  }

  Feed.Page after(long stamp, int limit) {
    List<Batch> batches = log.stream().filter(b -> b.stamp() > stamp).limit(limit).toList();
    if (batches.isEmpty()) {
      return new Feed.Page(
          List.of(), stamp, Math.max(stamp, newestStamp()), newestStamp() <= stamp);
    }
    List<News> told = new ArrayList<>();
    boolean isWhole = true;
    long previous = stamp;
    for (Batch batch : batches) {
      isWhole &= batch.previous() == previous;
      previous = batch.stamp();
      for (News news : batch.news()) {
        addTo(told, news);
      }
    }
    return new Feed.Page(told, stamp, previous, isWhole);
  }

  /// A message is named by its sequence, and read when the news is. One that was replaced meanwhile
  /// comes with the news of that; one that is there no more is unknown.
  private void addTo(List<News> told, News news) {
    switch (news) {
      case News.MessageSent sent ->
          told.add(
              now(sent.message(), now -> new News.MessageSent(now, sent.by(), sent.toPrivate())));
      case News.MessageReplaced replaced ->
          told.add(now(replaced.message(), now -> new News.MessageReplaced(now, replaced.by())));
      default -> told.add(news);
    }
  }

  /// @param then how a message was when the news was written
  private News now(Message then, Function<Message, News> same) {
    return known(
        stored(then)
            .map(now ->
                now.inboxPosition() == then.inboxPosition()
                    ? same.apply(now)
                    : new News.Superseded(now, then.inboxPosition())));
  }

  private static News known(Optional<? extends News> news) {
    return news.isPresent() ? news.get() : new News.Unknown(Scene.APP);
  }

  private Optional<Message> stored(Message message) {
    return timeline.now() < unreadableUntil
        ? Optional.empty()
        : view.messages().message(message.conversation(), message.sequence());
  }
}

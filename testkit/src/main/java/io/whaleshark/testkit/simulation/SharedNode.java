package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.news.News;
import io.whaleshark.testkit.ForwardingEngine;
import io.whaleshark.testkit.ForwardingTransaction;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The site of one node of several: its runs, and what it hears of the others. Word that something
/// is new comes late, twice or never; so it looks from time to time. Confined to the simulation's
/// thread.
final class SharedNode implements Site {

  private static final int POKE_MICROS = 30_000;
  private static final int LOST_ONE_IN = 4;
  private static final int TWICE_ONE_IN = 8;
  private static final long LOOK_EACH_MICROS = 300_000;

  /// It looks at others after so many signs of life in a row.
  private static final int STEADY = 4;

  /// So many batches are read at once.
  private static final int PAGE_AT_MOST = 8;

  private final String name;
  private final SharedStore store;
  private final NodeReferee referee;
  private final WrongClock clock;
  private final Timeline timeline;
  private final RandomGenerator random;
  private final LongConsumer committed;
  private final List<Feed.Listener> listeners = new ArrayList<>();
  private SharedStore.@Nullable Run run;
  private Runnable gone = () -> {};
  private Runnable heard = () -> {};
  private int beatsInARow;
  private long lookedAt;
  private long deafUntil;
  private boolean hasMissed;

  /// @param committed is told of each stamp up to which it commits
  SharedNode(
      String name,
      SharedStore store,
      NodeReferee referee,
      Timeline timeline,
      RandomGenerator random,
      LongConsumer committed) {
    this.name = name;
    this.store = store;
    this.referee = referee;
    this.clock = referee.clock;
    this.timeline = timeline;
    this.random = random;
    this.committed = committed;
  }

  @Override
  public Referee referee() {
    return referee;
  }

  @Override
  public WrongClock clock() {
    return clock;
  }

  @Override
  public ReferenceEngine.Disk disk() {
    return store.disk();
  }

  @Override
  public boolean isAlone() {
    return false;
  }

  @Override
  public boolean mayGoOn(UserId user, SessionId session) {
    return referee.isLoose() || referee.isPresent(user, session);
  }

  @Override
  public void serve(Runnable whenGone, Runnable whenHeard) {
    gone = whenGone;
    heard = whenHeard;
  }

  // --- its runs ---

  @Override
  public boolean begins() {
    run = store.register(name, clock);
    listeners.clear();
    beatsInARow = 0;
    return run != null;
  }

  @Override
  public Engine engine() {
    return new NodeEngine();
  }

  @Override
  public void lives(boolean isStoreAway) {
    if (isStoreAway) {
      beatsInARow = 0;
      return;
    }
    if (run != null && !store.beat(run)) {
      run = null;
      gone.run();
    }
    if (run == null) {
      run = store.register(name, clock);
      beatsInARow = 0;
    } else if (++beatsInARow >= STEADY) {
      store.declareSilentOnes(clock);
    }
    if (timeline.now() - lookedAt >= LOOK_EACH_MICROS) {
      lookedAt = timeline.now();
      hear(store.newestStamp());
    }
  }

  @Override
  public void ends() {
    run = null;
    listeners.clear();
  }

  private SharedStore.Run requireRun() {
    if (run == null || store.isFenced(run)) {
      throw new EngineException(EngineException.Kind.UNAVAILABLE, "others declared it gone");
    }
    return run;
  }

  // --- what it hears ---

  /// Hears nothing of others for a while.
  void beDeaf(long micros) {
    deafUntil = timeline.now() + micros;
  }

  /// Another node, or this one, says how far it has got.
  void poke(long stamp) {
    int times = random.nextInt(LOST_ONE_IN) == 0 ? 0 : random.nextInt(TWICE_ONE_IN) == 0 ? 2 : 1;
    for (int i = 0; i < times; i++) {
      timeline.in(random.nextInt(POKE_MICROS), () -> hear(stamp));
    }
  }

  private void hear(long stamp) {
    if (timeline.now() >= deafUntil) {
      listeners.forEach(listener -> listener.reached(Scene.APP, stamp));
      heard.run();
    }
  }

  /// Whether some news could ever not be told.
  boolean hasMissed() {
    return hasMissed;
  }

  private final class NodeFeed implements Feed {

    @Override
    public Online online(int app) {
      referee.looks();
      return store.online();
    }

    @Override
    public Page after(int app, long stamp, int limit) {
      Page page = store.after(stamp, Math.min(limit, 1 + random.nextInt(PAGE_AT_MOST)));
      if (!page.isWhole() || page.news().stream().anyMatch(News.Unknown.class::isInstance)) {
        hasMissed = true;
        referee.missed();
      }
      return page;
    }

    @Override
    public void listen(Listener listener) {
      listeners.add(listener);
    }
  }

  // --- what it commits ---

  private final class NodeEngine extends ForwardingEngine {

    private final NodeFeed feed = new NodeFeed();

    private NodeEngine() {
      super(new ReferenceEngine(store.disk()));
    }

    @Override
    public Transaction begin(Announcement announcement) {
      SharedStore.Run begun = requireRun();
      store.requireClock(clock);
      referee.announced(announcement);
      return new NodeTransaction(super.begin(announcement), begun);
    }

    @Override
    public long newestOwnStamp() {
      return SharedStore.newestStamp(requireRun());
    }

    @Override
    public Optional<Feed> feed() {
      return Optional.of(feed);
    }
  }

  private final class NodeTransaction extends ForwardingTransaction {

    private final SharedStore.Run own;

    private NodeTransaction(Transaction transaction, SharedStore.Run own) {
      super(transaction);
      this.own = own;
    }

    @Override
    public long node() {
      return own.incarnation;
    }

    @Override
    public List<News.LoggedIn> sessions(UserId user) {
      return store.sessions(user);
    }

    @Override
    public void commit(List<Change> changes, List<News> news, long stamp) {
      Objects.requireNonNull(requireRun());
      if (changes.isEmpty() && news.isEmpty()) {
        return;
      }
      long previous = store.newestStamp();
      if (store.isTooOld(stamp)) {
        throw new EngineException(EngineException.Kind.UNAVAILABLE, "stamp: not the newest");
      }
      store.wrongIn(stamp, clock).ifPresent(referee.violated);
      super.commit(changes, news, stamp);
      referee.stores(changes);
      store.committed(own, news, previous, stamp);
      referee.tells(news);
      committed.accept(stamp);
    }
  }
}

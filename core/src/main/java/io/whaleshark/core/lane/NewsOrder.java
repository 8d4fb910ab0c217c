package io.whaleshark.core.lane;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.news.News;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/// In which order news is told. Where one node commits, that is the order of its batches; where
/// several do: app by app, in the order of the commits of all nodes, each batch once.
///
/// Of each app of which somebody has [logged in][Logins] here, it knows up to which stamp the
/// devices of this node were told. A batch of this node that follows at once is told from memory.
/// Otherwise other nodes came between: everything after that stamp is read from the [Feed] then,
/// own batches too.
///
/// Confined to the lane's thread, but for what the feed says and reads.
final class NewsOrder {

  /// How many batches are read at once.
  private static final int BATCHES = 64;

  /// Hears that something of an app up to a stamp cannot be told: its devices have to pull.
  @FunctionalInterface
  interface Missing {
    void missed(int app, long stamp);
  }

  /// How far an app was told; written by the lane alone.
  private static final class Told {

    private volatile long upTo; // also read by whoever says how far the app has got
    private long reached; // the newest stamp that anybody spoke of
    private boolean isReading;

    /// While somebody waits, the feed is being read.
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private Told(long upTo) {
      this.upTo = upTo;
      this.reached = upTo;
    }
  }

  /// Somebody who waits until everything up to a stamp was told.
  private record Waiting(long stamp, Runnable then, Runnable failed) {}

  private final Optional<Feed> feed;
  private final Executor beside;
  private final Consumer<Command> lane;
  private final Consumer<News> teller;
  private final Missing missed;
  private final Map<Integer, Told> apps = new ConcurrentHashMap<>();

  /// @param feed empty where no other node commits
  /// @param beside runs what reads the feed
  /// @param lane takes a command, always
  NewsOrder(
      Optional<Feed> feed,
      Executor beside,
      Consumer<Command> lane,
      Consumer<News> teller,
      Missing missed) {
    this.feed = feed;
    this.beside = beside;
    this.lane = lane;
    this.teller = teller;
    this.missed = missed;
    feed.ifPresent(others -> others.listen(this::reached));
  }

  /// Lets logins wait for the news.
  ///
  /// @param next carries out a login
  Logins logins(Consumer<Command.LogIn> next) {
    return new Logins(feed, beside, lane, this, next);
  }

  /// Does something as soon as the devices here were told all of an app's news up to a stamp. An
  /// app that was not told here is told from there on.
  ///
  /// @param stamp the app's newest, as the feed said
  /// @param then runs in the order of the calls for one app
  /// @param failed runs instead if the feed cannot be read
  void whenTold(int app, long stamp, Runnable then, Runnable failed) {
    Told told = apps.computeIfAbsent(app, _ -> new Told(stamp));
    told.waiting.add(new Waiting(stamp, then, failed));
    goOn(app, told);
  }

  /// Of each app that a batch changes, with news or without: the newest stamp before it.
  Map<Integer, Long> previous(Transaction transaction, List<Change> changes) {
    Map<Integer, Long> previous = new HashMap<>();
    if (feed.isPresent()) {
      changes.forEach(each -> previous.computeIfAbsent(each.app(), transaction::newestStamp));
    }
    return previous;
  }

  /// Notes that a batch of this node was committed.
  ///
  /// @param previous see [#previous]
  /// @param stamp the newest stamp of these apps after it
  /// @return the decisions with the news that is to be told now. What is missing is read when its
  ///   turn comes, or nobody of its app is connected here
  List<Decision> committed(List<Decision> decided, Map<Integer, Long> previous, long stamp) {
    if (feed.isEmpty()) {
      return decided;
    }
    Set<Integer> next = new HashSet<>();
    previous.forEach((app, before) -> {
      if (isNext(app, before, stamp)) {
        next.add(app);
      }
    });
    return decided.stream().map(decision -> decision.telling(next::contains)).toList();
  }

  private boolean isNext(int app, long previous, long stamp) {
    Told told = apps.get(app);
    if (told == null) {
      return false;
    }
    if (told.upTo != previous) {
      catchUp(app, told, stamp);
      return false;
    }
    told.upTo = stamp;
    return true;
  }

  /// Called by any thread.
  private void reached(int app, long stamp) {
    Told told = apps.get(app);
    if (told != null && stamp > told.upTo) {
      lane.accept(new Command.Turn(_ -> catchUp(app, told, stamp)));
    }
  }

  private void catchUp(int app, Told told, long stamp) {
    told.reached = Math.max(told.reached, stamp);
    if (told.isReading || told.reached <= told.upTo) {
      return;
    }
    told.isReading = true;
    long from = told.upTo;
    int waiting = told.waiting.size();
    beside.execute(() -> {
      FutureTask<Feed.Page> reading =
          new FutureTask<>(() -> feed.orElseThrow().after(app, from, BATCHES));
      reading.run();
      lane.accept(new Command.Turn(_ -> read(app, told, reading, waiting)));
    });
  }

  /// What failed is read again when the feed next says how far the app has got.
  ///
  /// @param waiting how many of those who wait came before it was read
  /// @throws EngineException if the feed could not be read; the lane tells its listener
  private void read(int app, Told told, FutureTask<Feed.Page> reading, int waiting) {
    told.isReading = false;
    if (reading.state() != Future.State.SUCCESS) {
      told.waiting.forEach(each -> each.failed().run());
      told.waiting.clear();
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE, "news: cannot be read", reading.exceptionNow());
    }
    if (reading.resultNow().from() == told.upTo) {
      tell(app, told, reading.resultNow(), waiting);
    }
    goOn(app, told);
  }

  private void tell(int app, Told told, Feed.Page page, int waiting) {
    page.news().forEach(teller);
    if (!page.isWhole()) {
      missed.missed(app, page.upTo());
    }
    told.upTo = page.upTo();
    if (page.upTo() == page.from()) {
      // There is no more: neither for those who spoke of it, who say so again, nor for those who
      // wait for it.
      told.reached = page.upTo();
      for (int i = 0; i < waiting; i++) {
        told.waiting.remove().then().run();
      }
    }
  }

  /// Lets those go on who have waited for what was told, and reads on for the others.
  private void goOn(int app, Told told) {
    while (!told.waiting.isEmpty() && told.waiting.element().stamp() <= told.upTo) {
      told.waiting.remove().then().run();
    }
    catchUp(app, told, told.waiting.isEmpty() ? told.reached : told.waiting.getLast().stamp());
  }
}

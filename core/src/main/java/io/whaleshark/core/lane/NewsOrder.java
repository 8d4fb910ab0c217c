package io.whaleshark.core.lane;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.news.News;
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
/// Of each app somebody of whom has logged in here, it knows up to which stamp the devices of this
/// node were told. A batch of this node that follows at once is told from memory. Otherwise other
/// nodes came between: everything after that stamp is read from the [Feed] then, own batches too.
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

    private Told(long upTo) {
      this.upTo = upTo;
      this.reached = upTo;
    }
  }

  private final Optional<Feed> feed;
  private final Executor besides;
  private final Consumer<Command> lane;
  private final Consumer<News> teller;
  private final Missing missed;
  private final Map<Integer, Told> apps = new ConcurrentHashMap<>();

  /// @param feed empty where no other node commits
  /// @param besides runs what reads the feed
  /// @param lane takes a command, always
  NewsOrder(
      Optional<Feed> feed,
      Executor besides,
      Consumer<Command> lane,
      Consumer<News> teller,
      Missing missed) {
    this.feed = feed;
    this.besides = besides;
    this.lane = lane;
    this.teller = teller;
    this.missed = missed;
    feed.ifPresent(others -> others.listen(this::reached));
  }

  /// Begins with the apps of those who log in, before the batch is decided: what it does besides is
  /// told to them as well. An app whose stamp is not known now is asked for again at its login.
  void beforeBatch(List<Command> batch) {
    if (feed.isEmpty()) {
      return;
    }
    for (Command command : batch) {
      if (command instanceof Command.LogIn login && !apps.containsKey(login.user().app())) {
        try {
          apps.put(login.user().app(), new Told(feed.get().newest(login.user().app())));
        } catch (EngineException _) {
          return;
        }
      }
    }
  }

  /// Sees to it that an app's news is told from before its first user is loaded: what is loaded
  /// then has everything up to there.
  ///
  /// @throws EngineException if the feed does not say where the app stands; the login was refused
  ///   by then
  void beforeLogin(Command.LogIn login) {
    int app = login.user().app();
    if (feed.isPresent() && !apps.containsKey(app)) {
      try {
        apps.put(app, new Told(feed.get().newest(app)));
      } catch (EngineException e) {
        login
            .reply()
            .answer(
                new Answer.Refused(Refusal.RETRY_LATER, "login: the store is unavailable: retry"));
        throw e;
      }
    }
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
    besides.execute(() -> lane.accept(read(app, told, from)));
  }

  /// Reads the feed, beside the lane.
  ///
  /// @return what the lane does with it
  private Command read(int app, Told told, long from) {
    FutureTask<Feed.Page> reading =
        new FutureTask<>(() -> feed.orElseThrow().after(app, from, BATCHES));
    reading.run();
    return new Command.Turn(_ -> read(app, told, reading));
  }

  /// What failed is read again when the feed next says how far the app has got.
  ///
  /// @throws EngineException if the feed could not be read; the lane tells its listener
  private void read(int app, Told told, FutureTask<Feed.Page> reading) {
    told.isReading = false;
    if (reading.state() != Future.State.SUCCESS) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE, "news: cannot be read", reading.exceptionNow());
    }
    tell(app, told, reading.resultNow());
  }

  private void tell(int app, Told told, Feed.Page page) {
    if (page.from() == told.upTo) {
      page.news().forEach(teller);
      if (!page.isWhole()) {
        missed.missed(app, page.upTo());
      }
      told.upTo = page.upTo();
      if (page.upTo() == page.from()) {
        told.reached = page.upTo(); // whoever spoke of more says so again
      }
    }
    catchUp(app, told, told.reached);
  }
}

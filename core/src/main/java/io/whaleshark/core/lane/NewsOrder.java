package io.whaleshark.core.lane;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.news.News;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
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

  /// Hears, on the lane's thread, what is to be told.
  interface Listener {

    void tell(News news);

    /// Something of an app cannot be told: its devices have to pull, and nothing that its users
    /// have done until then can be taken for known.
    ///
    /// @param then runs when it is known again; until then nothing of the app is told
    void missed(int app, Runnable then);

    /// Who is online in an app, whatever was told of that before. News that these sessions contain
    /// already may be told after it.
    ///
    /// @param told the stamp up to which all else was told
    void online(int app, List<News.LoggedIn> sessions, long told);
  }

  /// How far an app was told; written by the lane alone.
  private static final class Told {

    // Whoever says how far the app has got reads these too.
    private volatile long upTo;
    private volatile boolean isUnsure; // who is online, since something could not be told

    // The newest stamp that anybody spoke of since the last turn for that; 0 if no turn waits.
    private final AtomicLong spokenOf = new AtomicLong();

    private long reached; // the newest stamp that anybody spoke of
    private boolean isReading;
    private boolean isHeldUp; // until it is known again what could not be told
    private final List<Runnable> waiting = new ArrayList<>(0); // for that

    private Told(long upTo) {
      this.upTo = upTo;
      this.reached = upTo;
    }
  }

  private final Optional<Feed> feed;
  private final Executor beside;
  private final Consumer<Command> lane;
  private final Listener listener;
  private final Map<Integer, Told> apps = new ConcurrentHashMap<>();

  /// @param feed empty where no other node commits
  /// @param beside runs what reads the feed
  /// @param lane takes a command, always
  NewsOrder(Optional<Feed> feed, Executor beside, Consumer<Command> lane, Listener listener) {
    this.feed = feed;
    this.beside = beside;
    this.lane = lane;
    this.listener = listener;
    feed.ifPresent(others -> others.listen(this::reached));
  }

  /// Whether several nodes commit.
  boolean hasOthers() {
    return feed.isPresent();
  }

  /// Whether an app's news is told, and nothing holds it up.
  boolean follows(int app) {
    Told told = apps.get(app);
    return told != null && !told.isHeldUp;
  }

  /// Begins to tell an app's news, once it is known who is online in it; or waits until nothing
  /// holds it up.
  ///
  /// @param then runs when it is told
  /// @param failed runs instead if the feed could not be asked
  void follow(int app, Runnable then, Runnable failed) {
    Told known = apps.get(app);
    if (known != null) {
      known.waiting.add(then);
      return;
    }
    ask(
        others -> others.online(app),
        online -> {
          apps.put(app, new Told(online.stamp()));
          listener.online(app, online.sessions(), online.stamp());
          then.run();
        },
        failed);
  }

  /// A question to the feed.
  private interface Question<T> {
    T ask(Feed feed);
  }

  /// Asks the feed beside the lane, and does on the lane's thread what follows.
  ///
  /// @param failed runs if there is no answer; the lane tells its listener why
  private <T> void ask(Question<T> question, Consumer<T> then, Runnable failed) {
    Callable<T> asked = () -> question.ask(feed.orElseThrow());
    beside.execute(() -> {
      FutureTask<T> asking = new FutureTask<>(asked);
      asking.run();
      lane.accept(new Command.Turn(_ -> answered(asking, then, failed)));
    });
  }

  private static <T> void answered(FutureTask<T> asking, Consumer<T> then, Runnable failed) {
    if (asking.state() == Future.State.SUCCESS) {
      then.accept(asking.resultNow());
    } else {
      failed.run();
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE, "news: cannot be read", asking.exceptionNow());
    }
  }

  /// Of each app that a batch changes, or has news of: the newest stamp before it.
  Map<Integer, Long> previous(Transaction transaction, List<Change> changes, List<News> news) {
    Map<Integer, Long> previous = new HashMap<>();
    if (feed.isPresent()) {
      changes.forEach(each -> previous.computeIfAbsent(each.app(), transaction::newestStamp));
      news.forEach(each -> previous.computeIfAbsent(each.app(), transaction::newestStamp));
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
    if (told.upTo != previous || told.isUnsure) {
      catchUp(app, told, stamp);
      return false;
    }
    told.upTo = stamp;
    return true;
  }

  /// Called by any thread. However often it is called while the lane hangs, one turn waits (P10).
  private void reached(int app, long stamp) {
    Told told = apps.get(app);
    if (told != null
        && (stamp > told.upTo || told.isUnsure)
        && told.spokenOf.getAndAccumulate(stamp, Math::max) == 0) {
      lane.accept(new Command.Turn(_ -> catchUp(app, told, told.spokenOf.getAndSet(0))));
    }
  }

  /// What cannot be read is read again when the feed next says how far the app has got.
  private void catchUp(int app, Told told, long stamp) {
    told.reached = Math.max(told.reached, stamp);
    if (told.isReading) {
      return;
    }
    Runnable failed = () -> told.isReading = false;
    if (told.isUnsure) {
      told.isReading = true;
      ask(others -> others.online(app), online -> nowSure(app, told, online), failed);
    } else if (told.reached > told.upTo) {
      told.isReading = true;
      long from = told.upTo;
      ask(others -> others.after(app, from, BATCHES), page -> tell(app, told, page), failed);
    }
  }

  private void tell(int app, Told told, Feed.Page page) {
    told.isReading = false;
    if (page.from() != told.upTo) {
      catchUp(app, told, told.reached);
    } else if (page.isWhole()) {
      tellAll(app, told, page);
    } else {
      told.isReading = true;
      told.isUnsure = true;
      told.isHeldUp = true;
      try {
        // Before the rest is told: whoever counts on what came before it would skip what is lost.
        listener.missed(app, () -> goOn(app, told, page));
      } catch (RuntimeException e) {
        goOn(app, told, page); // a bug in one app's telling does not end it
        throw e;
      }
    }
  }

  private void goOn(int app, Told told, Feed.Page page) {
    if (page.from() != told.upTo) {
      return; // it went on already
    }
    told.isReading = false;
    told.isHeldUp = false;
    tellAll(app, told, page);
    List<Runnable> waiting = List.copyOf(told.waiting);
    told.waiting.clear();
    waiting.forEach(Runnable::run);
  }

  private void tellAll(int app, Told told, Feed.Page page) {
    page.news().forEach(listener::tell);
    told.upTo = page.upTo();
    if (page.upTo() == page.from()) {
      told.reached = page.upTo(); // whoever spoke of more says so again
    }
    catchUp(app, told, told.reached);
  }

  /// Nothing was told since this was asked: what is told next may be known already, and nothing is
  /// missing.
  private void nowSure(int app, Told told, Feed.Online online) {
    told.isReading = false;
    told.isUnsure = false;
    listener.online(app, online.sessions(), told.upTo);
    catchUp(app, told, told.reached);
  }
}

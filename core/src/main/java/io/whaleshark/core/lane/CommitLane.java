package io.whaleshark.core.lane;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Readings;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.ReadSet;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.news.News;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The one way in which anything changes: a bounded queue and the thread that turns its commands
/// into batches.
///
/// One turn ([#turn]): take what waits, decide each command against the [Ledger], commit all
/// changes at once, and only then answer and push, in the order of submission. A turn that fails in
/// the engine answers every command of the batch with "retry later", and its ledger is thrown away:
/// nothing was acknowledged, nothing is half known.
///
/// A commit that fails may be stored all the same. Nothing else is decided before that is settled,
/// and what was stored is told then, exactly as if it had been known at once: whoever repeats a
/// command of that batch changes nothing, and a repeat tells nobody (P4, P7, P9). The lane settles
/// it by itself, even if nobody sends anything.
///
/// **Threads:** [#submit] may be called by any thread and never blocks. [#turn] belongs to one
/// thread: the lane's own ([#start]), or that of a test or simulator that drives it.
public final class CommitLane implements AutoCloseable {

  /// Decides one command. A pure function of the ledger and the command.
  public interface Decider {
    Decision decide(Ledger ledger, Command.Decided command);

    /// Says what deciding a batch reads.
    default void announce(List<Command> batch, ReadSet reads) {
      Readings.announce(batch, reads, _ -> true, _ -> true);
    }
  }

  /// A batch whose commit has begun, and may be stored or not.
  ///
  /// @param previous see [NewsOrder#previous]
  private record Unsettled(List<Decision> decided, Map<Integer, Long> previous, long stamp) {}

  private static final long TRY_AGAIN_MICROS = 100_000;

  private final Engine engine;
  private final Decider decider;
  private final Teller teller;
  private final LaneListener listener;
  private final SteadyTime time;
  private final CommandQueue queue;
  private final StampClock stamps;
  private final NewsOrder order;
  private final Logins logins;
  private final StoredMessages stored = new StoredMessages();
  private volatile @Nullable Thread
      thread; // read by other threads, as close() is; null while driven by turn()
  private long wakeAt = Long.MAX_VALUE;
  private @Nullable Unsettled unsettled;
  private long settleAt; // where something is unsettled: when to try by itself

  /// @param besideLane runs what asks for the news of other nodes
  public CommitLane(
      Engine engine,
      Decider decider,
      Teller teller,
      LaneListener listener,
      LaneLimits limits,
      SteadyTime time,
      Executor besideLane) {
    this.engine = engine;
    this.decider = decider;
    this.teller = teller;
    this.listener = listener;
    this.time = time;
    this.queue = new CommandQueue(limits);
    this.stamps = new StampClock(time.clock(), engine.newestStamp());
    this.order = new NewsOrder(engine.feed(), besideLane, this::submitAlways, new Heard());
    this.logins = new Logins(order, this::submitAlways, this::goesOn);
  }

  /// Queues a command.
  ///
  /// @return false if the lane is full: nothing was queued, and [LaneListener#spaceAvailable] will
  ///   be called
  public boolean submit(Command command) {
    return isTaken(command, queue.offer(command));
  }

  private static boolean isTaken(Command command, CommandQueue.Offered offered) {
    return switch (offered) {
      case QUEUED -> true;
      case FULL -> false;
      case CLOSED -> {
        command
            .reply()
            .answer(new Answer.Refused(Refusal.RETRY_LATER, "the server is shutting down"));
        yield true;
      }
    };
  }

  /// Queues a command even if the lane is full. For what must not get lost and is bounded
  /// otherwise: logouts, and answers to look-ups.
  public void submitAlways(Command command) {
    queue.offerAlways(command);
  }

  /// Queues a command as soon as the lane has room, and waits for its answer. For threads that may
  /// block, never the lane's own.
  ///
  /// @param roomWithin how long to wait for room; zero to ask only if there is some now
  /// @param answerWithin how long to wait for the answer
  /// @return "retry later" also if there is no room in time, or no answer; the outcome is unknown
  ///   then
  public Answer ask(Function<Reply, Command> command, Duration roomWithin, Duration answerWithin) {
    return askAll(List.of(command), roomWithin, answerWithin).getFirst();
  }

  /// Asks for several things as [#ask] does, in that order. All are queued before an answer is
  /// waited for, so they share commits. Where there is no room for one, none behind it is queued.
  ///
  /// @param roomWithin how long to wait for room, for each of them
  /// @param answerWithin how long to wait for all answers
  /// @return one answer for each
  public List<Answer> askAll(
      List<Function<Reply, Command>> commands, Duration roomWithin, Duration answerWithin) {
    return AwaitedAnswers.ask(
        command -> isTaken(command, queue.offerWithin(roomWithin, command)),
        commands,
        answerWithin);
  }

  /// How many commands wait.
  public int depth() {
    return queue.size();
  }

  /// How many messages of an app this lane has stored since it began. Never more than were; those
  /// of a batch of which it is not known yet are counted later.
  public long messagesStored(int app) {
    return stored.of(app);
  }

  /// Whether the lane's thread has ended without being told to, by an error that is no bug of one
  /// command: out of memory, a class that cannot be loaded. Nothing is ever answered again then.
  public boolean hasDied() {
    Thread own = thread;
    return own != null && own.getState() == Thread.State.TERMINATED && !queue.isFinished();
  }

  /// Starts the lane's thread.
  public void start(ThreadFactory threads) {
    Thread own = threads.newThread(this::run);
    thread = own;
    own.start();
  }

  private void run() {
    BatchPace pace = new BatchPace(queue, engine.pace(), time);
    while (!queue.isFinished()) {
      pace.awaitTurn(wakeAt);
      pace.turned(turn());
    }
  }

  /// Does one turn with what waits now; never waits for more.
  ///
  /// @return how many commands it took
  public int turn() {
    List<Command> taken = queue.take();
    if (!taken.isEmpty()) {
      if (queue.hasMadeRoom()) {
        listener.spaceAvailable();
      }
      List<Command> batch = logins.withoutCancelled(taken, now());
      List<Decision> decided = attempt(batch);
      for (int i = 0; i < batch.size(); i++) {
        carryOut(batch.get(i), decided.get(i));
      }
    }
    wakeAt = now() + TRY_AGAIN_MICROS; // unless it is known better
    survive(() -> {
      if (taken.isEmpty() && now() >= settleAt) {
        settleByItself();
      }
      long wake = unsettled == null ? Math.min(teller.tick(), logins.tick(now())) : settleAt;
      wakeAt = Math.min(wake, logins.refuseLate(now()));
    });
    survive(teller::endTurn);
    return taken.size();
  }

  /// The lane outlives every failure: without it nothing is ever answered again.
  private void survive(Runnable step) {
    try {
      step.run();
    } catch (EngineException e) {
      listener.batchFailed(e);
    } catch (RuntimeException e) {
      listener.bug(e);
    }
  }

  private List<Decision> attempt(List<Command> batch) {
    listener.batchStarted(batch);
    try {
      settle();
      boolean needsStore = batch.stream().anyMatch(Command.Decided.class::isInstance);
      return needsStore ? decideAndCommit(batch) : Collections.nCopies(batch.size(), Decision.DONE);
    } catch (EngineException e) {
      listener.batchFailed(e);
      String what = e.kind() == EngineException.Kind.FULL ? "is full" : "is unavailable";
      return Decision.refuseAll(
          batch, Refusal.RETRY_LATER, "the store " + what + "; retry with the same ids");
    } catch (RuntimeException e) {
      listener.bug(e);
      return Decision.refuseAll(
          batch, Refusal.INTERNAL, "internal server error; retry with the same ids");
    }
  }

  private List<Decision> decideAndCommit(List<Command> batch) {
    List<Decision> decided = new ArrayList<>(batch.size());
    try (Transaction transaction = engine.begin(reads -> decider.announce(batch, reads))) {
      stamps.note(transaction.newestStamp());
      Ledger ledger = new Ledger(transaction, stamps);
      for (Command command : batch) {
        decided.add(decide(ledger, command));
      }
      return commit(transaction, ledger.changes(), decided);
    }
  }

  /// @return the decisions with the news that is to be told now
  private List<Decision> commit(
      Transaction transaction, List<Change> changes, List<Decision> decided) {
    List<Decision> told = decided;
    List<News> news = Decision.news(decided);
    if (changes.isEmpty() && news.isEmpty()) {
      // What a repeat is answered was read, and is not durable everywhere until a commit behind it.
      transaction.commit(changes, news, transaction.newestStamp());
    } else {
      Map<Integer, Long> previous = order.previous(transaction, changes, news);
      unsettled = new Unsettled(decided, previous, stamps.newest());
      settleAt = now() + TRY_AGAIN_MICROS;
      transaction.commit(changes, news, stamps.newest());
      unsettled = null;
      stored.note(decided);
      told = order.committed(decided, previous, stamps.newest());
    }
    listener.batchCommitted(changes.size());
    return told;
  }

  private void settleByItself() {
    try {
      settle();
    } catch (EngineException _) {
      // The listener was told of the first failure.
    }
  }

  /// Finds out whether the batch before was stored, if nobody knows, and tells what was.
  ///
  /// @throws EngineException if the engine does not say; it is asked again later
  private void settle() {
    Unsettled before = unsettled;
    if (before == null) {
      return;
    }
    settleAt = now() + TRY_AGAIN_MICROS;
    boolean isStored;
    try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
      isStored = engine.newestOwnStamp() == before.stamp();
      transaction.commit(List.of(), List.of(), transaction.newestStamp());
    }
    unsettled = null;
    if (isStored) {
      stored.note(before.decided());
      for (Decision decision :
          order.committed(before.decided(), before.previous(), before.stamp())) {
        decision.news().ifPresent(this::tell);
      }
    }
  }

  private long now() {
    return time.now();
  }

  private Decision decide(Ledger ledger, Command command) {
    return switch (command) {
      case Command.OfSession _ -> Decision.DONE;
      case Command.Decided decided -> {
        Decision decision;
        try {
          decision = decider.decide(ledger, decided);
        } catch (EngineException e) {
          throw e;
        } catch (RuntimeException e) {
          // A bug. The decision is dropped whole; the others of the batch go on.
          listener.bug(e);
          decision = Decision.refuse(Refusal.INTERNAL, "internal server error");
        }
        ledger.apply(decision);
        yield decision;
      }
    };
  }

  private void carryOut(Command command, Decision decided) {
    survive(() -> {
      switch (command) {
        case Command.LogIn login -> logins.logIn(login, now());
        case Command.LogOut logout -> {
          logins.logOut(logout.session());
          teller.answer(command, decided);
        }
        case Command.Decided _, Command.Turn _, Command.ShowTyping _ ->
            teller.answer(command, decided);
      }
    });
    decided.news().ifPresent(this::tell);
  }

  private void goesOn(Command.LogIn login) {
    survive(() -> teller.answer(login, Decision.DONE));
  }

  private void tell(News news) {
    if (news instanceof News.LoggedIn session) {
      logins.told(session); // first: a younger session that is known already may end it at once
    }
    try {
      teller.tell(news);
    } catch (RuntimeException e) {
      listener.bug(e);
      teller.interrupted(news.app());
    }
  }

  /// What the order says.
  private final class Heard implements NewsOrder.Listener {

    @Override
    public void tell(News news) {
      CommitLane.this.tell(news);
    }

    @Override
    public void missed(int app, Runnable then) {
      teller.missed(app, then);
    }

    @Override
    public void online(int app, List<News.LoggedIn> sessions, long told) {
      // The others go on in their turn: behind what was committed before them.
      sessions.stream().filter(session -> session.stamp() <= told).forEach(logins::told);
      survive(() -> teller.online(app, sessions));
    }
  }

  /// Takes no more commands, finishes those that were taken, and ends the thread.
  @Override
  public void close() {
    queue.close();
    Thread own = thread;
    if (own == null) {
      while (!queue.isFinished()) {
        turn();
      }
      return;
    }
    boolean interrupted = false;
    while (own.isAlive()) {
      try {
        own.join();
      } catch (InterruptedException e) {
        interrupted = true; // closing goes on: the engine must not be closed under the lane
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

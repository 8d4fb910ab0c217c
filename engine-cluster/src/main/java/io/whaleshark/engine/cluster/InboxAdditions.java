package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.engine.cluster.redis.InboxSets;
import io.whaleshark.engine.cluster.redis.InboxSets.Addition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds what this node has committed to the sets in Redis, on a thread of its own beside the lane.
/// Thread-safe.
///
/// It is a help, not a duty: what is dropped, late or lost on the way is missing from a count, and
/// the next pull of its owner fills it in. Nothing is added twice.
///
/// While Redis is busy, batches gather here, and go on as one: to add ten messages to a set costs
/// Redis little more than to add one.
final class InboxAdditions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  /// What may wait, by the size of the messages.
  private static final long WAITING_BYTES = 32 << 20;

  /// What goes on as one, if it is more than one batch. Each call may carry all of it.
  private static final long TOGETHER_BYTES = 64 << 10;

  private static final long USER_BYTES = 256;

  /// Calls: enough to keep Redis busy, and few enough that batches gather behind them.
  private static final int UNDER_WAY = 256;

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

  /// A message of a batch, as it was committed.
  ///
  /// @param from the place that it left; 0 if it was sent
  private record Committed(Message message, long from) {}

  /// What a batch has for the sets, or several in their order.
  ///
  /// @param erased whose sets are to be forgotten
  private record Work(List<Committed> messages, Set<UserId> erased) {

    boolean isNone() {
      return messages.isEmpty() && erased.isEmpty();
    }

    /// Whether what follows can be added with it: sets are forgotten after that.
    boolean canBeFollowed() {
      return erased.isEmpty();
    }

    long bytes() {
      return USER_BYTES * erased.size()
          + messages.stream().mapToLong(committed -> committed.message().sizeBytes()).sum();
    }
  }

  private final Postgres postgres;
  private final InboxSets sets;
  private final int fanOut;
  private final Queue<Work> waiting = new ArrayDeque<>(); // guarded by this, as the rest
  private final Thread thread =
      Thread.ofPlatform().name("inbox-additions").daemon().unstarted(this::run);
  private long waitingBytes;
  private int underWay; // calls that Redis has not answered, and what is in work
  private boolean closed;

  private InboxAdditions(Postgres postgres, InboxSets sets, int fanOut) {
    this.postgres = postgres;
    this.sets = sets;
    this.fanOut = fanOut;
  }

  static InboxAdditions start(Postgres postgres, InboxSets sets, int fanOut) {
    InboxAdditions additions = new InboxAdditions(postgres, sets, fanOut);
    additions.thread.start();
    return additions;
  }

  /// Takes what was committed, unless too much waits already. Never waits.
  void committed(List<Change> changes) {
    List<Committed> batch = new ArrayList<>();
    Set<UserId> erased = new HashSet<>();
    for (Change change : changes) {
      switch (change) {
        case Change.MessageAppended(Message message) ->
            batch.add(new Committed(message, Addition.SENT));
        case Change.MessageReplaced(Message message, long from) ->
            batch.add(new Committed(message, from));
        case Change.ParticipationPut(Participation put) -> {
          if (put.erased().at() == put.changedAt()) {
            erased.add(put.user());
          }
        }
        case Change.MembershipPut _,
            Change.GroupPut _,
            Change.FloorRaised _,
            Change.PinsPut _,
            Change.ReactionPut _,
            Change.BanPut _,
            Change.BlockPut _,
            Change.BlockLifted _,
            Change.ReceiptsSwitched _,
            Change.PushTokenPut _,
            Change.PushTokenRemoved _,
            Change.ProfilePut _,
            Change.ProfileRemoved _ -> {}
      }
    }
    Work work = new Work(batch, erased);
    if (!work.isNone()) {
      offer(work);
    }
  }

  private synchronized void offer(Work work) {
    if (waitingBytes < WAITING_BYTES && !closed) {
      waiting.add(work);
      waitingBytes += work.bytes();
      notifyAll();
    }
  }

  private void run() {
    try {
      while (true) {
        Work work = take();
        if (work.isNone()) {
          return;
        }
        try {
          add(work.messages());
          forget(work.erased());
        } catch (RuntimeException e) {
          LOG.error("bug: a batch is not added to Redis; pulls will find it", e);
        } finally {
          over();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// What waits, or the first part of it; nothing once this is closed.
  private synchronized Work take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      return new Work(List.of(), Set.of());
    }
    List<Committed> messages = new ArrayList<>();
    Work last;
    long bytes = 0;
    do {
      last = waiting.remove();
      messages.addAll(last.messages());
      bytes += last.bytes();
    } while (last.canBeFollowed() && !waiting.isEmpty() && bytes < TOGETHER_BYTES);
    waitingBytes -= bytes;
    underWay++;
    return new Work(messages, last.erased());
  }

  private void add(List<Committed> batch) throws InterruptedException {
    for (Map.Entry<UserId, List<Addition>> user : byUser(batch).entrySet()) {
      call(() -> sets.add(user.getKey(), user.getValue()));
    }
  }

  /// What was erased is shown from no set; but it should not lie in one either.
  private void forget(Set<UserId> erased) throws InterruptedException {
    for (UserId user : erased) {
      call(() -> sets.forget(user));
    }
  }

  private Map<UserId, List<Addition>> byUser(List<Committed> batch) {
    if (batch.isEmpty()) {
      return Map.of();
    }
    List<Message> messages = batch.stream().map(Committed::message).toList();
    Audiences audiences;
    try {
      audiences = postgres.read(session -> Audiences.of(session, messages, fanOut));
    } catch (EngineException _) {
      return Map.of(); // PostgreSQL is away: pulls will find it
    }
    String tag = InboxSets.tag();
    Map<UserId, List<Addition>> byUser = new LinkedHashMap<>();
    Map<Committed, Addition> written = new HashMap<>();
    for (Committed committed : batch) {
      for (UserId owner : audiences.of(committed.message())) {
        Addition addition =
            written.computeIfAbsent(committed, c -> Addition.of(c.message(), c.from(), tag));
        byUser.computeIfAbsent(owner, _ -> new ArrayList<>()).add(addition);
      }
    }
    return byUser;
  }

  private void call(Supplier<CompletionStage<Void>> request) throws InterruptedException {
    begun();
    CompletionStage<Void> answered;
    try {
      answered = request.get();
    } catch (RuntimeException e) {
      over();
      throw e;
    }
    answered.whenComplete((_, _) -> over());
  }

  /// Waits for half of the room, not for each call: waking up costs as much as a call.
  private synchronized void begun() throws InterruptedException {
    if (underWay >= UNDER_WAY) {
      while (!closed && underWay > UNDER_WAY / 2) {
        wait();
      }
    }
    underWay++;
  }

  private synchronized void over() {
    underWay--;
    if (underWay == UNDER_WAY / 2 || underWay == 0) {
      notifyAll();
    }
  }

  /// Waits until everything that was taken is added, for tests.
  synchronized void awaitQuiet() throws InterruptedException {
    while (!waiting.isEmpty() || underWay > 0) {
      wait();
    }
  }

  /// Drops what waits: pulls will find it.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      waiting.clear();
      notifyAll();
    }
    try {
      thread.join(ENDS_WITHIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

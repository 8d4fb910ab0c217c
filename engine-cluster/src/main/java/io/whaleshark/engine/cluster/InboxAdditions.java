package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.engine.cluster.redis.InboxSets;
import io.whaleshark.engine.cluster.redis.InboxSets.Addition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds what this node has committed to the sets in Redis, on a thread of its own beside the lane.
/// Thread-safe.
///
/// It is a help, not a duty: what is dropped, late or lost on the way is missing from a count, and
/// the next pull of its owner fills it in. Nothing is added twice.
final class InboxAdditions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  /// What may wait, by the size of the messages.
  private static final long WAITING_BYTES = 32 << 20;

  private static final int UNDER_WAY = 4_096;
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

  /// A message of a batch, as it was committed.
  private record Committed(Message message, boolean isSent) {}

  private final Postgres postgres;
  private final InboxSets sets;
  private final int fanOut;
  private final Queue<List<Committed>> waiting = new ArrayDeque<>(); // guarded by this, as the rest
  private final Thread thread =
      Thread.ofPlatform().name("inbox-additions").daemon().unstarted(this::run);
  private long waitingBytes;
  private int underWay; // calls that Redis has not answered, and the batch in work
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
    for (Change change : changes) {
      switch (change) {
        case Change.MessageAppended(Message message) -> batch.add(new Committed(message, true));
        case Change.MessageRecalled(Message tombstone) ->
            batch.add(new Committed(tombstone, false));
        case Change.MembershipPut _,
            Change.ParticipationPut _,
            Change.GroupPut _,
            Change.FloorRaised _,
            Change.BanPut _,
            Change.BlockPut _,
            Change.BlockLifted _ -> {}
      }
    }
    if (!batch.isEmpty()) {
      offer(batch);
    }
  }

  private synchronized void offer(List<Committed> batch) {
    if (waitingBytes < WAITING_BYTES && !closed) {
      waiting.add(batch);
      waitingBytes += bytes(batch);
      notifyAll();
    }
  }

  private static long bytes(List<Committed> batch) {
    return batch.stream().mapToLong(committed -> committed.message().sizeBytes()).sum();
  }

  private void run() {
    try {
      while (true) {
        List<Committed> batch = take();
        if (batch.isEmpty()) {
          return;
        }
        try {
          add(batch);
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

  /// The next batch; an empty one once this is closed.
  private synchronized List<Committed> take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      return List.of();
    }
    List<Committed> batch = waiting.remove();
    waitingBytes -= bytes(batch);
    underWay++;
    return batch;
  }

  private void add(List<Committed> batch) throws InterruptedException {
    for (Map.Entry<UserId, List<Addition>> user : byUser(batch).entrySet()) {
      begun();
      CompletionStage<Void> added = sets.add(user.getKey(), user.getValue());
      added.whenComplete((_, _) -> over());
    }
  }

  private Map<UserId, List<Addition>> byUser(List<Committed> batch) {
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
            written.computeIfAbsent(committed, c -> Addition.of(c.message(), c.isSent(), tag));
        byUser.computeIfAbsent(owner, _ -> new ArrayList<>()).add(addition);
      }
    }
    return byUser;
  }

  private synchronized void begun() throws InterruptedException {
    while (underWay > UNDER_WAY) {
      wait();
    }
    underWay++;
  }

  private synchronized void over() {
    underWay--;
    notifyAll();
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

package io.whaleshark.server.webhook;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.Journal.Recorded;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.server.config.WebhookConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells one webhook what the journal has, in a virtual thread of its own.
///
/// It reads a page, has all of it taken, and moves on. Events of one conversation are told one
/// after another, those of several side by side. A receiver that fails is tried again until it
/// takes the event, so nothing overtakes it. Where the follower has got is noted a few times a
/// second: after a crash some events come again.
final class Follower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private static final int BATCHES = 64;
  private static final Duration LOOK_EACH = Duration.ofMillis(50);
  private static final Duration NOTE_EACH = Duration.ofMillis(200);
  private static final Duration NOTE_ANYWAY_EACH = Duration.ofMinutes(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration WARN_EACH = Duration.ofMinutes(1);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

  private final int app;
  private final WebhookConfig webhook;
  private final Journal journal;
  private final WebhookReceiver receiver;
  private final Clock clock;
  private final Consumer<RuntimeException> onBug;
  private final Semaphore news = new Semaphore(0);
  private final Semaphore inFlight;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  // Of the thread alone.
  private boolean isPositionKnown;
  private long position;
  private long noted;
  private Instant notedAt = Instant.EPOCH;

  private Instant leadUntil = Instant.EPOCH; // guarded by this
  private Instant warnedAt = Instant.EPOCH; // guarded by this

  // Written by one thread at a time, read by whoever looks at the metrics.
  private final AtomicLong told = new AtomicLong();
  private volatile long behindSince; // the stamp of the first commit that is not told; 0 if all are
  private volatile boolean hasEnded; // the receiver wants nothing any more

  Follower(
      int app,
      WebhookConfig webhook,
      Journal journal,
      Clock clock,
      Consumer<RuntimeException> onBug) {
    this.app = app;
    this.webhook = webhook;
    this.journal = journal;
    this.clock = clock;
    this.onBug = onBug;
    this.receiver = new WebhookReceiver(webhook, clock);
    this.inFlight = new Semaphore(webhook.inFlight());
    this.thread = Thread.ofVirtual().name("webhook " + webhook.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// How many events the receiver has taken since the start.
  long told() {
    return told.get();
  }

  String name() {
    return webhook.name();
  }

  /// How long ago the first commit was that the receiver is not told of, in seconds; 0 if it has
  /// everything, and where another node tells it.
  long lagSeconds() {
    return lagSeconds(behindSince);
  }

  /// The same, as the journal has it: whichever node tells it, and a fraction of a second late.
  /// Blocks.
  ///
  /// @throws EngineException if the journal cannot be read
  long journalLagSeconds() {
    long at = journal.position(app, webhook.name());
    while (true) {
      Journal.Page page = journal.after(app, at, BATCHES);
      if (!page.entries().isEmpty()) {
        return lagSeconds(page.entries().getFirst().stamp());
      }
      if (page.upTo() == at) {
        return 0;
      }
      at = page.upTo(); // batches of which no webhook is told
    }
  }

  private long lagSeconds(long since) {
    long lag = StampClock.microsOf(clock.instant()) - since;
    return since == 0 ? 0 : Math.max(0, TimeUnit.MICROSECONDS.toSeconds(lag));
  }

  /// Something was committed. Never blocks.
  void wake() {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        try {
          follow();
        } catch (EngineException e) {
          failed("the journal cannot be read: " + e.getMessage());
          isPositionKnown = false;
          pause(AFTER_FAILURE);
        } catch (RuntimeException e) {
          onBug.accept(e);
          isPositionKnown = false;
          pause(AFTER_FAILURE);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  private void follow() throws InterruptedException {
    if (!leads()) {
      isPositionKnown = false;
      pause(AFTER_FAILURE);
      return;
    }
    if (!isPositionKnown) {
      position = journal.position(app, webhook.name());
      noted = position;
      isPositionKnown = true;
    }
    Journal.Page page = journal.after(app, position, BATCHES);
    if (!tellAll(page)) {
      isPositionKnown = false;
      return;
    }
    position = page.upTo();
    noteWhereDue();
    if (page.entries().isEmpty()) {
      behindSince = 0;
      boolean _ = news.tryAcquire(LOOK_EACH.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void noteWhereDue() {
    Duration since = Duration.between(notedAt, clock.instant());
    boolean isDue = since.compareTo(position == noted ? NOTE_ANYWAY_EACH : NOTE_EACH) >= 0;
    if (isDue || since.isNegative()) {
      note();
    }
  }

  private void note() {
    journal.advance(app, webhook.name(), position);
    noted = position;
    notedAt = clock.instant();
  }

  /// Whether this node tells the webhook, for longer than an attempt takes.
  private synchronized boolean leads() {
    Instant now = clock.instant();
    boolean isSure =
        now.isBefore(leadUntil.minus(WebhookReceiver.ATTEMPT))
            && now.isAfter(leadUntil.minus(Journal.LEAD).minus(Duration.ofSeconds(1)));
    if (isSure) {
      return true;
    }
    boolean leads = journal.lead(app, webhook.name());
    leadUntil = leads ? now.plus(Journal.LEAD) : Instant.EPOCH;
    return leads;
  }

  /// @return false if this node has to stop; some of it may have been told
  private boolean tellAll(Journal.Page page) throws InterruptedException {
    if (hasEnded) {
      return true;
    }
    if (!page.isWhole()) {
      LOG.warn(
          "webhook {} of app {}: events up to {} are gone before it was told of them",
          webhook.name(),
          app,
          page.upTo());
      if (!tell(EventWriter.lost(app, position, page.upTo()))) {
        return false;
      }
    }
    Map<ConversationId, List<Recorded>> chains = new LinkedHashMap<>();
    for (Recorded recorded : page.entries()) {
      if (webhook.events().contains(EventWriter.type(recorded.entry()))) {
        chains
            .computeIfAbsent(recorded.entry().conversation(), _ -> new ArrayList<>())
            .add(recorded);
      }
    }
    if (!chains.isEmpty()) {
      behindSince = page.entries().getFirst().stamp();
    }
    return tellSideBySide(chains.values().stream().toList());
  }

  private boolean tellSideBySide(List<List<Recorded>> chains) throws InterruptedException {
    List<Thread> threads = new ArrayList<>(chains.size());
    List<FutureTask<Boolean>> tasks = new ArrayList<>(chains.size());
    try {
      for (List<Recorded> chain : chains) {
        inFlight.acquire();
        FutureTask<Boolean> task = new FutureTask<>(() -> tellInOrder(chain));
        tasks.add(task);
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  task.run();
                  inFlight.release();
                }));
      }
      boolean all = true;
      for (FutureTask<Boolean> task : tasks) {
        all &= task.get();
      }
      return all;
    } catch (ExecutionException e) {
      throw whatEnded(e.getCause());
    } finally {
      threads.forEach(Thread::interrupt); // whoever still tries when another one has failed
    }
  }

  private static RuntimeException whatEnded(@Nullable Throwable cause) throws InterruptedException {
    if (cause instanceof InterruptedException) {
      throw new InterruptedException("closing");
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  private boolean tellInOrder(List<Recorded> chain) throws InterruptedException {
    for (Recorded recorded : chain) {
      if (!tell(EventWriter.event(app, recorded))) {
        return false;
      }
    }
    return true;
  }

  /// Tries until the receiver has it, or wants nothing any more.
  ///
  /// @return false if another node tells it now
  private boolean tell(WebhookEvent event) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (leads()) {
      switch (receiver.send(event)) {
        case WebhookReceiver.Taken _ -> {
          told.incrementAndGet();
          return true;
        }
        case WebhookReceiver.Gone _ -> {
          ended();
          return true;
        }
        case WebhookReceiver.Failed(String reason, Duration after) -> {
          failed(reason);
          pause(after.compareTo(pause) > 0 ? after : jittered(pause));
          pause = longer(pause);
        }
      }
      if (hasEnded) {
        return true;
      }
    }
    return false;
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /// Between half of it and all of it: receivers that come back are not hit by all at once.
  private static Duration jittered(Duration pause) {
    long millis = pause.toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
  }

  private void pause(Duration time) throws InterruptedException {
    if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("closing");
    }
  }

  private synchronized void failed(String reason) {
    Instant now = clock.instant();
    if (Duration.between(warnedAt, now).abs().compareTo(WARN_EACH) > 0) {
      warnedAt = now;
      LOG.warn("webhook {} of app {} fails, and is tried again: {}", webhook.name(), app, reason);
    }
  }

  private synchronized void ended() {
    if (!hasEnded) {
      LOG.warn(
          "webhook {} of app {} answered 410: it is told nothing until the server starts again",
          webhook.name(),
          app);
    }
    hasEnded = true;
  }

  /// Ends the thread, and notes how far it has got.
  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      if (thread.join(ENDS_WITHIN) && isPositionKnown && position > noted) {
        note();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (EngineException e) {
      LOG.atWarn().setCause(e).log("webhook {}: some events will come again", webhook.name());
    } finally {
      receiver.close();
    }
  }
}

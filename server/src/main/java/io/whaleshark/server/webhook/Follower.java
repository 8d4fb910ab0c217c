package io.whaleshark.server.webhook;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.Journal.Recorded;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.notification.Notifications;
import io.whaleshark.server.config.WebhookConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells one webhook what the journal has, in a virtual thread of its own.
///
/// It reads a page, has all of it taken, and moves on. Events of one conversation are told one
/// after another, those of several side by side. A receiver that fails is tried again until it
/// takes the event, so nothing overtakes it. Where the follower has got is noted a few times a
/// second: after a crash some events come again. Whoever [sends it back][#replay] moves what is
/// noted, on any node: it finds that there, and goes on from it.
final class Follower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private static final int BATCHES = 64;
  private static final Duration LOOK_EACH = Duration.ofMillis(50);
  private static final Duration NOTE_EACH = Duration.ofMillis(200);
  private static final Duration NOTED_WITHIN = NOTE_EACH.multipliedBy(2);
  private static final Duration NOTE_ANYWAY_EACH = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

  private final int app;
  private final WebhookConfig webhook;
  private final Journal journal;
  private final Attempts attempts;
  private final Clock clock;
  private final Consumer<RuntimeException> onBug;
  private final Semaphore news = new Semaphore(0);

  private @Nullable Thread thread; // set once, before anything else happens here

  // Of the thread alone.
  private boolean isPositionKnown;
  private long position;
  private long noted;
  private Instant notedAt = Instant.EPOCH;

  private Instant leadUntil = Instant.EPOCH; // guarded by this

  // Written by the thread, read by whoever looks at the metrics.
  private volatile long behindSince; // the stamp of the first commit that is not told; 0 if all are

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
    this.attempts = new Attempts(app, webhook, this::leads, clock);
  }

  /// Begins to tell.
  void start(Notifications notifications) {
    PageTeller teller = new PageTeller(app, webhook.events(), attempts, notifications);
    thread = Thread.ofVirtual().name("webhook " + webhook.name()).start(() -> run(teller));
  }

  /// How many events the receiver has taken since the start.
  long told() {
    return attempts.told();
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

  /// How the webhook stands. Blocks.
  ///
  /// @throws EngineException if the journal cannot be read
  WebhookStatus status() {
    boolean isTold;
    synchronized (this) {
      isTold = clock.instant().isBefore(leadUntil);
    }
    Optional<Attempts.Failure> failure = attempts.lastFailure();
    return new WebhookStatus(
        webhook.name(),
        webhook.url().getHost(),
        webhook.events().stream().sorted().map(WebhookConfig.EventType::word).toList(),
        journalLagSeconds(),
        isTold,
        attempts.hasEnded(),
        failure.map(Attempts.Failure::reason),
        failure.map(Attempts.Failure::at).orElse(0L));
  }

  /// See [Webhooks#test].
  Optional<String> test() throws InterruptedException {
    long now = StampClock.microsOf(clock.instant());
    return attempts.tryOnce(EventWriter.test(app, webhook.name(), now));
  }

  /// See [Webhooks#replay]. What was told just now is noted a moment later, by whichever node told
  /// it: until then it would not be told again.
  Journal.Rewound replay(long stamp) throws InterruptedException {
    attempts.pause(NOTED_WITHIN);
    Journal.Rewound rewound = journal.rewind(app, webhook.name(), stamp);
    LOG.info(
        "webhook {} of app {} is told again what happened after {}",
        webhook.name(),
        app,
        rewound.position());
    return rewound;
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

  private void run(PageTeller teller) {
    try {
      while (!attempts.isClosing()) {
        try {
          follow(teller);
        } catch (EngineException e) {
          attempts.failed("the journal cannot be read: " + e.getMessage());
          isPositionKnown = false;
          attempts.pause(AFTER_FAILURE);
        } catch (RuntimeException e) {
          onBug.accept(e);
          isPositionKnown = false;
          attempts.pause(AFTER_FAILURE);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  private void follow(PageTeller teller) throws InterruptedException {
    if (!leads()) {
      isPositionKnown = false;
      attempts.pause(AFTER_FAILURE);
      return;
    }
    if (!isPositionKnown) {
      position = journal.position(app, webhook.name());
      if (position < noted) {
        attempts.beginAnew(); // it was sent back by somebody who wants it to be told
      }
      noted = position;
      isPositionKnown = true;
    }
    Journal.Page page = journal.after(app, position, BATCHES);
    if (!tellAll(page, teller)) {
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

  /// Also finds out whether it was sent back.
  private void note() {
    notedAt = clock.instant();
    isPositionKnown = journal.advance(app, webhook.name(), noted, position);
    if (isPositionKnown) {
      noted = position;
    }
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
  private boolean tellAll(Journal.Page page, PageTeller teller) throws InterruptedException {
    if (attempts.hasEnded()) {
      return true;
    }
    if (!page.isWhole()) {
      LOG.warn(
          "webhook {} of app {}: events up to {} are gone before it was told of them",
          webhook.name(),
          app,
          page.upTo());
      WebhookEvent lost = EventWriter.lost(app, position, page.upTo());
      if (!attempts.tell(() -> Optional.of(lost))) {
        return false;
      }
    }
    if (page.entries().stream().map(Recorded::entry).anyMatch(teller::wants)) {
      behindSince = page.entries().getFirst().stamp();
    }
    return teller.tell(page);
  }

  /// Ends the thread, and notes how far it has got.
  @Override
  public void close() {
    attempts.stop();
    try {
      if (hasEnded() && isPositionKnown && position > noted) {
        note();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (EngineException e) {
      LOG.atWarn().setCause(e).log("webhook {}: some events will come again", webhook.name());
    } finally {
      attempts.close();
    }
  }

  private boolean hasEnded() throws InterruptedException {
    if (thread == null) {
      return true;
    }
    thread.interrupt();
    return thread.join(ENDS_WITHIN);
  }
}

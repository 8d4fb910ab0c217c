package io.whaleshark.server.webhook;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.server.config.WebhookConfig;
import io.whaleshark.server.follower.Ending;
import io.whaleshark.server.outgoing.OncePerMinute;
import io.whaleshark.server.outgoing.RetryPause;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a webhook's receiver take events, a few at once. Each is tried until it is taken, so nothing
/// overtakes it. Thread-safe.
final class Attempts implements AutoCloseable {

  /// Makes an event, anew for each attempt.
  @FunctionalInterface
  interface Source {

    /// The event as it is now; empty if there is none any more.
    ///
    /// @throws EngineException if it cannot be made: it is asked again later
    Optional<WebhookEvent> event();
  }

  /// Why an attempt failed, and when, as a stamp.
  record Failure(String reason, long at) {}

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  /// How many events may be under way at once: a number that settings change.
  private static final class Places extends Semaphore {
    private static final long serialVersionUID = 1;

    Places(int count) {
      super(count, true);
    }

    /// Some places more, or less: those that are taken are given back first.
    void change(int by) {
      if (by > 0) {
        release(by);
      } else {
        reducePermits(-by);
      }
    }
  }

  /// Who is told, by which settings, until there are others.
  private record Target(WebhookConfig webhook, WebhookReceiver receiver, CountDownLatch replaced) {

    static Target of(WebhookConfig webhook, Clock clock) {
      return new Target(webhook, new WebhookReceiver(webhook, clock), new CountDownLatch(1));
    }

    boolean isReplaced() {
      return replaced.getCount() == 0;
    }

    /// Waits, for no longer than the settings hold.
    void pause(Duration time) throws InterruptedException {
      boolean _ = replaced.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private final int app;
  private volatile Target target; // changed by a reload, read by each attempt
  private final BooleanSupplier leads;
  private final Places places;
  private final OncePerMinute warnings;
  private final Ending ending;
  private final AtomicLong told = new AtomicLong();
  private final Semaphore tests = new Semaphore(1);
  private final Clock clock;
  private volatile boolean hasEnded; // the receiver wants nothing any more
  private volatile Optional<Failure> lastFailure = Optional.empty(); // for whoever asks

  /// @param leads whether this node tells the webhook, for longer than an attempt takes
  /// @param ending of those who wait here
  Attempts(int app, WebhookConfig webhook, BooleanSupplier leads, Ending ending, Clock clock) {
    this.app = app;
    this.ending = ending;
    this.leads = leads;
    this.clock = clock;
    this.target = Target.of(webhook, clock);
    this.places = new Places(webhook.inFlight());
    this.warnings = new OncePerMinute(clock);
  }

  /// The settings that hold now.
  WebhookConfig webhook() {
    return target.webhook();
  }

  /// Lets other settings hold. What is being tried ends as it began; what waits to be tried again
  /// is tried now. A receiver that wanted nothing any more is told again.
  synchronized void change(WebhookConfig next) {
    Target before = target;
    target = Target.of(next, clock);
    before.replaced().countDown(); // first: who waits is not told that it was closed
    before.receiver().leave();
    places.change(next.inFlight() - before.webhook().inFlight());
    lastFailure = Optional.empty();
    hasEnded = false;
  }

  /// How many events the receiver has taken.
  long told() {
    return told.get();
  }

  /// Whether the receiver wants nothing any more.
  boolean hasEnded() {
    return hasEnded;
  }

  /// The receiver is to be told again, although it wanted nothing any more.
  void beginAnew() {
    hasEnded = false;
  }

  /// The last attempt that failed, since the start.
  Optional<Failure> lastFailure() {
    return lastFailure;
  }

  /// Makes one attempt, beside all others.
  ///
  /// @return why it failed; empty if the receiver has taken it
  Optional<String> tryOnce(WebhookEvent event) throws InterruptedException {
    if (!tests.tryAcquire()) {
      return Optional.of("another test is under way");
    }
    try {
      return switch (target.receiver().send(event)) {
        case WebhookReceiver.Taken _ -> Optional.empty();
        case WebhookReceiver.Gone _ -> Optional.of("status 410");
        case WebhookReceiver.Failed(String reason, Duration _) -> Optional.of(reason);
      };
    } finally {
      tests.release();
    }
  }

  /// Waits until fewer than [WebhookConfig#inFlight] events are under way, and tries one.
  ///
  /// @return false if another node tells it now
  boolean tell(Source source) throws InterruptedException {
    takePlace();
    return tellInPlace(source);
  }

  /// Waits until fewer than [WebhookConfig#inFlight] events are under way. [#tellInPlace] follows,
  /// in any thread.
  void takePlace() throws InterruptedException {
    places.acquire();
  }

  /// The same as [#tell], after [#takePlace].
  boolean tellInPlace(Source source) throws InterruptedException {
    try {
      return tellUntilTaken(source);
    } finally {
      places.release();
    }
  }

  private boolean tellUntilTaken(Source source) throws InterruptedException {
    RetryPause backoff = new RetryPause();
    while (!hasEnded) {
      if (!leads.getAsBoolean()) {
        return false;
      }
      Target asked = target;
      switch (attempt(source, asked.receiver())) {
        case WebhookReceiver.Taken _ -> {
          return true;
        }
        case WebhookReceiver.Gone _ -> ended(asked);
        case WebhookReceiver.Failed(String reason, Duration after) -> {
          if (!asked.isReplaced()) {
            failed(reason);
            pause(asked, backoff.next(after));
          }
        }
      }
    }
    return true;
  }

  private void pause(Target asked, Duration time) throws InterruptedException {
    if (ending.hasBegun()) {
      throw new InterruptedException("closing");
    }
    asked.pause(time); // its end interrupts that
  }

  private WebhookReceiver.Result attempt(Source source, WebhookReceiver receiver)
      throws InterruptedException {
    Optional<WebhookEvent> event;
    try {
      event = source.event();
    } catch (EngineException e) {
      if (ending.hasBegun()) {
        throw new InterruptedException("closing");
      }
      return new WebhookReceiver.Failed("it cannot be read: " + e.getMessage(), Duration.ZERO);
    }
    if (event.isEmpty()) {
      return new WebhookReceiver.Taken();
    }
    WebhookReceiver.Result result = receiver.send(event.get());
    if (result instanceof WebhookReceiver.Taken) {
      told.incrementAndGet();
    }
    return result;
  }

  /// Tells the operator that something failed and is tried again.
  void failed(String reason) {
    lastFailure = Optional.of(new Failure(reason, StampClock.microsOf(clock.instant())));
    if (warnings.isDue()) {
      LOG.warn("webhook {} of app {} fails, and is tried again: {}", webhook().name(), app, reason);
    }
  }

  private synchronized void ended(Target who) {
    if (who.isReplaced()) {
      return; // the one in its place is asked
    }
    lastFailure = Optional.of(new Failure("status 410", StampClock.microsOf(clock.instant())));
    if (!hasEnded) {
      LOG.warn(
          "webhook {} of app {} answered 410: it is told nothing until it is replayed, its"
              + " settings change or the server starts",
          webhook().name(),
          app);
    }
    hasEnded = true;
  }

  /// Ends the requests that are under way.
  @Override
  public void close() {
    target.receiver().close();
  }
}

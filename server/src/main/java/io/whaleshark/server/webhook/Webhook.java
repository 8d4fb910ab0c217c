package io.whaleshark.server.webhook;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.notification.Notifications;
import io.whaleshark.server.config.WebhookConfig;
import io.whaleshark.server.follower.Follower;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/// One webhook: a follower of the journal, and its receiver. Thread-safe.
///
/// Events of one conversation are told one after another, those of several side by side. A receiver
/// that fails is tried again until it takes the event, so nothing overtakes it.
final class Webhook implements AutoCloseable {

  private final int app;
  private final Clock clock;
  private final Follower follower;
  private final Attempts attempts;

  Webhook(
      int app,
      WebhookConfig config,
      Journal journal,
      Clock clock,
      Consumer<RuntimeException> onBug) {
    this.app = app;
    this.clock = clock;
    var identity =
        new Follower.Identity(
            app, config.name(), "webhook " + config.name(), WebhookReceiver.ATTEMPT);
    this.follower = new Follower(identity, journal, clock, onBug);
    this.attempts = new Attempts(app, config, follower::leads, follower.ending(), clock);
  }

  /// Begins to tell.
  void start(Notifications notifications) {
    follower.start(new PageTeller(app, attempts, notifications));
  }

  String name() {
    return config().name();
  }

  /// The settings that hold now.
  WebhookConfig config() {
    return attempts.webhook();
  }

  /// Lets other settings of the same name hold. It goes on where it is.
  void change(WebhookConfig next) {
    attempts.change(next);
  }

  Follower follower() {
    return follower;
  }

  /// How many events the receiver has taken since the start.
  long told() {
    return attempts.told();
  }

  /// How the webhook stands. Blocks.
  ///
  /// @throws EngineException if the journal cannot be read
  WebhookStatus status() {
    WebhookConfig config = config();
    Optional<Attempts.Failure> failure = attempts.lastFailure();
    return new WebhookStatus(
        config.name(),
        config.url().getHost(),
        config.events().stream().sorted().map(WebhookConfig.EventType::word).toList(),
        follower.journalLagSeconds(),
        follower.isLeading(),
        attempts.hasEnded(),
        failure.map(Attempts.Failure::reason),
        failure.map(Attempts.Failure::at).orElse(0L));
  }

  /// See [Webhooks#test].
  Optional<String> test() throws InterruptedException {
    long now = StampClock.microsOf(clock.instant());
    return attempts.tryOnce(EventWriter.test(app, name(), now));
  }

  /// For the operator.
  @Override
  public String toString() {
    return "webhook " + name() + " of app " + app;
  }

  /// Ends the thread, notes how far it has got, and ends the requests that are under way.
  @Override
  public void close() {
    try {
      follower.close();
    } finally {
      attempts.close();
    }
  }
}

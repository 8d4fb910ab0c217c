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
  private final WebhookConfig config;
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
    this.config = config;
    this.clock = clock;
    var identity =
        new Follower.Identity(
            app, config.name(), "webhook " + config.name(), WebhookReceiver.ATTEMPT);
    this.follower = new Follower(identity, journal, clock, onBug);
    this.attempts = new Attempts(app, config, follower::leads, follower.ending(), clock);
  }

  /// Begins to tell.
  void start(Notifications notifications) {
    follower.start(new PageTeller(app, config, attempts, notifications));
  }

  String name() {
    return config.name();
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
    return attempts.tryOnce(EventWriter.test(app, config.name(), now));
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

package io.whaleshark.server.push;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.PushTokens;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.core.notification.Notifications;
import io.whaleshark.server.config.PushConfig;
import io.whaleshark.server.follower.Follower;
import io.whaleshark.server.metrics.Metrics;
import io.whaleshark.server.push.port.PushService;
import io.whaleshark.server.push.service.PushServices;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// All push services of a server. Thread-safe.
public final class Pushes implements AutoCloseable {

  /// What they ask, and tell.
  ///
  /// @param notifications knows whom no device tells of a message
  /// @param forget has a dead token forgotten; may block
  /// @param newestStamp of all that is committed; may throw an [EngineException]
  public record Surroundings(
      Notifications notifications,
      PushTokens tokens,
      Consumer<PushToken> forget,
      LongSupplier newestStamp) {}

  /// One service of one app.
  private record Push(String title, PushService service, Follower follower, Phones phones) {}

  private final List<Push> all = new ArrayList<>();

  /// @param settings by app
  /// @param metrics also receives what a thread did not expect
  /// @throws io.whaleshark.server.config.ConfigException if a file of keys cannot be used
  public Pushes(Map<Integer, PushConfig> settings, Journal journal, Clock clock, Metrics metrics) {
    settings.forEach((app, config) -> {
      for (PushServices.Service each : PushServices.of(config, clock)) {
        PushService service = each.service();
        String title = "push " + service.name() + " of app " + app;
        var identity =
            new Follower.Identity(
                app, PushConfig.follower(service.name()), title, PushService.ATTEMPT);
        Follower follower = new Follower(identity, journal, clock, metrics::bug);
        Phones phones =
            new Phones(
                title,
                service,
                each.inFlight(),
                follower,
                (kind, result) -> metrics.pushed(app, service.name(), kind, result),
                clock);
        metrics.watchPush(app, service.name(), follower::lagSeconds);
        all.add(new Push(title, service, follower, phones));
      }
    });
  }

  /// Begins to tell phones, as followers that the journal knows by their names.
  public void start(Surroundings surroundings) {
    var registry = new Phones.Registry(surroundings.tokens(), surroundings.forget());
    for (Push push : all) {
      push.follower()
          .start(
              new PushTeller(
                  push.title(),
                  push.phones(),
                  surroundings.notifications(),
                  registry,
                  surroundings.newestStamp()));
    }
  }

  /// Something may have been committed. Never blocks.
  public void wake() {
    all.forEach(push -> push.follower().wake());
  }

  @Override
  public void close() {
    for (Push push : all) {
      try (PushService _ = push.service()) {
        push.follower().close();
      }
    }
  }
}

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All push services of a server. Thread-safe.
public final class Pushes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

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
  ///
  /// @param unwatch ends its metrics
  private record Push(
      String title, PushService service, Follower follower, Phones phones, Runnable unwatch) {}

  /// Those of an app, by the settings that they were opened with.
  private record OfApp(PushConfig config, List<Push> all) {}

  private final Journal journal;
  private final Clock clock;
  private final Metrics metrics;
  private volatile Map<Integer, OfApp> apps = Map.of(); // replaced by a reload

  /// None yet.
  ///
  /// @param metrics also receives what a thread did not expect
  public Pushes(Journal journal, Clock clock, Metrics metrics) {
    this.journal = journal;
    this.clock = clock;
    this.metrics = metrics;
  }

  /// Services that are open, and tell nobody yet: of the apps whose settings are new or changed.
  public static final class Opened implements AutoCloseable {

    private final Map<Integer, PushConfig> settings;
    private final Map<Integer, Ready> ready = new TreeMap<>();

    /// Those of an app.
    private record Ready(PushConfig config, List<PushServices.Service> services) {}

    private Opened(Map<Integer, PushConfig> settings) {
      this.settings = settings;
    }

    /// Closes those that have not [begun][#begin].
    @Override
    public void close() {
      ready.values().forEach(app -> app.services().forEach(each -> each.service().close()));
    }
  }

  /// Opens what these settings need more than what is there, which goes on.
  ///
  /// @param settings by app
  /// @throws io.whaleshark.server.config.ConfigException if a file of keys cannot be used
  public synchronized Opened open(Map<Integer, PushConfig> settings) {
    Opened opened = new Opened(settings);
    try {
      settings.forEach((app, config) -> {
        OfApp there = apps.get(app);
        if (there == null || !there.config().equals(config)) {
          opened.ready.put(app, new Opened.Ready(config, PushServices.of(config, clock)));
        }
      });
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  /// Ends those of apps whose settings are changed or gone. The journal [follows][Journal#follow]
  /// the others next, and then [#begin] is called.
  public synchronized void endOthers(Opened opened) {
    Map<Integer, OfApp> staying = new TreeMap<>(apps);
    staying
        .entrySet()
        .removeIf(each -> !each.getValue().config().equals(opened.settings.get(each.getKey())));
    Map<Integer, OfApp> going = new TreeMap<>(apps);
    going.keySet().removeAll(staying.keySet());
    apps = staying;
    going.forEach((app, those) -> {
      those.all().forEach(push -> push.follower().leave());
      close(those);
      LOG.info("push of app {} has ended: its settings are changed or gone", app);
    });
  }

  /// Begins to tell phones through what was opened, as followers that the journal knows by their
  /// names.
  public synchronized void begin(Opened opened, Surroundings surroundings) {
    Map<Integer, OfApp> all = new TreeMap<>(apps);
    opened.ready.forEach((app, ready) -> {
      List<Push> some =
          ready.services().stream()
              .map(each -> open(app, each.service(), each.inFlight()))
              .toList();
      all.put(app, new OfApp(ready.config(), some));
      some.forEach(push -> start(push, surroundings));
    });
    opened.ready.clear();
    apps = all;
  }

  private Push open(int app, PushService service, int inFlight) {
    String title = "push " + service.name() + " of app " + app;
    var identity =
        new Follower.Identity(app, PushConfig.follower(service.name()), title, PushService.ATTEMPT);
    Follower follower = new Follower(identity, journal, clock, metrics::bug);
    Phones phones =
        new Phones(
            title,
            service,
            inFlight,
            follower,
            (kind, result) -> metrics.pushed(app, service.name(), kind, result),
            clock);
    Runnable unwatch = metrics.watchPush(app, service.name(), follower::lagSeconds);
    return new Push(title, service, follower, phones, unwatch);
  }

  private static void start(Push push, Surroundings surroundings) {
    var registry = new Phones.Registry(surroundings.tokens(), surroundings.forget());
    push.follower()
        .start(
            new PushTeller(
                push.title(),
                push.phones(),
                surroundings.notifications(),
                registry,
                surroundings.newestStamp()));
  }

  /// Something may have been committed. Never blocks.
  public void wake() {
    apps.values().forEach(some -> some.all().forEach(push -> push.follower().wake()));
  }

  private static void close(OfApp those) {
    for (Push push : those.all()) {
      push.unwatch().run();
      try (PushService _ = push.service()) {
        push.follower().close();
      }
    }
  }

  @Override
  public synchronized void close() {
    apps.values().forEach(Pushes::close);
  }
}

package io.whaleshark.server.webhook;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.notification.Notifications;
import io.whaleshark.server.config.WebhookConfig;
import io.whaleshark.server.metrics.Metrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All webhooks of a server. Thread-safe.
public final class Webhooks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  /// A webhook, and what ends its metrics.
  private record Watched(Webhook webhook, Runnable unwatch) {}

  private final Clock clock;
  private final Metrics metrics;
  private volatile Map<Integer, List<Watched>> webhooks = Map.of(); // replaced by a reload

  /// None yet.
  ///
  /// @param metrics also receives what a webhook's thread did not expect
  public Webhooks(Clock clock, Metrics metrics) {
    this.clock = clock;
    this.metrics = metrics;
  }

  /// Ends those that settings do not name any more. They are told nothing from then on. The journal
  /// [follows][Journal#follow] the others next, and then [#begin] is called.
  ///
  /// @param settings of the webhooks, by app
  public synchronized void endOthers(Map<Integer, List<WebhookConfig>> settings) {
    Map<Integer, List<Watched>> staying = new TreeMap<>();
    List<Watched> going = new ArrayList<>();
    webhooks.forEach((app, some) -> {
      for (Watched each : some) {
        boolean stays = named(settings.getOrDefault(app, List.of()), each.webhook()).isPresent();
        (stays ? staying.computeIfAbsent(app, _ -> new ArrayList<>()) : going).add(each);
      }
    });
    webhooks = staying;
    going.forEach(each -> {
      close(each);
      LOG.info("{} is told nothing more: the settings do not name it", each.webhook());
    });
  }

  private static Optional<WebhookConfig> named(List<WebhookConfig> settings, Webhook webhook) {
    return settings.stream().filter(each -> each.name().equals(webhook.name())).findFirst();
  }

  /// Begins to tell those that are new, as followers that the journal knows by their names. Those
  /// that are told already go on where they are, and by these settings.
  ///
  /// @param settings of the webhooks, by app
  /// @param journal what they follow
  /// @param notifications knows whom no device tells of a message
  public synchronized void begin(
      Map<Integer, List<WebhookConfig>> settings, Journal journal, Notifications notifications) {
    Map<Integer, List<Watched>> all = new TreeMap<>();
    settings.forEach((app, some) -> {
      List<Watched> known = webhooks.getOrDefault(app, List.of());
      List<Watched> ofApp = new ArrayList<>();
      for (WebhookConfig each : some) {
        Optional<Watched> there =
            known.stream().filter(one -> one.webhook().name().equals(each.name())).findFirst();
        there.ifPresent(one -> change(one.webhook(), each));
        ofApp.add(there.orElseGet(() -> open(app, each, journal, notifications)));
      }
      all.put(app, List.copyOf(ofApp));
    });
    webhooks = all;
  }

  private static void change(Webhook webhook, WebhookConfig next) {
    if (!webhook.config().equals(next)) {
      webhook.change(next);
      LOG.info("{} goes on with other settings", webhook);
    }
  }

  private Watched open(
      int app, WebhookConfig settings, Journal journal, Notifications notifications) {
    Webhook webhook = new Webhook(app, settings, journal, clock, metrics::bug);
    Runnable unwatch =
        metrics.watchWebhook(app, settings.name(), webhook.follower()::lagSeconds, webhook::told);
    webhook.start(notifications);
    return new Watched(webhook, unwatch);
  }

  /// Something may have been committed. Never blocks.
  public void wake() {
    webhooks.values().forEach(some -> some.forEach(each -> each.webhook().follower().wake()));
  }

  /// How far each webhook of an app is behind, whichever node tells it: how long ago the first
  /// commit was that it is not known to be told of, in seconds; 0 if it has everything. Blocks.
  ///
  /// @return by name, in the order of names
  /// @throws EngineException if the journal cannot be read
  public SortedMap<String, Long> lags(int app) {
    SortedMap<String, Long> lags = new TreeMap<>();
    of(app).forEach(webhook -> lags.put(webhook.name(), webhook.follower().journalLagSeconds()));
    return lags;
  }

  /// The webhooks of an app, in the order of their names. Blocks.
  ///
  /// @throws EngineException if the journal cannot be read
  public List<WebhookStatus> list(int app) {
    return of(app).stream()
        .sorted(Comparator.comparing(Webhook::name))
        .map(Webhook::status)
        .toList();
  }

  /// Whether an app has a webhook of that name.
  public boolean has(int app, String name) {
    return of(app).stream().anyMatch(webhook -> webhook.name().equals(name));
  }

  /// Sends a test event, in one attempt. Blocks for at most ten seconds.
  ///
  /// @return why it failed; empty if the receiver has taken it
  /// @throws NoSuchElementException if the app has no webhook of that name
  /// @throws InterruptedException if the caller is interrupted
  public Optional<String> test(int app, String name) throws InterruptedException {
    return webhook(app, name).test();
  }

  /// Has a webhook told again what happened after a stamp, within a second of the event under way,
  /// whichever node tells it. One that has not been told of that stamp goes on as it is. Blocks.
  ///
  /// @return from where on it is told, and what of that is gone
  /// @throws NoSuchElementException if the app has no webhook of that name
  /// @throws EngineException if the journal cannot be written; the outcome is unknown
  /// @throws InterruptedException if the caller is interrupted, or this closes meanwhile
  public Journal.Rewound replay(int app, String name, long stamp) throws InterruptedException {
    return webhook(app, name).follower().replay(stamp);
  }

  private Webhook webhook(int app, String name) {
    return of(app).stream()
        .filter(webhook -> webhook.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<Webhook> of(int app) {
    return webhooks.getOrDefault(app, List.of()).stream().map(Watched::webhook).toList();
  }

  private static void close(Watched watched) {
    watched.unwatch().run();
    watched.webhook().close();
  }

  @Override
  public synchronized void close() {
    webhooks.values().forEach(some -> some.forEach(Webhooks::close));
  }
}

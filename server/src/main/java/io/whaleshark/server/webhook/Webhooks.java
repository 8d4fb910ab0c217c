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
import java.util.function.Consumer;

/// All webhooks of a server. Thread-safe.
public final class Webhooks implements AutoCloseable {

  private final Map<Integer, List<Webhook>> webhooks = new TreeMap<>();

  private Webhooks() {}

  /// Those of a server whose apps have none.
  public static Webhooks none() {
    return new Webhooks();
  }

  /// @param settings of the webhooks, by app
  /// @param metrics also receives what a webhook's thread did not expect
  public Webhooks(
      Map<Integer, List<WebhookConfig>> settings, Journal journal, Clock clock, Metrics metrics) {
    settings.forEach((app, some) -> {
      List<Webhook> ofApp = new ArrayList<>();
      webhooks.put(app, ofApp);
      for (WebhookConfig each : some) {
        Webhook webhook = new Webhook(app, each, journal, clock, metrics::bug);
        ofApp.add(webhook);
        metrics.watchWebhook(app, each.name(), webhook.follower()::lagSeconds, webhook::told);
      }
    });
  }

  /// Begins to tell them, as followers that the journal knows by their names.
  ///
  /// @param notifications knows whom no device tells of a message
  public void start(Notifications notifications) {
    each(webhook -> webhook.start(notifications));
  }

  /// Something may have been committed. Never blocks.
  public void wake() {
    each(webhook -> webhook.follower().wake());
  }

  /// How far each webhook of an app is behind, whichever node tells it: how long ago the first
  /// commit was that it is not known to be told of, in seconds; 0 if it has everything. Blocks.
  ///
  /// @return by name, in the order of names
  /// @throws EngineException if the journal cannot be read
  public SortedMap<String, Long> lags(int app) {
    SortedMap<String, Long> lags = new TreeMap<>();
    webhooks
        .getOrDefault(app, List.of())
        .forEach(webhook -> lags.put(webhook.name(), webhook.follower().journalLagSeconds()));
    return lags;
  }

  /// The webhooks of an app, in the order of their names. Blocks.
  ///
  /// @throws EngineException if the journal cannot be read
  public List<WebhookStatus> list(int app) {
    return webhooks.getOrDefault(app, List.of()).stream()
        .sorted(Comparator.comparing(Webhook::name))
        .map(Webhook::status)
        .toList();
  }

  /// Whether an app has a webhook of that name.
  public boolean has(int app, String name) {
    return webhooks.getOrDefault(app, List.of()).stream()
        .anyMatch(webhook -> webhook.name().equals(name));
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
    return webhooks.getOrDefault(app, List.of()).stream()
        .filter(webhook -> webhook.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void each(Consumer<Webhook> action) {
    webhooks.values().forEach(some -> some.forEach(action));
  }

  @Override
  public void close() {
    each(Webhook::close);
  }
}

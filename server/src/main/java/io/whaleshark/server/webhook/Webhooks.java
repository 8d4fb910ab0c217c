package io.whaleshark.server.webhook;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.notification.Notifications;
import io.whaleshark.server.config.WebhookConfig;
import io.whaleshark.server.metrics.Metrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// All webhooks of a server. Thread-safe.
public final class Webhooks implements AutoCloseable {

  private final Map<Integer, List<Follower>> followers = new TreeMap<>();

  /// Names the followers of the journal, before anything is committed.
  ///
  /// @param webhooks by app
  /// @param metrics also receives what a webhook's thread did not expect
  public Webhooks(
      Map<Integer, List<WebhookConfig>> webhooks, Journal journal, Clock clock, Metrics metrics) {
    journal.follow(
        webhooks.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    of ->
                        of.getValue().stream()
                            .map(WebhookConfig::name)
                            .collect(Collectors.toSet()))));
    webhooks.forEach((app, some) -> {
      List<Follower> ofApp = new ArrayList<>();
      followers.put(app, ofApp);
      for (WebhookConfig webhook : some) {
        Follower follower = new Follower(app, webhook, journal, clock, metrics::bug);
        ofApp.add(follower);
        metrics.watchWebhook(app, webhook.name(), follower::lagSeconds, follower::told);
      }
    });
  }

  /// Begins to tell them.
  ///
  /// @param notifications knows whom no device tells of a message
  public void start(Notifications notifications) {
    each(follower -> follower.start(notifications));
  }

  /// Something may have been committed. Never blocks.
  public void wake() {
    each(Follower::wake);
  }

  /// How far each webhook of an app is behind, whichever node tells it: how long ago the first
  /// commit was that it is not known to be told of, in seconds; 0 if it has everything. Blocks.
  ///
  /// @return by name, in the order of names
  /// @throws EngineException if the journal cannot be read
  public SortedMap<String, Long> lags(int app) {
    SortedMap<String, Long> lags = new TreeMap<>();
    followers
        .getOrDefault(app, List.of())
        .forEach(follower -> lags.put(follower.name(), follower.journalLagSeconds()));
    return lags;
  }

  private void each(Consumer<Follower> action) {
    followers.values().forEach(some -> some.forEach(action));
  }

  @Override
  public void close() {
    each(Follower::close);
  }
}

package io.whaleshark.server.webhook;

import io.whaleshark.core.engine.Journal;
import io.whaleshark.server.config.WebhookConfig;
import io.whaleshark.server.metrics.Metrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// All webhooks of a server. Thread-safe.
public final class Webhooks implements AutoCloseable {

  private final List<Follower> followers = new ArrayList<>();

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
      for (WebhookConfig webhook : some) {
        Follower follower = new Follower(app, webhook, journal, clock, metrics::bug);
        followers.add(follower);
        metrics.watchWebhook(app, webhook.name(), follower::lagSeconds, follower::told);
      }
    });
  }

  /// Begins to tell them.
  public void start() {
    followers.forEach(Follower::start);
  }

  /// Something may have been committed. Never blocks.
  public void wake() {
    followers.forEach(Follower::wake);
  }

  @Override
  public void close() {
    followers.forEach(Follower::close);
  }
}

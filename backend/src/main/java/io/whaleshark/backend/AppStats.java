package io.whaleshark.backend;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts of the app.
 *
 * @param usersOnline on all nodes
 * @param connections devices that are logged in, on all nodes
 * @param messages what the node that answers has stored since it started
 * @param webhookLags how far each webhook is behind, by name
 */
public record AppStats(
    long usersOnline, long connections, long messages, Map<String, Duration> webhookLags) {

  /** Copies the lags. */
  public AppStats {
    webhookLags = Map.copyOf(webhookLags);
  }

  static AppStats of(JsonFields fields) {
    Map<String, Duration> lags = new LinkedHashMap<>();
    fields
        .objects("webhooks", hook -> Map.entry(hook.text("name"), hook.number("lag")))
        .forEach(hook -> lags.put(hook.getKey(), Duration.ofSeconds(hook.getValue())));
    return new AppStats(
        fields.number("usersOnline"),
        fields.number("connections"),
        fields.number("messages"),
        lags);
  }
}

package io.whaleshark.server.webhook;

import java.util.List;
import java.util.Optional;

/// How a webhook of an app stands, for its operator. Immutable.
///
/// @param host where its events go
/// @param events the names of those that it wants
/// @param lagSeconds see [Webhooks#lags]
/// @param isTold whether this node tells it
/// @param hasEnded whether its receiver wants nothing any more, as far as this node knows
/// @param failure why the last attempt failed that this node has seen fail
/// @param failedAt when, as a stamp
public record WebhookStatus(
    String name,
    String host,
    List<String> events,
    long lagSeconds,
    boolean isTold,
    boolean hasEnded,
    Optional<String> failure,
    long failedAt) {

  public WebhookStatus {
    events = List.copyOf(events);
  }
}

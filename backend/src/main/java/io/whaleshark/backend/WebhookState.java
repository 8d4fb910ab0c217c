package io.whaleshark.backend;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a webhook of the app stands. In a cluster, ask the node that tells it for its last failure.
 *
 * @param name its name in the settings
 * @param host where its events go
 * @param events the types of those that it is told of
 * @param lag how far the receiver is behind
 * @param told whether the node that answers tells it
 * @param ended whether the receiver has answered 410, and is told nothing more
 * @param lastFailure why an attempt failed last
 */
public record WebhookState(
    String name,
    String host,
    List<String> events,
    Duration lag,
    boolean told,
    boolean ended,
    Optional<Failure> lastFailure) {

  /** Copies the list. */
  public WebhookState {
    events = List.copyOf(events);
  }

  /**
   * An attempt that failed.
   *
   * @param reason for people
   * @param time when
   */
  public record Failure(String reason, Instant time) {

    static Failure of(JsonFields fields) {
      return new Failure(fields.text("reason"), fields.time("time"));
    }
  }

  static WebhookState of(JsonFields fields) {
    return new WebhookState(
        fields.text("name"),
        fields.text("host"),
        fields.texts("events"),
        Duration.ofSeconds(fields.number("lag")),
        fields.flag("told"),
        fields.flag("ended"),
        fields.has("lastError")
            ? Optional.of(Failure.of(fields.object("lastError")))
            : Optional.empty());
  }
}

package io.whaleshark.server.webhook;

import io.whaleshark.server.config.WebhookConfig;
import io.whaleshark.server.outgoing.Calls;
import io.whaleshark.server.outgoing.RetryAfter;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;

/// Where a webhook's events go. Makes one attempt at a time for each thread that calls it.
/// Thread-safe.
final class WebhookReceiver implements AutoCloseable {

  /// What became of an attempt.
  sealed interface Result {}

  /// The receiver has it: any status of 200 to 299.
  record Taken() implements Result {}

  /// The receiver wants nothing any more: status 410.
  record Gone() implements Result {}

  /// It is to be tried again.
  ///
  /// @param reason for the operator
  /// @param after the pause that the receiver asks for; zero if it asks for none
  record Failed(String reason, Duration after) implements Result {}

  /// The longest time that one attempt takes, answer included.
  static final Duration ATTEMPT = Duration.ofSeconds(10);

  private static final int ANSWER_BYTES = 64 << 10;
  private static final int GONE = 410;
  private static final int SUCCESS = 200;
  private static final int REDIRECT = 300;

  private final SignedRequests requests;

  WebhookReceiver(WebhookConfig webhook, Clock clock) {
    this.requests =
        new SignedRequests(webhook.url(), webhook.mayBePrivate(), webhook.key(), ATTEMPT, clock);
  }

  /// Makes one attempt.
  ///
  /// @throws InterruptedException if the caller is interrupted; the attempt is abandoned
  Result send(WebhookEvent event) throws InterruptedException {
    try {
      return result(requests.send(event, BodyHandlers.discarding(), ANSWER_BYTES));
    } catch (Calls.Unanswered e) {
      return new Failed(e.reason(), Duration.ZERO);
    }
  }

  private static Result result(HttpResponse<Void> answer) {
    int status = answer.statusCode();
    if (status == GONE) {
      return new Gone();
    }
    return status >= SUCCESS && status < REDIRECT
        ? new Taken()
        : new Failed("status " + status, RetryAfter.of(answer.headers()));
  }

  /// See [Calls#leave].
  void leave() {
    requests.leave();
  }

  @Override
  public void close() {
    requests.close();
  }
}

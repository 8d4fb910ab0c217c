package io.whaleshark.server.webhook;

import io.whaleshark.server.config.WebhookConfig;
import io.whaleshark.server.outgoing.Calls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Makes requests to one program of an app: signed as the Standard Webhooks specification says, and
/// neither redirected nor sent through a proxy. Makes one request at a time for each thread that
/// calls it. Thread-safe.
final class SignedRequests implements AutoCloseable {

  private final URI url;
  private final boolean mayBePrivate;
  private final WebhookConfig.Key key;
  private final Duration within;
  private final Clock clock;
  private final Calls calls;

  /// @param mayBePrivate whether the URL may lead to a loopback or private address
  /// @param key signs each request
  /// @param within how long a request may take, answer included
  SignedRequests(
      URI url, boolean mayBePrivate, WebhookConfig.Key key, Duration within, Clock clock) {
    this.url = url;
    this.mayBePrivate = mayBePrivate;
    this.key = key;
    this.within = within;
    this.clock = clock;
    this.calls = new Calls(HttpClient.Version.HTTP_1_1, within, Optional.empty());
  }

  /// Makes a request, and waits for its answer, whatever the status.
  ///
  /// @param answerBytesAtMost how long the body of the answer may be
  /// @throws Calls.Unanswered if there is no whole answer in time
  /// @throws InterruptedException if the caller is interrupted; the request is abandoned
  <T> HttpResponse<T> send(WebhookEvent event, BodyHandler<T> body, long answerBytesAtMost)
      throws Calls.Unanswered, InterruptedException {
    Optional<String> fault = PublicAddress.fault(url, mayBePrivate);
    if (fault.isPresent()) {
      throw new Calls.Unanswered(fault.get());
    }
    return calls.send(request(event), body, answerBytesAtMost);
  }

  private HttpRequest request(WebhookEvent event) {
    long seconds = clock.instant().getEpochSecond();
    byte[] body = event.body().array();
    return HttpRequest.newBuilder(url)
        .timeout(within)
        .header("Content-Type", "application/json")
        .header("User-Agent", "WhaleShark")
        .header("webhook-id", event.id())
        .header("webhook-timestamp", Long.toString(seconds))
        .header("webhook-signature", Signature.of(key, event.id(), seconds, body))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  /// That there was no answer in time, for the operator.
  String tooLate() {
    return calls.tooLate();
  }

  /// See [Calls#leave].
  void leave() {
    calls.leave();
  }

  /// Ends the requests that are under way: they are unanswered.
  @Override
  public void close() {
    calls.close();
  }
}

package io.whaleshark.server.webhook;

import io.whaleshark.server.config.WebhookConfig;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Makes requests to one program of an app: signed as the Standard Webhooks specification says, and
/// neither redirected nor sent through a proxy. Makes one request at a time for each thread that
/// calls it. Thread-safe.
final class SignedRequests implements AutoCloseable {

  private static final Duration CONNECT_AT_MOST = Duration.ofSeconds(5);

  private final URI url;
  private final boolean mayBePrivate;
  private final WebhookConfig.Key key;
  private final Duration within;
  private final Clock clock;
  private final HttpClient client;

  /// That a request had no answer. Its message says to the operator why.
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1;

    private Unanswered(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

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
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(within.compareTo(CONNECT_AT_MOST) < 0 ? within : CONNECT_AT_MOST)
            .build();
  }

  /// Makes a request, and waits for its answer, whatever the status.
  ///
  /// @param answerBytesAtMost how long the body of the answer may be
  /// @throws Unanswered if there is no whole answer in time
  /// @throws InterruptedException if the caller is interrupted; the request is abandoned
  <T> HttpResponse<T> send(WebhookEvent event, BodyHandler<T> body, long answerBytesAtMost)
      throws Unanswered, InterruptedException {
    Optional<String> fault = PublicAddress.fault(url, mayBePrivate);
    if (fault.isPresent()) {
      throw new Unanswered(fault.get());
    }
    CompletableFuture<HttpResponse<T>> answer =
        client.sendAsync(request(event), BodyHandlers.limiting(body, answerBytesAtMost));
    try {
      return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new Unanswered(reason(e.getCause()));
    } catch (TimeoutException _) {
      throw new Unanswered(tooLate());
    } finally {
      answer.cancel(true); // ends the exchange, if it has not ended
    }
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

  private String reason(@Nullable Throwable cause) {
    return switch (cause) {
      case ConnectException _ -> "no connection";
      case HttpTimeoutException _ -> tooLate();
      case SSLException tls -> "TLS: " + tls.getMessage();
      case null, default -> "the connection failed: " + cause;
    };
  }

  /// That there was no answer in time, for the operator.
  String tooLate() {
    return "no answer within " + within.toMillis() + " ms";
  }

  /// Ends the requests that are under way: they are unanswered.
  @Override
  public void close() {
    client.shutdownNow();
  }
}

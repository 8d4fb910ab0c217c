package io.whaleshark.server.webhook;

import io.whaleshark.server.config.WebhookConfig;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

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

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration PAUSE_AT_MOST = Duration.ofMinutes(10);
  private static final int ANSWER_BYTES = 64 << 10;
  private static final int GONE = 410;
  private static final int SUCCESS = 200;
  private static final int REDIRECT = 300;
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private final WebhookConfig webhook;
  private final Clock clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(CONNECT)
          .build();

  WebhookReceiver(WebhookConfig webhook, Clock clock) {
    this.webhook = webhook;
    this.clock = clock;
  }

  /// Makes one attempt.
  ///
  /// @throws InterruptedException if the caller is interrupted; the attempt is abandoned
  Result send(WebhookEvent event) throws InterruptedException {
    Optional<String> fault = addressFault();
    if (fault.isPresent()) {
      return new Failed(fault.get(), Duration.ZERO);
    }
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(
            request(event), BodyHandlers.limiting(BodyHandlers.discarding(), ANSWER_BYTES));
    try {
      return result(answer.get(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return new Failed(reason(e.getCause()), Duration.ZERO);
    } catch (TimeoutException _) {
      return new Failed("no answer within " + ATTEMPT.toSeconds() + " s", Duration.ZERO);
    } finally {
      answer.cancel(true); // ends the exchange, if it has not ended
    }
  }

  private HttpRequest request(WebhookEvent event) {
    long seconds = clock.instant().getEpochSecond();
    return HttpRequest.newBuilder(webhook.url())
        .timeout(ATTEMPT)
        .header("Content-Type", "application/json")
        .header("User-Agent", "WhaleShark")
        .header("webhook-id", event.id())
        .header("webhook-timestamp", Long.toString(seconds))
        .header("webhook-signature", signature(event, seconds))
        .POST(HttpRequest.BodyPublishers.ofByteArray(event.body().array()))
        .build();
  }

  private String signature(WebhookEvent event, long seconds) {
    return Signature.of(webhook.key(), event.id(), seconds, event.body().array());
  }

  private static Result result(HttpResponse<Void> answer) {
    int status = answer.statusCode();
    if (status == GONE) {
      return new Gone();
    }
    return status >= SUCCESS && status < REDIRECT
        ? new Taken()
        : new Failed("status " + status, pause(answer));
  }

  private static Duration pause(HttpResponse<Void> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .filter(pause -> pause.compareTo(PAUSE_AT_MOST) <= 0)
        .orElse(Duration.ZERO);
  }

  private static String reason(@Nullable Throwable cause) {
    return switch (cause) {
      case ConnectException _ -> "no connection";
      case HttpTimeoutException _ -> "no answer within " + ATTEMPT.toSeconds() + " s";
      case SSLException tls -> "TLS: " + tls.getMessage();
      case null, default -> "the connection failed: " + cause;
    };
  }

  /// Looked at before each attempt, since names may come to mean other addresses. The attempt asks
  /// again, and gets the same answer from the runtime's cache of names.
  private Optional<String> addressFault() {
    if (webhook.mayBePrivate()) {
      return Optional.empty();
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(webhook.url().getHost())) {
        if (!PublicAddress.is(address)) {
          return Optional.of(
              "a private address (expected: a public one, or private: true in its settings)");
        }
      }
      return Optional.empty();
    } catch (UnknownHostException _) {
      return Optional.of("unknown host");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

package io.whaleshark.server.webhook;

import io.whaleshark.server.config.WebhookConfig;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// How requests to programs of an app are made: signed as the Standard Webhooks specification says,
/// and neither redirected nor sent through a proxy. Immutable.
///
/// @param key signs each request
/// @param within how long a request may take, answer included
record SignedRequests(URI url, WebhookConfig.Key key, Duration within, Clock clock) {

  private static final Duration CONNECT_AT_MOST = Duration.ofSeconds(5);

  /// Opens a client for them; the caller closes it.
  HttpClient client() {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NEVER)
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(within.compareTo(CONNECT_AT_MOST) < 0 ? within : CONNECT_AT_MOST)
        .build();
  }

  /// A request that is made now.
  HttpRequest of(WebhookEvent event) {
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

  /// Why a request had no answer, for the operator.
  String reason(@Nullable Throwable cause) {
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
}

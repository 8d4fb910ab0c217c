package io.whaleshark.server.push.service;

import io.whaleshark.server.config.PushConfig;
import io.whaleshark.server.outgoing.Calls;
import io.whaleshark.server.outgoing.RetryAfter;
import io.whaleshark.server.push.port.PushService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// The connections to one service, over HTTP/2 where the service has it. Thread-safe.
final class Link implements AutoCloseable {

  /// A request, one for its access token, and the waits for room end within an attempt.
  private static final Duration WITHIN = PushService.ATTEMPT.dividedBy(3);

  private static final Duration ROOM_WITHIN = Duration.ofMillis(100);
  private static final int WAITS_FOR_ROOM = 15;

  private static final int ANSWER_BYTES = 64 << 10;

  /// An answer.
  ///
  /// @param body missing if it is no JSON
  record Reply(int status, JsonNode body, Duration retryAfter) {

    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /// Whether the service takes nothing now.
    boolean isBusy() {
      return status == 429 || status >= 500;
    }

    /// That it is to be tried again.
    PushService.Later later(String why) {
      return new PushService.Later(
          "status " + status + (why.isEmpty() ? "" : " " + why), retryAfter);
    }
  }

  private final URI url;
  private final Calls calls;

  /// To other addresses, such as that of access tokens: the service's own certificates are not
  /// theirs.
  private final Calls elsewhere;

  private final Semaphore ended = new Semaphore(0); // requests, for those who wait for room

  /// @throws io.whaleshark.server.config.ConfigException if its certificates cannot be used
  Link(PushConfig.Link config) {
    this.url = config.url();
    this.calls =
        new Calls(HttpClient.Version.HTTP_2, WITHIN, SecretFiles.trust(config.authority()));
    this.elsewhere = new Calls(HttpClient.Version.HTTP_2, WITHIN, Optional.empty());
  }

  /// @param path at the service
  HttpRequest.Builder request(String path) {
    return request(url.resolve(path));
  }

  /// @param place of another address
  HttpRequest.Builder request(URI place) {
    return HttpRequest.newBuilder(place).timeout(WITHIN).header("User-Agent", "WhaleShark");
  }

  /// Makes a request. Apple allows one at once on a new connection, and many once it knows whose
  /// they are: then it waits for another one to end.
  ///
  /// @throws Calls.Unanswered if there is no whole answer in time
  Reply send(HttpRequest.Builder request, byte[] body)
      throws Calls.Unanswered, InterruptedException {
    HttpRequest whole = request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    for (int waits = 0; waits < WAITS_FOR_ROOM; waits++) {
      try {
        return call(whole);
      } catch (Calls.Crowded _) {
        boolean _ = ended.tryAcquire(ROOM_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    return call(whole);
  }

  private Reply call(HttpRequest request) throws Calls.Unanswered, InterruptedException {
    Calls to = url.getHost().equals(request.uri().getHost()) ? calls : elsewhere;
    HttpResponse<byte[]> answer = to.send(request, BodyHandlers.ofByteArray(), ANSWER_BYTES);
    if (ended.availablePermits() == 0) {
      ended.release();
    }
    return new Reply(answer.statusCode(), json(answer.body()), RetryAfter.of(answer.headers()));
  }

  private static JsonNode json(byte[] body) {
    try {
      return body.length == 0 ? MissingNode.getInstance() : JsonMapper.shared().readTree(body);
    } catch (JacksonException _) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    calls.close();
    elsewhere.close();
  }
}

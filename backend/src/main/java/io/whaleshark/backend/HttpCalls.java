package io.whaleshark.backend;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls the server, and repeats a call that got no answer or may succeed later. Every call of the
 * server API is idempotent, so that is safe. Thread-safe.
 */
final class HttpCalls {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration PAUSE_AT_MOST = Duration.ofSeconds(10);
  private static final int FIRST_FAILURE = 300;

  private final BackendConfig config;
  private final HttpClient http;
  private final String root;

  HttpCalls(BackendConfig config) {
    this.config = config;
    this.http = config.http();
    this.root = config.url() + "/v1/apps/" + config.appId();
  }

  /** A path of these parts, each of which may have any characters. */
  static String path(String... parts) {
    return Stream.of(parts).map(part -> "/" + segment(part)).collect(Collectors.joining());
  }

  private static String segment(String part) {
    boolean isDots = part.equals(".") || part.equals(".."); // would be another path
    return isDots ? part.replace(".", "%2E") : encode(part).replace("+", "%20");
  }

  /** A query of these fields. */
  static String query(Map<String, ?> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encode(String.valueOf(field.getValue())))
        .sorted()
        .collect(Collectors.joining("&", fields.isEmpty() ? "" : "?", ""));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A call whose answer is read. */
  <T> T ask(
      String method, String path, @Nullable Map<String, ?> body, Function<JsonFields, T> read) {
    byte[] answer = call(method, path, body);
    try {
      return PlainJson.read(answer)
          .map(read)
          .orElseThrow(() -> new MalformedJsonException("the answer", Map.class));
    } catch (MalformedJsonException e) {
      throw new BackendException(
          BackendProblem.noAnswer("not an answer of Whale Shark: " + e.getMessage()), e);
    }
  }

  /** A call whose answer says nothing more. */
  void tell(String method, String path, @Nullable Map<String, ?> body) {
    call(method, path, body);
  }

  private byte[] call(String method, String path, @Nullable Map<String, ?> body) {
    HttpRequest request = request(method, path, body);
    int attempt = 1;
    while (true) {
      Outcome outcome = attempt(request);
      BackendProblem problem = outcome.problem();
      if (problem == null) {
        return outcome.answer();
      }
      if (!problem.mayRetry() || attempt >= config.attempts()) {
        throw new BackendException(problem, outcome.cause());
      }
      pause(outcome.retryAfter().orElse(backOff(attempt)));
      attempt++;
    }
  }

  private HttpRequest request(String method, String path, @Nullable Map<String, ?> body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(root + path)).timeout(config.timeout());
    config.adminKey().ifPresent(key -> builder.header("Authorization", "Bearer " + key));
    if (body == null) {
      return builder.method(method, HttpRequest.BodyPublishers.noBody()).build();
    }
    return builder
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofByteArray(PlainJson.write(body)))
        .build();
  }

  private Outcome attempt(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      // The time-out of the request ends with the headers of the answer.
      return Outcome.of(response.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return Outcome.noAnswer(e.getCause() instanceof IOException io ? io : new IOException(e));
    } catch (TimeoutException e) {
      return Outcome.noAnswer(new IOException("no whole answer within " + config.timeout(), e));
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      response.cancel(true); // ends the exchange, if it has not ended
    }
  }

  private static BackendException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BackendException(BackendProblem.noAnswer("interrupted"), e);
  }

  /** Twice as long each time, and some more, so that many callers do not come back at once. */
  private static Duration backOff(int attempt) {
    long millis = FIRST_PAUSE.toMillis() << Math.min(attempt - 1, 10);
    long atMost = Math.min(millis, PAUSE_AT_MOST.toMillis());
    return Duration.ofMillis(atMost / 2 + ThreadLocalRandom.current().nextLong(atMost / 2 + 1));
  }

  private static void pause(Duration wanted) {
    long millis = Math.min(wanted.toMillis(), PAUSE_AT_MOST.toMillis());
    try {
      boolean unused = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** What came of an attempt: an answer, or a problem. */
  private static final class Outcome {

    private final byte[] answer;
    private final @Nullable BackendProblem problem;
    private final @Nullable IOException cause;
    private final Optional<Duration> retryAfter;

    private Outcome(
        byte[] answer,
        @Nullable BackendProblem problem,
        @Nullable IOException cause,
        Optional<Duration> retryAfter) {
      this.answer = answer;
      this.problem = problem;
      this.cause = cause;
      this.retryAfter = retryAfter;
    }

    static Outcome of(HttpResponse<byte[]> response) {
      if (response.statusCode() < FIRST_FAILURE) {
        return new Outcome(response.body(), null, null, Optional.empty());
      }
      BackendProblem problem = problem(response.statusCode(), response.body());
      Optional<Duration> retryAfter =
          response
              .headers()
              .firstValue("Retry-After")
              .filter(seconds -> seconds.matches("\\d{1,6}"))
              .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
      return new Outcome(new byte[0], problem, null, retryAfter);
    }

    private static BackendProblem problem(int status, byte[] body) {
      try {
        return PlainJson.read(body)
            .map(fields -> BackendProblem.of(status, fields))
            .orElseGet(() -> unexplained(status));
      } catch (MalformedJsonException e) {
        return unexplained(status); // something before the server has refused it
      }
    }

    static Outcome noAnswer(IOException e) {
      String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Outcome(new byte[0], BackendProblem.noAnswer(detail), e, Optional.empty());
    }

    private static BackendProblem unexplained(int status) {
      return new BackendProblem(status, 0, "refused", "status " + status + " without a reason");
    }

    byte[] answer() {
      return answer;
    }

    @Nullable BackendProblem problem() {
      return problem;
    }

    @Nullable IOException cause() {
      return cause;
    }

    Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }
}

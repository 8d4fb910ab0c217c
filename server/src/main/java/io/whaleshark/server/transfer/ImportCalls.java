package io.whaleshark.server.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sends lines to a server until each has its result. What the server cannot do now, or what has no
/// answer, is sent again: that changes nothing. Confined to one thread.
public final class ImportCalls {

  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);

  /// A server that has never answered may not be there at all.
  private static final Duration FIRST_ANSWER_WITHIN = Duration.ofMinutes(1);

  private static final Duration NEXT_ANSWER_WITHIN = Duration.ofMinutes(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERRORS = 500; // and above: another try may succeed

  private static final byte[] BEGIN = "{\"lines\":[".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

  /// Waits.
  @FunctionalInterface
  interface Pauses {

    void pause(Duration of) throws InterruptedException;
  }

  private final HttpClient client;
  private final Supplier<HttpRequest.Builder> request;
  private final Clock clock;
  private final PrintWriter out;
  private final Pauses pauses;
  private Duration patience = FIRST_ANSWER_WITHIN;
  private Duration pause = FIRST_PAUSE;

  /// @param client the caller closes it
  /// @param request begins a request to import
  /// @param out is told of waiting
  public ImportCalls(
      HttpClient client, Supplier<HttpRequest.Builder> request, Clock clock, PrintWriter out) {
    this(client, request, clock, out, ImportCalls::pause);
  }

  /// @param pauses by the same clock
  ImportCalls(
      HttpClient client,
      Supplier<HttpRequest.Builder> request,
      Clock clock,
      PrintWriter out,
      Pauses pauses) {
    this.client = client;
    this.request = request;
    this.clock = clock;
    this.out = out;
    this.pauses = pauses;
  }

  /// Sends lines, and waits for their results.
  ///
  /// @return one for each
  /// @throws IOException if the server refuses the request, or cannot be asked for some minutes
  List<JsonNode> send(List<LineFile.Text> lines) throws IOException {
    List<JsonNode> results = new ArrayList<>(lines.size());
    Instant last = clock.instant();
    while (results.size() < lines.size()) {
      Attempt attempt = attempt(lines.subList(results.size(), lines.size()));
      if (attempt.results().isEmpty()) {
        if (clock.instant().isAfter(last.plus(patience))) {
          throw new IOException(
              attempt.failure() + " (nothing is lost: repeat the import, and it goes on)");
        }
        pause(attempt.pause(), attempt.failure());
      } else {
        results.addAll(attempt.results());
        last = clock.instant();
        patience = NEXT_ANSWER_WITHIN;
        pause = FIRST_PAUSE;
      }
    }
    return results;
  }

  /// What came of one request.
  ///
  /// @param results of the first lines, up to one that has to be sent again
  /// @param failure why there are none
  /// @param pause how long to wait at least
  private record Attempt(List<JsonNode> results, String failure, Duration pause) {

    static Attempt failed(String failure, long waitMillis) {
      return new Attempt(List.of(), failure, Duration.ofMillis(waitMillis));
    }
  }

  private Attempt attempt(List<LineFile.Text> lines) throws IOException {
    HttpResponse<String> answer;
    try {
      answer =
          client.send(
              request
                  .get()
                  .timeout(ANSWERED_WITHIN)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body(lines)))
                  .build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (InterruptedException _) {
      throw interrupted();
    } catch (IOException e) {
      return Attempt.failed(
          e instanceof ConnectException ? "no server answers" : "no answer: " + e, 0);
    }
    JsonNode json = json(answer.body());
    String detail = json.path("detail").asString("status " + answer.statusCode());
    if (answer.statusCode() == TOO_MANY || answer.statusCode() >= SERVER_ERRORS) {
      return Attempt.failed(detail, json.path("retryAfterMillis").asLong(0));
    }
    if (answer.statusCode() != OK || json.path("results").size() != lines.size()) {
      throw new IOException(
          answer.statusCode() == OK ? "no answer of Whale Shark's HTTP port" : detail);
    }
    List<JsonNode> results = new ArrayList<>();
    for (JsonNode result : json.path("results")) {
      if (result.path("status").asInt(OK) >= SERVER_ERRORS) {
        return new Attempt(results, result.path("detail").asString(""), Duration.ZERO);
      }
      results.add(result);
    }
    return new Attempt(results, "", Duration.ZERO);
  }

  private static JsonNode json(String text) {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException _) {
      return JsonMapper.shared().createObjectNode(); // something before the server has answered
    }
  }

  private static byte[] body(List<LineFile.Text> lines) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(BEGIN);
    for (int i = 0; i < lines.size(); i++) {
      if (i > 0) {
        body.write(',');
      }
      body.writeBytes(lines.get(i).bytes());
    }
    body.writeBytes(END);
    return body.toByteArray();
  }

  private static void pause(Duration of) throws InterruptedException {
    boolean _ = new CountDownLatch(1).await(of.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void pause(Duration atLeast, String why) throws IOException {
    if (pause.equals(LONGEST_PAUSE)) {
      out.println("  waits: " + why);
      out.flush();
    }
    Duration wait = atLeast.compareTo(pause) > 0 ? atLeast : pause;
    Duration twice = pause.multipliedBy(2);
    pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    try {
      pauses.pause(wait);
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }
}

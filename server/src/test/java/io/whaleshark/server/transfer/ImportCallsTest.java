package io.whaleshark.server.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.whaleshark.testkit.TestClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Goal: each line gets its result, whatever the server cannot do at the moment, and lines keep
/// their order. Method: a server whose answers the test says.
class ImportCallsTest {

  private static final String FULL = "{\"status\":503,\"code\":50300,\"detail\":\"no room\"}";

  private final Deque<Runnable> meanwhile = new ArrayDeque<>();
  private final Deque<String> answers = new ArrayDeque<>(); // a status, and a body
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final TestClock clock = new TestClock();
  private final StringWriter said = new StringWriter();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    client.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    Optional.ofNullable(meanwhile.poll()).ifPresent(Runnable::run);
    String[] answer = answers.remove().split(" ", 2);
    byte[] body = answer[1].getBytes(UTF_8);
    exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private ImportCalls calls() {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new ImportCalls(
        client,
        () -> HttpRequest.newBuilder(uri),
        clock,
        new PrintWriter(said, true),
        clock::advance);
  }

  private static List<LineFile.Text> lines(String... lines) throws IOException {
    LineFile file =
        new LineFile(new ByteArrayInputStream(String.join("\n", lines).getBytes(UTF_8)), 0, 0);
    List<LineFile.Text> texts = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      texts.add(file.next().orElseThrow().text().orElseThrow());
    }
    return texts;
  }

  private static String results(String... results) {
    return "200 {\"results\":[" + String.join(",", results) + "]}";
  }

  @Test
  void whatHasNoRoomIsSentAgainInItsOrder() throws IOException {
    answers.add("503 {\"detail\":\"shutting down\",\"retryAfterMillis\":1}");
    answers.add(results("{\"taken\":\"new\"}", FULL, FULL));
    answers.add(results(FULL, FULL));
    answers.add("502 <html>");
    answers.add(results("{\"status\":404,\"code\":40400}", "{\"taken\":\"known\"}"));
    List<JsonNode> results = calls().send(lines("1", "2", "3"));
    assertThat(asked)
        .containsExactly(
            "{\"lines\":[1,2,3]}",
            "{\"lines\":[1,2,3]}",
            "{\"lines\":[2,3]}",
            "{\"lines\":[2,3]}",
            "{\"lines\":[2,3]}");
    assertThat(results.get(0).path("taken").asString()).isEqualTo("new");
    assertThat(results.get(1).path("code").asInt()).isEqualTo(40_400);
    assertThat(results.get(2).path("taken").asString()).isEqualTo("known");
  }

  @Test
  void whatIsRefusedAsAWholeIsNotSentAgain() {
    answers.add("401 {\"detail\":\"Authorization: missing\"}");
    assertThatThrownBy(() -> calls().send(lines("1"))).hasMessage("Authorization: missing");
    answers.add("200 <html>");
    assertThatThrownBy(() -> calls().send(lines("1")))
        .hasMessage("no answer of Whale Shark's HTTP port");
    assertThat(asked).hasSize(2);
  }

  @Test
  void aServerThatIsAwayIsGivenUpAfterAWhile() throws IOException {
    meanwhile.add(() -> clock.advance(Duration.ofMinutes(2)));
    answers.add("503 {\"detail\":\"not ready\"}");
    String repeat = " (nothing is lost: repeat the import, and it goes on)";
    assertThatThrownBy(() -> calls().send(lines("1"))).hasMessage("not ready" + repeat);

    ImportCalls known = calls();
    answers.add(results("{\"taken\":\"new\"}"));
    assertThat(known.send(lines("1"))).hasSize(1);
    meanwhile.add(() -> clock.advance(Duration.ofMinutes(4)));
    answers.add("503 {\"detail\":\"not ready\"}");
    answers.add(results("{\"taken\":\"new\"}"));
    assertThat(known.send(lines("1"))).hasSize(1);
    meanwhile.add(() -> clock.advance(Duration.ofMinutes(6)));
    answers.add("503 {\"detail\":\"not ready\"}");
    assertThatThrownBy(() -> known.send(lines("1"))).hasMessage("not ready" + repeat);
  }

  /// Pauses grow from a tenth of a second to five seconds, and so does what it is told.
  @Test
  void aServerWithoutRoomIsWaitedForAndThatIsTold() throws IOException {
    ImportCalls calls = calls();
    answers.add(results("{\"taken\":\"new\"}"));
    calls.send(lines("1"));
    Instant begun = clock.instant();
    answers.addAll(Collections.nCopies(9, "503 {\"detail\":\"no room\"}"));
    answers.add("503 {\"detail\":\"shutting down\",\"retryAfterMillis\":60000}");
    answers.add(results("{\"taken\":\"new\"}"));
    calls.send(lines("2"));
    assertThat(said.toString().lines())
        .containsExactly(
            "  waits: no room", "  waits: no room", "  waits: no room", "  waits: shutting down");
    assertThat(Duration.between(begun, clock.instant()))
        .isEqualTo(Duration.ofMillis(100 + 200 + 400 + 800 + 1_600 + 3_200 + 3 * 5_000 + 60_000));
  }

  @Test
  void itGivesUpAfterFiveMinutesWithoutAnAnswerAndNotBefore() throws IOException {
    ImportCalls calls = calls();
    answers.add(results("{\"taken\":\"new\"}"));
    calls.send(lines("1"));
    Instant begun = clock.instant();
    answers.addAll(Collections.nCopies(100, "503 {\"detail\":\"no room\"}"));
    assertThatThrownBy(() -> calls.send(lines("2"))).hasMessageStartingWith("no room");
    assertThat(Duration.between(begun, clock.instant()))
        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(5).plusSeconds(5));
  }
}

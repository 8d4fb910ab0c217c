package io.whaleshark.server.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.whaleshark.cli.ReasonReport;
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
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: whoever imports sees how far it is and how fast, and no more often than they can read.
/// Method: a server to which each request takes three seconds of the test's clock.
class ImportRunTest {

  private static final int LINES = 2_200;
  private static final Duration OF_A_REQUEST = Duration.ofSeconds(3);

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
    String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    int count = asked.split("messageId", -1).length - 1;
    String results = String.join(",", Collections.nCopies(count, "{\"taken\":\"new\"}"));
    byte[] body = ("{\"results\":[" + results + "]}").getBytes(UTF_8);
    clock.advance(OF_A_REQUEST);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String line(int number) {
    return "{'type':'message','fromId':'ann','toId':'bo','messageId':'m%d','messageTime':1,'messageBody':'hi'}"
        .formatted(number)
        .replace('\'', '"');
  }

  @Test
  void progressIsToldEveryFewSecondsWithItsSpeed() throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    PrintWriter out = new PrintWriter(said, true);
    ImportRun run =
        new ImportRun(
            new LineReader(10_001, 1 << 16, clock),
            new ImportCalls(client, () -> HttpRequest.newBuilder(uri), clock, out),
            new ReasonReport(out, Optional.empty()),
            clock,
            out);
    String file =
        IntStream.range(0, LINES).mapToObj(ImportRunTest::line).collect(Collectors.joining("\n"));
    assertThat(run.run(new ByteArrayInputStream(file.getBytes(UTF_8)))).isZero();
    assertThat(said.toString().lines())
        .containsExactly(
            "  imported 1,000 lines, 167/s",
            "  imported 2,000 lines, 167/s",
            "New: 2,200. Known before: 0. Passed before: 0. Expired: 0. Refused: 0.");
  }
}

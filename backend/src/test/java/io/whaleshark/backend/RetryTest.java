package io.whaleshark.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: a call that got no answer is made again, the same each time, and not for ever. Method: a
/// server that fails as often as a test says.
class RetryTest {

  private static final String SENT =
      "{\"messageId\":\"m1\",\"messageKey\":7,\"messageSequence\":1,\"messageTime\":5,\"new\":{}}";
  private static final String BUSY =
      "{\"type\":\"about:blank\",\"title\":\"retry later\",\"status\":503,\"detail\":\"busy\","
          + "\"code\":50300}";

  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
  private HttpServer http;
  private int failures;
  private String failure = BUSY;
  private int status = 503;

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    boolean fails = bodies.size() <= failures;
    if (fails && status == 0) {
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().set("Retry-After", "0");
    byte[] text = (fails ? failure : SENT).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(fails ? status : 200, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private SentMessage send(int attempts) {
    String url = "http://127.0.0.1:" + http.getAddress().getPort() + "/";
    BackendConfig config =
        BackendConfig.of(url, 1).withAttempts(attempts).withTimeout(Duration.ofSeconds(5));
    return BackendClient.of(config).send(OutgoingMessage.of("alice", Recipient.user("bob"), "hi"));
  }

  @Test
  void busyServerIsAskedAgainWithTheSameId() {
    failures = 2;
    assertThat(send(3).messageKey()).isEqualTo(7);
    assertThat(bodies).hasSize(3);
    assertThat(bodies.stream().distinct()).hasSize(1);
  }

  @Test
  void lostConnectionIsMadeAgain() {
    failures = 1;
    status = 0;
    assertThat(send(3).messageSequence()).isEqualTo(1);
  }

  @Test
  void attemptsEnd() {
    failures = 9;
    assertThatThrownBy(() -> send(2))
        .isInstanceOfSatisfying(
            BackendException.class,
            e -> {
              assertThat(e.code()).isEqualTo(50300);
              assertThat(e.mayRetry()).isTrue();
            });
    assertThat(bodies).hasSize(2);
  }

  @Test
  void refusalIsFinal() {
    failures = 9;
    status = 404;
    failure = "<html>not a server of ours</html>";
    assertThatThrownBy(() -> send(5))
        .isInstanceOfSatisfying(
            BackendException.class,
            e -> {
              assertThat(e.code()).isZero();
              assertThat(e.problem().status()).isEqualTo(404);
            });
    assertThat(bodies).hasSize(1);
  }

  @Test
  void answerOfSomethingElseIsNoAnswer() {
    failures = 1;
    status = 200;
    failure = "[]";
    assertThatThrownBy(() -> send(1))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("not an answer of Whale Shark");
  }

  @Test
  void nobodyThereIsNoAnswer() {
    http.stop(0);
    assertThatThrownBy(() -> send(1))
        .isInstanceOfSatisfying(
            BackendException.class,
            e -> assertThat(e.problem()).matches(p -> p.status() == 0 && p.mayRetry()));
  }

  @Test
  void wrongSettingsAreRefusedAtOnce() {
    for (String url : List.of("ftp://host", "host:80", "http:///x", "http://host?x=1")) {
      assertThatThrownBy(() -> BackendConfig.of(url, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    BackendConfig config = BackendConfig.of("http://host", 1).withAdminKey("secret key");
    assertThat(config).hasToString("app 1 at http://host");
    assertThatThrownBy(() -> config.withAttempts(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> config.withTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> config.withAdminKey(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}

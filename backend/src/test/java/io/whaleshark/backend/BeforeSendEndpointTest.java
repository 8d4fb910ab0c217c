package io.whaleshark.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the server does with a message what a handler says of it, and nobody else is answered.
/// Method: a real server that asks over a real socket.
class BeforeSendEndpointTest {

  private static final int DENIED = 42200;
  private static final int RETRY_LATER = 50300;
  private static final Recipient BOB = Recipient.user("bob");

  @TempDir Path folder;

  private final BeforeSendEndpoint endpoint =
      new BeforeSendEndpoint(WebhookVerifier.of(HereServer.SECRET), BeforeSendEndpointTest::answer);
  private HttpServer http;

  private static BeforeSendAnswer answer(BeforeSendQuestion question) throws IOException {
    assertThat(question.fromId()).isEqualTo("alice");
    assertThat(question.to()).isEqualTo(BOB);
    assertThat(question.messageId()).startsWith("m-");
    return switch (question.text()) {
      case "rude" -> BeforeSendAnswer.deny("be kind");
      case "secret" -> BeforeSendAnswer.replace(Map.of("hidden", true)).withExtra(List.of(1));
      case "marked" -> BeforeSendAnswer.allow().withExtra(String.valueOf(question.extra()) + "!");
      case "away" -> throw new IOException("the database is away");
      default -> BeforeSendAnswer.allow();
    };
  }

  @BeforeEach
  void listen() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(task -> Thread.ofVirtual().start(task));
    http.createContext("/ask", this::take);
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status = 500;
    byte[] said = new byte[0];
    try {
      var response = endpoint.receive(exchange.getRequestHeaders()::getFirst, body);
      status = response.status();
      said = response.body();
    } catch (Exception e) {
      assertThat(e).hasMessage("the database is away");
    }
    exchange.sendResponseHeaders(status, said.length == 0 ? -1 : said.length);
    exchange.getResponseBody().write(said);
    exchange.close();
  }

  private String settings() {
    return "before-send: {url: \"http://127.0.0.1:%d/ask\", secret: %s, private: true}"
        .formatted(http.getAddress().getPort(), HereServer.SECRET);
  }

  @Test
  void aHandlerAllowsDeniesAndChanges() throws IOException {
    try (HereServer server = new HereServer(folder, "http://127.0.0.1:1/", settings())) {
      BackendClient backend = server.backend();
      backend.send(OutgoingMessage.of("m-1", "alice", BOB, "hi"));
      assertThatThrownBy(() -> backend.send(OutgoingMessage.of("m-2", "alice", BOB, "rude")))
          .isInstanceOfSatisfying(
              BackendException.class,
              e -> {
                assertThat(e.code()).isEqualTo(DENIED);
                assertThat(e.problem().detail()).isEqualTo("be kind");
              });
      backend.send(OutgoingMessage.of("m-3", "alice", BOB, "secret"));
      backend.send(OutgoingMessage.of("m-4", "alice", BOB, "marked").withExtra("old"));
      BackendClient impatient =
          BackendClient.of(
              BackendConfig.of(server.url(), HereServer.APP)
                  .withAdminKey(HereServer.ADMIN_KEY)
                  .withAttempts(1));
      assertThatThrownBy(() -> impatient.send(OutgoingMessage.of("m-5", "alice", BOB, "away")))
          .isInstanceOfSatisfying(
              BackendException.class, e -> assertThat(e.code()).isEqualTo(RETRY_LATER));
      List<AppMessage> stored = backend.history("alice", BOB, 10).items();
      assertThat(stored)
          .extracting(AppMessage::messageBody)
          .containsExactly("hi", Map.of("hidden", true), "marked");
      assertThat(stored.get(1).extra()).isEqualTo(List.of(1));
      assertThat(stored.get(2).extra()).isEqualTo("old!");
    }
  }

  @Test
  void whatIsNotSignedIsNotAnswered() throws Exception {
    var unsigned = endpoint.receive(_ -> "1", "{}".getBytes(UTF_8));
    assertThat(unsigned.status()).isEqualTo(401);
    assertThat(unsigned.body()).isEmpty();
  }

  @Test
  void anAnswerSaysOneThing() {
    assertThatThrownBy(() -> BeforeSendAnswer.deny("no").withExtra(1))
        .isInstanceOf(IllegalStateException.class);
    assertThat(BeforeSendAnswer.replace("new").withExtra(1))
        .hasToString("{messageBody=new, extra=1}");
  }
}

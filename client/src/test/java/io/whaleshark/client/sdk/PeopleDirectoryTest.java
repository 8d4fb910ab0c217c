package io.whaleshark.client.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.whaleshark.protocol.RefusalCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: questions to the directory have the form that the server expects, and its answers are
/// read. Method: a stand-in that notes the request and gives the answers of `docs/server-api.md`.
class PeopleDirectoryTest {

  private static final String BOB =
      "{\"userId\":\"bob\",\"name\":\"Bob 漢\",\"avatar\":\"https://a.example/b\",\"extra\":\"[1]\","
          + "\"changedAt\":1795450032000,\"later\":true}";

  private HttpServer server;
  private PeopleDirectory directory;
  private volatile int status = 200;
  private volatile String answer = "";
  private volatile String asked = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    directory =
        new PeopleDirectory(
            HttpClient.newHttpClient(), address, 7, "signed", Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked =
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    byte[] bytes = answer.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void asksWhoUsersAre() {
    answer = "{\"profiles\":[" + BOB + "]}";
    assertThat(directory.profiles(List.of("bob", "é"), "g"))
        .containsExactly(
            new PersonProfile(
                "bob",
                "Bob 漢",
                "https://a.example/b",
                "[1]",
                Instant.ofEpochMilli(1795450032000L)));
    assertThat(asked)
        .isEqualTo(
            "POST /v1/apps/7/profiles Bearer signed"
                + " {\"userIds\":[\"bob\",\"é\"],\"groupId\":\"g\"}");
    var _ = directory.profiles(List.of("bob"), null);
    assertThat(asked).endsWith("{\"userIds\":[\"bob\"]}");
  }

  @Test
  void searchesPageByPage() {
    answer = "{\"profiles\":[" + BOB + "],\"completed\":false,\"next\":\"Ym9i\"}";
    FoundPeople first = directory.search("b & c", Optional.empty(), 1);
    assertThat(first.people()).extracting(PersonProfile::userId).containsExactly("bob");
    assertThat(first.next()).contains("Ym9i");
    assertThat(asked).startsWith("GET /v1/apps/7/profiles?limit=1&namePrefix=b+%26+c ");
    answer = "{\"profiles\":[],\"completed\":true}";
    assertThat(directory.search("", first.next(), 1).next()).isEmpty();
    assertThat(asked).startsWith("GET /v1/apps/7/profiles?limit=1&after=Ym9i ");
  }

  @Test
  void refusalsHaveTheirCode() {
    status = 403;
    answer = "{\"code\":40308,\"detail\":\"not here\"}";
    assertThatThrownBy(() -> directory.search("", Optional.empty(), 1))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.DIRECTORY_CLOSED.number());
              assertThat(refused.msg()).isEqualTo("not here");
            });
    answer = "<html>";
    assertThatThrownBy(() -> directory.search("", Optional.empty(), 1))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.code()).isEqualTo(40300));
  }

  @Test
  void whatIsNoAnswerIsNone() {
    for (String text : List.of("<html>", "{\"profiles\":[1]}", "{\"profiles\":[{}]}")) {
      answer = text;
      assertThatThrownBy(() -> directory.profiles(List.of("bob"), null))
          .isInstanceOf(DisconnectedException.class);
    }
    server.stop(0);
    assertThatThrownBy(() -> directory.profiles(List.of("bob"), null))
        .isInstanceOf(DisconnectedException.class);
  }
}

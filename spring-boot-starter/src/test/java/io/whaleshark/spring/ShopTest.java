package io.whaleshark.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.backend.AppEvent;
import io.whaleshark.backend.AppEventHandler;
import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.ClientListener;
import io.whaleshark.client.sdk.Closed;
import io.whaleshark.example.shop.ShopApplication;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.MessageEvent;
import io.whaleshark.protocol.Peer;
import io.whaleshark.server.Server;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.testkit.FreePort;
import io.whaleshark.testkit.Guide;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/// Goal: who follows the guide of the README gets what it says, and no event is lost when a handler
/// fails. Method: its settings and its program, with a real server, on other ports.
@Timeout(120)
class ShopTest {

  private static final Path README = Path.of("../spring-boot-starter/README.md");
  private static final Path LIBRARY = Path.of("../backend/README.md");

  @TempDir private static Path folder = Path.of("");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Server server;
  private static ConfigurableApplicationContext shop;
  private static String url = "";

  /// Fails at the first attempt of every message, before the shop answers.
  static class Unreliable {

    private final List<String> attempts = Collections.synchronizedList(new ArrayList<>());

    @Bean
    @Order(1)
    AppEventHandler failing() {
      return new AppEventHandler() {
        @Override
        public void onMessageSent(AppEvent.MessageSent event) throws IOException {
          boolean isFirst = !attempts.contains(event.id());
          attempts.add(event.id());
          if (isFirst && event.message().text().equals("try again")) {
            throw new IOException("the database is away");
          }
        }
      };
    }
  }

  /// Keeps what arrives.
  private record Arrivals(BlockingQueue<String> texts) implements ClientListener {
    @Override
    public void onEvent(Client from, Event event) {
      if (event instanceof MessageEvent.MessagePush push) {
        texts.add(push.message().messageBody().text());
      }
    }

    @Override
    public void onClosed(Client from, Closed why) {}
  }

  @BeforeAll
  static void start() throws IOException {
    int port = FreePort.any();
    url = "http://127.0.0.1:" + port;
    Path config = folder.resolve("whaleshark.yaml");
    Files.writeString(config, Guide.block(LIBRARY, "yaml").replace("8080", Integer.toString(port)));
    Map<String, String> settings =
        Map.of(
            "WHALESHARK_CONFIG", config.toString(),
            "WHALESHARK_DATA", folder.resolve("data").toString(),
            "WHALESHARK_TCP_PORT", "0",
            "WHALESHARK_WS_PORT", "0",
            "WHALESHARK_HTTP_PORT", "0");
    server = new Server(ServerConfig.read(null, settings), Clock.systemUTC());
    Path application = folder.resolve("application.yaml");
    Files.writeString(
        application,
        Guide.block(README, "yaml")
            .replace("8080", Integer.toString(port))
            .replace("18000", Integer.toString(server.httpPort())));
    shop =
        new SpringApplicationBuilder(ShopApplication.class, Unreliable.class)
            .logStartupInfo(false)
            .run(
                "--spring.config.location=" + application.toUri(),
                "--server.tomcat.basedir=" + folder,
                "--spring.main.banner-mode=off");
  }

  @AfterAll
  static void stop() {
    shop.close();
    server.close();
    forgetTomcat();
  }

  /// Tomcat notes its folder for the whole process. The next one would make it again.
  static void forgetTomcat() {
    System.clearProperty("catalina.home");
    System.clearProperty("catalina.base");
  }

  private static HttpResponse<String> request(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("webhook-id", "evt_1")
            .header(
                "webhook-timestamp", Long.toString(Clock.systemUTC().instant().getEpochSecond()))
            .header("webhook-signature", "v1,AAAA")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static Client logIn(String user, String token, BlockingQueue<String> texts) {
    ClientConfig config =
        ClientConfig.local(user).at("127.0.0.1", server.tcpPort()).withToken(token);
    return Client.connect(config, new Arrivals(texts));
  }

  @Test
  void theProgramOfTheGuideIsTheOneThatIsTested() throws IOException {
    assertThat(Guide.block(README, "java"))
        .isEqualTo(
            Files.readString(
                Path.of(
                    "../spring-boot-starter/src/test/java/io/whaleshark/example/shop/"
                        + "ShopApplication.java")));
  }

  @Test
  void whoSignsUpIsWelcomedOnceAndAnswered() throws Exception {
    String token = request("POST", "/users/alice", "").body();
    request("POST", "/users/alice", "");
    BlockingQueue<String> texts = new ArrayBlockingQueue<>(10);
    try (Client alice = logIn("alice", token, texts)) {
      assertThat(alice.history(Peer.direct("shop"), 10).dataList()).hasSize(1);
      alice.sendText(Peer.direct("shop"), "hi");
      assertThat(texts.poll(60, TimeUnit.SECONDS)).isEqualTo("\"You wrote: hi\"");
    }
  }

  @Test
  void handlerThatFailsHearsOfItAgain() throws Exception {
    String token = request("POST", "/users/bob", "").body();
    BlockingQueue<String> texts = new ArrayBlockingQueue<>(10);
    try (Client bob = logIn("bob", token, texts)) {
      bob.sendText(Peer.direct("shop"), "try again");
      assertThat(texts.poll(60, TimeUnit.SECONDS)).isEqualTo("\"You wrote: try again\"");
      bob.sendText(Peer.direct("shop"), "and now");
      assertThat(texts.poll(60, TimeUnit.SECONDS)).isEqualTo("\"You wrote: and now\"");
    }
  }

  @Test
  void whatTheServerDidNotSendIsRefused() throws Exception {
    assertThat(request("POST", "/whaleshark/webhook", "{}").statusCode()).isEqualTo(401);
    assertThat(request("POST", "/whaleshark/webhook", "a".repeat(8 << 20)).statusCode())
        .isEqualTo(401);
    assertThat(request("POST", "/whaleshark/webhook", "a".repeat((8 << 20) + 1)).statusCode())
        .isEqualTo(413);
    HttpResponse<String> asked = request("GET", "/whaleshark/webhook", "");
    assertThat(asked.statusCode()).isEqualTo(405);
    assertThat(asked.headers().firstValue("Allow")).hasValue("POST");
  }
}

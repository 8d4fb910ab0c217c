package io.whaleshark.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.ClientListener;
import io.whaleshark.client.sdk.Closed;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.MessageEvent;
import io.whaleshark.protocol.Peer;
import io.whaleshark.server.Server;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.testkit.FreePort;
import io.whaleshark.testkit.Guide;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: who follows the guide of the README gets what it says. Method: its settings for a real
/// server, and its program as a process, on other ports.
@Timeout(120)
class GuideProgramTest {

  private static final Path README = Path.of("../backend/README.md");

  @TempDir Path folder;

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

  private Server server(int hookPort) throws IOException {
    Path config = folder.resolve("whaleshark.yaml");
    Files.writeString(
        config, Guide.block(README, "yaml").replace("8080", Integer.toString(hookPort)));
    Map<String, String> settings =
        Map.of(
            "WHALESHARK_CONFIG", config.toString(),
            "WHALESHARK_DATA", folder.resolve("data").toString(),
            "WHALESHARK_TCP_PORT", "0",
            "WHALESHARK_WS_PORT", "0",
            "WHALESHARK_HTTP_PORT", "0");
    return new Server(ServerConfig.read(null, settings), Clock.systemUTC());
  }

  /// The program alone, with the library and what it needs: nothing of the server.
  private Process program(int httpPort, int hookPort) throws IOException {
    Path source = folder.resolve("Shop.java");
    Files.writeString(
        source,
        Guide.block(README, "java")
            .replace("18000", Integer.toString(httpPort))
            .replace("8080", Integer.toString(hookPort)));
    String needed =
        Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
            .filter(part -> part.matches(".*(jackson-|backend|\\.jt/classes).*"))
            .map(part -> Path.of(part).toAbsolutePath().toString())
            .reduce((one, other) -> one + System.getProperty("path.separator") + other)
            .orElseThrow();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            List.of(java, "-XX:TieredStopAtLevel=1", "-cp", needed, source.toString()))
        .redirectErrorStream(true)
        .directory(folder.toFile())
        .start();
  }

  @Test
  void theShopOfTheGuideAnswers() throws Exception {
    int hookPort = FreePort.any();
    BlockingQueue<String> texts = new ArrayBlockingQueue<>(10);
    try (Server server = server(hookPort)) {
      Process shop = program(server.httpPort(), hookPort);
      try (BufferedReader said = shop.inputReader()) {
        String token = said.readLine();
        assertThat(token).as("what the program says first").matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        ClientConfig config =
            ClientConfig.local("alice").at("127.0.0.1", server.tcpPort()).withToken(token);
        try (Client alice = Client.connect(config, new Arrivals(texts))) {
          assertThat(alice.history(Peer.direct("shop"), 10).dataList())
              .extracting(ChatMessage::messageBody)
              .extracting(Object::toString)
              .hasSize(1);
          alice.sendText(Peer.direct("shop"), "Is it on its way?");
          assertThat(texts.poll(60, TimeUnit.SECONDS))
              .isEqualTo("\"You wrote: Is it on its way?\"");
        }
      } finally {
        shop.destroyForcibly().waitFor();
      }
    }
  }
}

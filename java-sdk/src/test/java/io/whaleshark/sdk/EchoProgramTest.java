package io.whaleshark.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.ClientListener;
import io.whaleshark.client.sdk.Closed;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.MessageBody;
import io.whaleshark.protocol.MessageEvent;
import io.whaleshark.protocol.Peer;
import io.whaleshark.server.Server;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.testkit.FreePort;
import io.whaleshark.testkit.Guide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: who follows the guide of the README gets what it says, on Java 17 and on the Java of
/// today. Method: its program as a process of that Java, with the SDK's classes and Netty's buffers
/// alone, and a real server that stops and starts.
@Timeout(180)
class EchoProgramTest {

  private static final Path README = Path.of("../java-sdk/README.md");
  private static final String NEEDED = ".*(/netty-(buffer|common)-.*|/java-sdk/target/classes)";
  private static final Path JAVAS = Path.of("/usr/lib/jvm");

  private static final String ONCE =
      """
      import io.whaleshark.client.sdk.*;
      import io.whaleshark.protocol.Peer;
      import java.nio.file.Path;

      public class Once {
        public static void main(String[] arguments) {
          var config = ClientConfig.local("echo");
          var sync = SyncConfig.with(FileCursorStore.below(Path.of("cursors"), config));
          try (var client = SyncedClient.open(config, sync, update -> {})) {
            client.send(Draft.text(Peer.direct("alice"), "once")).join();
          }
        }
      }
      """;

  @TempDir private Path folder = Path.of("");
  private final BlockingQueue<String> heard = new ArrayBlockingQueue<>(100);
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  /// Keeps the texts that arrive.
  private record Ear(BlockingQueue<String> heard) implements ClientListener {
    @Override
    public void onEvent(Client from, Event event) {
      if (event instanceof MessageEvent.MessagePush push) {
        heard.add(MessageBody.read(push.message().messageBody()).text());
      }
    }

    @Override
    public void onClosed(Client from, Closed why) {}
  }

  /// The command of that Java, if it is installed.
  private static Path java(int version) throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    String named = System.getenv().getOrDefault("JAVA_HOME_" + version + "_X64", own.toString());
    try (Stream<Path> installed = Files.exists(JAVAS) ? Files.list(JAVAS) : Stream.of()) {
      Optional<Path> home =
          Stream.concat(Stream.of(own, Path.of(named)), installed.sorted())
              .filter(each -> isOf(each, version))
              .findFirst();
      assumeTrue(home.isPresent(), "a JDK " + version + " is not installed");
      return home.orElseThrow().resolve("bin/java");
    }
  }

  private static boolean isOf(Path home, int version) {
    try {
      Path release = home.resolve("release");
      return Files.exists(release)
          && Files.readString(release).contains("JAVA_VERSION=\"" + version + ".")
          && Files.exists(home.resolve("bin/javac")); // which runs a program from its source
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Server server(int port) throws IOException {
    Map<String, String> settings =
        Map.of(
            "WHALESHARK_DATA",
            folder.resolve("data").toString(),
            "WHALESHARK_TCP_PORT",
            Integer.toString(port),
            "WHALESHARK_WS_PORT",
            "0",
            "WHALESHARK_HTTP_PORT",
            "0");
    return new Server(ServerConfig.read(null, settings), Clock.systemUTC());
  }

  private Client alice(Server server) {
    ClientConfig config = ClientConfig.local("alice").at("127.0.0.1", server.tcpPort());
    return Client.connect(config, new Ear(heard));
  }

  /// Starts a program of one file, with this port in place of the server's usual one.
  private Process start(Path java, String name, String program, int port) throws IOException {
    String here = "ClientConfig.local(\"echo\").at(\"127.0.0.1\", " + port + ")";
    Path source = folder.resolve(name + ".java");
    Files.writeString(source, program.replace("ClientConfig.local(\"echo\")", here));
    String needed =
        Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
            .map(part -> Path.of(part).toAbsolutePath().normalize().toString())
            .filter(part -> part.matches(NEEDED))
            .collect(Collectors.joining(System.getProperty("path.separator")));
    List<String> command =
        List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-cp", needed, source.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .directory(folder.toFile())
            .start();
    started.add(process);
    return process;
  }

  private String next() throws InterruptedException {
    String text = heard.poll(60, TimeUnit.SECONDS);
    return text == null ? "nothing within a minute" : text;
  }

  @ParameterizedTest(name = "on Java {0}")
  @ValueSource(ints = {17, 25})
  void theBotAnswersReconnectsAndMissesNothing(int version) throws Exception {
    Path java = java(version);
    int port = FreePort.any();
    Process bot;
    try (Server server = server(port);
        Client alice = alice(server)) {
      bot = start(java, "Echo", Guide.block(README, "java"), port);
      assertThat(next()).isEqualTo("I am listening");
      alice.sendText(Peer.direct("echo"), "one");
      assertThat(next()).isEqualTo("one");
    }
    try (Server server = server(port);
        Client alice = alice(server)) {
      alice.sendText(Peer.direct("echo"), "two");
      assertThat(next()).as("after it has reconnected").isEqualTo("two");
      bot.destroyForcibly().waitFor();
      alice.sendText(Peer.direct("echo"), "three");
      start(java, "Echo", Guide.block(README, "java"), port);
      assertThat(List.of(next(), next())).containsExactlyInAnyOrder("I am listening", "three");
      alice.sendText(Peer.direct("echo"), "four");
      assertThat(next()).as("what comes after it, and nothing twice").isEqualTo("four");
    }
  }

  @ParameterizedTest(name = "on Java {0}")
  @ValueSource(ints = {17, 25})
  void aProgramEndsOnceItHasClosed(int version) throws Exception {
    Path java = java(version);
    int port = FreePort.any();
    try (Server server = server(port);
        Client _ = alice(server)) {
      Process once = start(java, "Once", ONCE, port);
      assertThat(once.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(once.exitValue()).as(Files.readString(folder.resolve("Once.log"))).isZero();
      assertThat(next()).isEqualTo("once");
    }
  }
}

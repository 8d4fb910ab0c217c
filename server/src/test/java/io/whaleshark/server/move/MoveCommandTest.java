package io.whaleshark.server.move;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.engine.rocksdb.RocksEngine;
import io.whaleshark.engine.rocksdb.RocksMove;
import io.whaleshark.protocol.Peer;
import io.whaleshark.server.CommandLines;
import io.whaleshark.server.CommandLines.Said;
import io.whaleshark.server.Server;
import io.whaleshark.server.SilentListener;
import io.whaleshark.server.config.ClusterConfig;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.storage.ClusterStorage;
import io.whaleshark.services.PostgresServer;
import io.whaleshark.testkit.Moves;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator moves everything to the other engine and back, may be interrupted, and is told
/// what does not fit. Method: the command itself, real servers and a real PostgreSQL.
@Timeout(300)
class MoveCommandTest {

  private static final RocksEngine.Limits LIMITS = new RocksEngine.Limits(8L << 20, 0);
  private static final int MANY = 200_000;

  @TempDir private static Path services = Path.of("");

  private static PostgresServer postgres;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void start() {
    postgres = PostgresServer.start(services.resolve("pg"), 0, Map.of("fsync", "off"));
  }

  @AfterAll
  static void end() {
    postgres.close();
  }

  @BeforeEach
  void dropTables() throws SQLException {
    sql("DROP SCHEMA IF EXISTS whaleshark CASCADE");
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private static Said move(Path from, Path to) {
    return CommandLines.run("move", "--from", from.toString(), "--to", to.toString());
  }

  private static void expectRefusal(Said said, String why) {
    assertThat(said.exitCode()).as(said.text()).isEqualTo(1);
    assertThat(said.text().lines().toList().getLast()).startsWith("whaleshark: ").contains(why);
  }

  private Path cluster() throws IOException {
    return cluster("whaleshark");
  }

  private Path cluster(String name) throws IOException {
    return Files.writeString(
        folder.resolve("cluster.yaml"),
        """
        engine: cluster
        cluster.name: %s
        node.name: node
        tcp-port: 0
        ws-port: 0
        http-port: 0
        postgres:
          url: %s
          password: %s
        """
            .formatted(name, postgres.url(), postgres.password()));
  }

  private Path embedded(Path data) throws IOException {
    return Files.writeString(
        folder.resolve("embedded.yaml"),
        "tcp-port: 0\nws-port: 0\nhttp-port: 0\ndata: " + data + "\n");
  }

  private static Server server(Path config) throws IOException {
    return new Server(ServerConfig.read(config, Map.of()), Clock.systemUTC());
  }

  private static Client login(Server node, String user) {
    return Client.connect(
        ClientConfig.local(user).at("127.0.0.1", node.tcpPort()), new SilentListener());
  }

  private static List<String> textsAfter(Client client, long cursor) {
    return client.pullInbox(cursor, 10).dataList().stream()
        .map(entry -> entry.message().messageBody().text())
        .toList();
  }

  private Path chats(String name, int pairs, int messagesEach) {
    Path data = folder.resolve(name);
    try (Intake intake = RocksMove.to(data, LIMITS)) {
      Moves.move(new Chats(pairs, messagesEach), intake);
    }
    return data;
  }

  @Test
  void clientsGoOnWithTheirCursorsThereAndBack() throws IOException {
    Path first = folder.resolve("first");
    long cursor;
    try (Server server = server(embedded(first));
        Client alice = login(server, "alice");
        Client bob = login(server, "bob")) {
      alice.sendText(Peer.direct("bob"), "one");
      alice.sendText(Peer.direct("bob"), "two");
      cursor = bob.pullInbox(0, 1).maxSequence();
    }
    Said there = move(first, cluster());
    assertThat(there.exitCode()).as(there.text()).isZero();
    assertThat(there.text())
        .contains("Moved and compared: 2 messages in 1 conversations, 2 memberships.");
    try (Server server = server(cluster());
        Client alice = login(server, "alice");
        Client bob = login(server, "bob")) {
      assertThat(textsAfter(bob, cursor)).containsExactly("\"two\"");
      alice.sendText(Peer.direct("bob"), "three");
    }
    Path second = folder.resolve("second");
    Said back = move(cluster(), second);
    assertThat(back.exitCode()).as(back.text()).isZero();
    try (Server server = server(embedded(second));
        Client bob = login(server, "bob")) {
      assertThat(textsAfter(bob, cursor)).containsExactly("\"two\"", "\"three\"");
    }
  }

  @Test
  void aTargetThatIsNotEmptyIsRefused() throws IOException {
    Path data = chats("data", 2, 3);
    assertThat(move(data, cluster()).exitCode()).isZero();
    expectRefusal(move(data, cluster()), "the schema whaleshark is not empty");
    expectRefusal(move(cluster(), chats("other", 1, 1)), "other is not empty");
    Path strange = Files.createDirectories(folder.resolve("strange"));
    Files.writeString(strange.resolve("letter"), "dear");
    expectRefusal(move(cluster(), strange), "no data folder of Whale Shark");
  }

  @Test
  void thePlacesOfServersThatRunAreRefused() throws IOException {
    Path data = chats("data", 1, 1);
    try (Server _ = server(cluster())) {
      expectRefusal(move(data, cluster()), "node node is running");
      expectRefusal(move(cluster(), folder.resolve("new")), "node node is running");
    }
    try (Server _ = server(embedded(data))) {
      expectRefusal(move(data, cluster()), "is in use by another process");
    }
  }

  @Test
  void whatIsNoSourceIsRefused() throws IOException, SQLException {
    expectRefusal(move(folder.resolve("nowhere"), cluster()), "no data folder of Whale Shark");
    expectRefusal(move(cluster(), folder.resolve("new")), "has no tables");
    Path data = chats("data", 1, 1);
    assertThat(move(data, cluster()).exitCode()).isZero();
    expectRefusal(
        move(cluster("another"), folder.resolve("new")), "(expected: whaleshark, whose data this");
    sql("INSERT INTO whaleshark.versions VALUES (99, now())");
    expectRefusal(move(cluster(), folder.resolve("new")), "has version 99");
    expectRefusal(move(data, cluster()), "has version 99");
    assertThat(move(data, data).exitCode()).isEqualTo(2);
    Path another = Files.copy(cluster(), folder.resolve("another.yaml"));
    Files.writeString(another, "postgres.readers: 2\n", StandardOpenOption.APPEND);
    assertThat(move(cluster(), another))
        .extracting(Said::exitCode, Said::text)
        .containsExactly(
            2,
            "whaleshark: --from, --to: the same place (expected: two) (see ./whaleshark move"
                + " --help)\n");
    assertThat(CommandLines.run("move", "--from", "data").exitCode()).isEqualTo(2);
  }

  @Test
  void aCopyThatDiffersIsNotReleased() throws IOException, SQLException {
    Path data = chats("data", 2, 3);
    ClusterConfig config = (ClusterConfig) ServerConfig.read(cluster(), Map.of()).engine();
    try (Contents contents = RocksMove.from(data, LIMITS);
        Intake intake = ClusterStorage.intake(config)) {
      Moves.copySome(contents, intake, Long.MAX_VALUE);
    }
    sql(
        "UPDATE whaleshark.memberships SET changed_at = changed_at + 1 WHERE member ="
            + " 'u00000001-b'");
    Said said = move(data, cluster());
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.text())
        .containsPattern("NOT EQUAL: the membership of .*u00000001-b.* from 0 on: differs\n");
    assertThatThrownBy(() -> server(cluster()).close())
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("the copy of an unfinished move");
  }

  @Test
  void anUnfinishedCopyIsContinuedFromTheSameContentsAlone() throws IOException {
    Path data = chats("data", 2, 3);
    try (Contents contents = RocksMove.from(data, LIMITS);
        Intake intake = RocksMove.to(folder.resolve("unfinished"), LIMITS)) {
      Moves.copySome(contents, intake, 5);
    }
    assertThatThrownBy(() -> server(embedded(folder.resolve("unfinished"))).close())
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("is the copy of an unfinished move");
    expectRefusal(
        move(chats("changed", 2, 4), folder.resolve("unfinished")),
        "holds the unfinished copy of another store");
    Said finished = move(data, folder.resolve("unfinished"));
    assertThat(finished.exitCode()).as(finished.text()).isZero();
  }

  @Test
  void aMoveThatIsKilledGoesOn() throws Exception {
    Path data = chats("data", 100, MANY / 100);
    Process killed = start(data, cluster());
    await().atMost(60, SECONDS).until(() -> stored() > MANY / 10);
    kill(killed);
    assertThatThrownBy(() -> server(cluster()).close())
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("the copy of an unfinished move");
    Said there = move(data, cluster());
    assertThat(there.exitCode()).as(there.text()).isZero();
    assertThat(there.text())
        .containsPattern("continues: [1-9][0-9,]* messages are there already")
        .contains("Moved and compared: 200,000 messages in 100 conversations");
    Path back = folder.resolve("back");
    Process again = start(cluster(), back);
    await().atMost(60, SECONDS).until(() -> size(back) > 4 << 20);
    kill(again);
    assertThatThrownBy(() -> server(embedded(back)).close())
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("is the copy of an unfinished move");
    Said finished = move(cluster(), back);
    assertThat(finished.exitCode()).as(finished.text()).isZero();
    assertThat(finished.text())
        .containsPattern("continues: [1-9][0-9,]* messages are there already");
    server(embedded(back)).close();
  }

  private static Process start(Path from, Path to) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.whaleshark.server.Main",
            "move",
            "--from",
            from.toString(),
            "--to",
            to.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void kill(Process process) throws InterruptedException {
    assertThat(process.isAlive()).isTrue();
    process.destroyForcibly().waitFor();
  }

  /// How many facts the tables have taken; 0 while there is nothing.
  private static long stored() {
    try (Connection connection =
            DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("SELECT stored FROM whaleshark.intake")) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException _) {
      return 0;
    }
  }

  private static long size(Path folder) {
    File[] files = folder.toFile().listFiles();
    return files == null ? 0 : Arrays.stream(files).mapToLong(File::length).sum();
  }
}

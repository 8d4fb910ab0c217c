package io.whaleshark.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.server.LiveObjects;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.metrics.Metrics;
import io.whaleshark.server.push.PushStandIn.Arrived;
import io.whaleshark.server.storage.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goal: a group whose members are all offline is told at the pace of the service, in bounded
/// memory, and each member of the newest message alone. Method: a real engine whose messages are
/// committed before the service is there, and what of the server is alive halfway. No device is
/// involved.
///
/// With `-Dwhaleshark.members=99999` so many are told, as a group can have beside its owner.
class PushStormTest {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final int MEMBERS = Integer.getInteger("whaleshark.members", 2_000);
  private static final int MEMBERS_AT_ONCE = 1_000;
  private static final int PLACES = 16;
  private static final Duration WITHIN =
      Duration.ofSeconds(60).plus(Duration.ofMillis(5).multipliedBy(MEMBERS));

  /// What telling may keep alive of the server's own classes, however many are told: mostly which
  /// phones show something, and the counts that the engine keeps at hand. Both have bounds.
  private static final long OWN_BYTES_AT_MOST = 16 << 20;

  private static final ConversationId.Group GROUP = new ConversationId.Group(10001, "all");
  private static final UserId OWNER = new UserId(10001, "owner");

  @TempDir Path folder;

  private static Answer ask(Node node, Function<Reply, Command> command) {
    return node.lane().ask(command, WITHIN, WITHIN);
  }

  private static void send(Node node, int number) {
    var id = new ClientMessageId(OWNER, "m" + number);
    var content = new Message.Sent(Payload.ofText("{}"), Payload.NONE);
    var caller = new Caller(OWNER, new SessionId(1));
    assertThat(ask(node, reply -> new Command.Send(caller, GROUP, id, content, reply)))
        .isInstanceOf(Answer.Sent.class);
  }

  private ServerConfig config(PushStandIn standIn) throws Exception {
    PushKeys keys = PushKeys.make(folder, standIn.url());
    Path file = folder.resolve("whaleshark.yaml");
    Files.writeString(
        file,
        """
        data: "%s"
        apps:
          10001:
            push:
              apns: {key: "%s", key-id: KEY4567890, team-id: TEAM567890, topic: com.example.chat,
                     url: "%s", tls-ca: "%s", max-in-flight: %d}
        """
            .formatted(
                folder.resolve("data"), keys.apple(), standIn.url(), standIn.authority(), PLACES));
    return ServerConfig.read(file, Map.of());
  }

  private static boolean isOwn(String name) {
    return name.startsWith("io.whaleshark.") && !name.contains("StandIn");
  }

  /// Each member's token is their number.
  private static void register(Node node, List<UserId> members) {
    DeviceId phone = new DeviceId(DeviceKind.IOS, "phone");
    List<Function<Reply, Command>> commands =
        members.stream()
            .<Function<Reply, Command>>map(user -> {
              String number = user.name().substring("user".length());
              String token = "%08x".formatted(Integer.parseInt(number));
              return reply -> new Command.SetPushToken(user, phone, "apns", token, reply);
            })
            .toList();
    node.lane().askAll(commands, WITHIN, WITHIN);
  }

  @Test
  @DisplayName("P10 thousands who are offline are told once each, few at a time")
  void aStormIsToldInBoundedMemory() throws Exception {
    Clock clock = Clock.systemUTC();
    try (PushStandIn standIn = new PushStandIn(folder)) {
      sendAndPush(config(standIn), standIn, clock);
      assertToldOnce(standIn);
    }
  }

  private static void sendAndPush(ServerConfig config, PushStandIn standIn, Clock clock)
      throws Exception {
    try (Storage storage = Storage.open(config, Storage.libraries(config), clock);
        Metrics metrics = new Metrics(() -> {})) {
      storage.journal().follow(config.followers());
      var surroundings =
          new Node.Surroundings(
              _ -> AppPolicy.DEFAULT,
              LaneLimits.DEFAULT,
              metrics,
              () -> {},
              Thread.ofVirtual()::start,
              clock);
      try (Node node = new Node(storage.engine(), surroundings);
          Pushes pushes = new Pushes(storage.journal(), clock, metrics);
          Pushes.Opened opened = pushes.open(config.push())) {
        node.lane().start(Thread.ofPlatform().name("lane").factory());
        List<UserId> members =
            IntStream.range(0, MEMBERS).mapToObj(i -> new UserId(10001, "user" + i)).toList();
        Answer put =
            ask(
                node,
                reply ->
                    new Command.PutGroup(
                        Actor.ADMINISTRATION, GROUP, "All", OWNER, members, reply));
        assertThat(put).isNotInstanceOf(Answer.Refused.class);
        for (int from = 0; from < MEMBERS; from += MEMBERS_AT_ONCE) {
          register(node, members.subList(from, Math.min(MEMBERS, from + MEMBERS_AT_ONCE)));
        }
        for (int i = 0; i < 5; i++) {
          send(node, i);
        }
        long before = LiveObjects.now().bytes(PushStormTest::isOwn); // the group itself
        pushes.begin(
            opened,
            new Pushes.Surroundings(
                node.notifications(),
                storage.engine().pushTokens(),
                _ -> {},
                storage.engine()::newestStamp));
        await().atMost(WITHIN).until(() -> standIn.arrived().size() >= MEMBERS / 2);
        long own = LiveObjects.now().bytes(PushStormTest::isOwn) - before;
        LOG.info("a storm of {}: {} bytes more of the server's own objects halfway", MEMBERS, own);
        assertThat(own).isLessThan(OWN_BYTES_AT_MOST);
        await().atMost(WITHIN).until(() -> standIn.arrived().size() >= MEMBERS);
      }
    }
  }

  private static void assertToldOnce(PushStandIn standIn) {
    assertThat(standIn.taken()).hasSize(MEMBERS);
    Map<String, Long> byDevice =
        standIn.taken().stream()
            .collect(Collectors.groupingBy(Arrived::path, Collectors.counting()));
    assertThat(byDevice).hasSize(MEMBERS);
    assertThat(standIn.taken())
        .allMatch(each -> each.body().at("/whaleshark/messageSequence").asInt() == 5)
        .allMatch(each -> each.body().at("/aps/badge").asInt() == 5);
    assertThat(standIn.mostInFlight()).isBetween(2, PLACES);
  }
}

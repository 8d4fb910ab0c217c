package io.whaleshark.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.checker.Device;
import io.whaleshark.checker.LogChecker;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.server.kill.Link.BrokenException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goal: what was acknowledged is never lost, and nothing happens twice, however often the server
/// is killed (P1, P2, P3, P4, P6). Method: sixteen devices send, read, repeat, recall and reconnect
/// while the server's process is killed at a random moment of each round; after each restart
/// everyone pulls, and a checker that knows no server looks for anomalies.
///
/// `kill -9` takes away the process, not what the operating system holds for it: that every batch
/// is synced is shown beside the engine.
class KillTest {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 22);
  private static final int ACKS_AT_MOST = 900;
  private static final int KILLED_WHILE_SETTLING_EVERY = 5;
  private static final int KILLED_WHILE_STARTING_EVERY = 4;
  private static final long LOAD_SECONDS = 30;
  private static final Duration MOVE_EVERY = Duration.ofMillis(40);

  @TempDir Path folder;

  private final long seed = Long.getLong("kill.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final LogChecker checker = new LogChecker();
  private final Semaphore acks = new Semaphore(0);
  private final List<ChatDevice> devices = new ArrayList<>();
  private final List<Chatter> chatters = new ArrayList<>();
  private final List<Auditor> auditors = new ArrayList<>();
  private final GroupAdmin admin = new GroupAdmin(checker, new Random(seed));

  @Test
  void nothingAcknowledgedIsLostWhenTheServerIsKilled() throws Exception {
    LOG.info("kill test: seed {}, {} rounds", seed, ROUNDS);
    World.tellPairs(checker);
    for (String user : World.USERS) {
      ChatDevice phone = device(user, ClientType.ANDROID, "phone");
      device(user, ClientType.WEB, "web");
      auditors.add(new Auditor(phone, new Random(random.nextLong())));
    }
    try (ServerProcess server = ServerProcess.start(folder)) {
      admin.connect(server.awaitReady().http());
      admin.createGroups();
      server.end(); // an orderly end too loses nothing, and leaves the archive of classes
    }
    for (int round = 1; round <= ROUNDS; round++) {
      round(round);
    }
    lookAtEverything();
    assertThat(checker.check()).as("the end of seed %d", seed).isEmpty();
    LOG.info(
        "kill test: {} messages, {} sends of unknown outcome made again",
        checker.messageCount(),
        devices.stream().mapToInt(ChatDevice::repeatedCount).sum());
    assertThat(checker.messageCount()).isGreaterThan(ROUNDS * 50L);
  }

  private ChatDevice device(String user, ClientType type, String kind) {
    ChatDevice device =
        new ChatDevice(checker, new Device(user, user + "-" + kind), type, acks::release);
    devices.add(device);
    chatters.add(new Chatter(device, new Random(random.nextLong())));
    return device;
  }

  /// Starts, settles, looks, and kills under load; some rounds are killed before they get there.
  private void round(int round) throws Exception {
    if (round % KILLED_WHILE_STARTING_EVERY == 0) {
      try (ServerProcess server = ServerProcess.start(folder)) {
        boolean _ = server.outlives(Duration.ofMillis(300 + random.nextInt(700)));
        server.kill();
      }
    }
    try (ServerProcess server = ServerProcess.start(folder)) {
      ServerProcess.Ports ports = server.awaitReady();
      admin.connect(ports.http());
      if (round % KILLED_WHILE_SETTLING_EVERY == 0) {
        Crew settling = Crew.start(devices, device -> settleUntilKilled(device, ports.tcp()));
        boolean _ = server.outlives(Duration.ofMillis(random.nextInt(150)));
        server.kill();
        settling.join();
        return;
      }
      settle(ports.tcp());
      Crew.all(auditors, auditor -> auditor.audit(Auditor.Depth.NEW));
      admin.audit();
      assertThat(checker.check()).as("round %d of seed %d", round, seed).isEmpty();
      loadAndKill(server, ports.tcp());
    }
  }

  private void settle(int port) throws Exception {
    Crew.all(devices, device -> device.connect(port));
    Crew.all(devices, ChatDevice::settle);
    admin.settle();
    // What the others repeated has come by now.
    Crew.all(devices, ChatDevice::settle);
  }

  private static void settleUntilKilled(ChatDevice device, int port) throws InterruptedException {
    try {
      device.connect(port);
      device.settle();
    } catch (BrokenException _) {
      return;
    }
    device.drain();
  }

  private void loadAndKill(ServerProcess server, int port) throws Exception {
    acks.drainPermits();
    Crew chatting = Crew.start(chatters, chatter -> chatter.chat(port));
    Crew moving = Crew.start(List.of(server), this::moveUntilKilled);
    boolean enough =
        acks.tryAcquire(1 + random.nextInt(ACKS_AT_MOST), LOAD_SECONDS, TimeUnit.SECONDS);
    boolean alive = server.outlives(Duration.ofMillis(random.nextInt(20)));
    server.kill();
    chatting.join();
    moving.join();
    assertThat(enough).as("there was load, seed %d", seed).isTrue();
    assertThat(alive).as("the server lived until it was killed: %s", server.log()).isTrue();
  }

  private void moveUntilKilled(ServerProcess server) throws InterruptedException {
    try {
      while (server.outlives(MOVE_EVERY)) {
        admin.moveSomebody();
      }
    } catch (IOException _) {
      // The change is unknown, and asked for again after the restart.
    }
  }

  /// Everything once more, from the beginning and by devices that have nothing yet.
  private void lookAtEverything() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder)) {
      ServerProcess.Ports ports = server.awaitReady();
      admin.connect(ports.http());
      for (String user : World.USERS) {
        device(user, ClientType.MAC, "new");
      }
      settle(ports.tcp());
      Crew.all(auditors, auditor -> auditor.audit(Auditor.Depth.ALL));
      admin.audit();
      server.end();
    }
  }
}

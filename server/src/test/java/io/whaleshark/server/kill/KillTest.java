package io.whaleshark.server.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.local.cluster.load.Company;
import io.whaleshark.local.cluster.load.Crew;
import io.whaleshark.local.cluster.load.Door;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private static final Duration LOAD_WITHIN = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final long seed = Long.getLong("kill.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Company company = new Company(random.nextLong());

  @Test
  void nothingAcknowledgedIsLostWhenTheServerIsKilled() throws Exception {
    LOG.info("kill test: seed {}, {} rounds", seed, ROUNDS);
    try (ServerProcess server = ServerProcess.start(folder)) {
      company.found(server.awaitReady());
      server.end(); // an orderly end too loses nothing, and leaves the archive of classes
    }
    for (int round = 1; round <= ROUNDS; round++) {
      round(round);
    }
    lookAtEverything();
    LOG.info(
        "kill test: {} messages, {} sends of unknown outcome made again",
        company.messages(),
        company.repeated());
    assertThat(company.messages()).isGreaterThan(ROUNDS * 50L);
  }

  @Test
  void noNativeLibraryPassesThroughTheTemporaryFolder() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder)) {
      server.awaitReady();
      Path maps = server.maps();
      assumeThat(maps).as("what Linux tells of a process").exists();
      // A copy that was deleted after it was loaded is still told.
      List<String> libraries =
          Files.readAllLines(maps).stream().filter(line -> line.contains("libnetty")).toList();
      assertThat(libraries).isNotEmpty().noneMatch(line -> line.contains(folder.toString()));
    }
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
      Door door = server.awaitReady();
      if (round % KILLED_WHILE_SETTLING_EVERY == 0) {
        Crew settling = company.startSettling(door);
        boolean _ = server.outlives(Duration.ofMillis(random.nextInt(150)));
        server.kill();
        settling.join();
        return;
      }
      company.settle(List.of(door));
      assertThat(company.look(door)).as("round %d of seed %d", round, seed).isEmpty();
      loadAndKill(server, door);
    }
  }

  private void loadAndKill(ServerProcess server, Door door) throws Exception {
    long enough = company.acknowledged() + 1 + random.nextInt(ACKS_AT_MOST);
    AtomicBoolean isLoaded = new AtomicBoolean(true);
    Crew talking = company.talk(List.of(door), isLoaded::get);
    await().atMost(LOAD_WITHIN).until(() -> company.acknowledged() >= enough);
    boolean alive = server.outlives(Duration.ofMillis(random.nextInt(20)));
    server.kill();
    isLoaded.set(false);
    talking.join();
    assertThat(alive).as("the server lived until it was killed: %s", server.log()).isTrue();
  }

  /// Everything once more, from the beginning and by devices that have nothing yet.
  private void lookAtEverything() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder)) {
      Door door = server.awaitReady();
      company.getNewDevices();
      company.settle(List.of(door));
      assertThat(company.lookAtAll(door)).as("the end of seed %d", seed).isEmpty();
      server.end();
    }
  }
}

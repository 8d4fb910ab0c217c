package io.whaleshark.server.kill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an erasure that is killed has lost nothing, and a repetition finishes it. Method: a user
/// with many messages is erased, while the process is killed at a random moment of each round. In
/// the end everything of theirs is a tombstone.
class ErasureKillTest {

  private static final int KILLS_AT_MOST = 8;
  private static final int KILLED_WITHIN_MILLIS = Integer.getInteger("erasure.millis", 800);

  @TempDir Path folder;

  private final long seed = Long.getLong("kill.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @Test
  void aRepetitionFinishesWhatWasKilled() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder)) {
      new ErasureCalls(server.awaitReady().http()).talk();
      server.end();
    }
    boolean isFinished = false;
    for (int round = 1; !isFinished; round++) {
      try (ServerProcess server = ServerProcess.start(folder)) {
        var erasing = new ErasureCalls(server.awaitReady().http()).erase();
        if (round > KILLS_AT_MOST) {
          var _ = erasing.join(); // a machine that is slow gets the time it needs
        } else {
          boolean _ = server.outlives(Duration.ofMillis(random.nextInt(KILLED_WITHIN_MILLIS)));
        }
        isFinished = erasing.isDone() && !erasing.isCompletedExceptionally();
        server.kill();
      }
    }
    try (ServerProcess server = ServerProcess.start(folder)) {
      new ErasureCalls(server.awaitReady().http()).assertErased(seed);
      server.end();
    }
  }
}

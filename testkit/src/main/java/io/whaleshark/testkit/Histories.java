package io.whaleshark.testkit;

import io.whaleshark.core.engine.Engine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

/// What checks by random histories have in common: seeds, folders, shrinking, and the report.
abstract class Histories {

  /// The number of fixed seeds; one more is drawn in each run.
  private static final int HISTORIES = 200;

  @TempDir private Path folders = Path.of("");

  private final Map<Path, ReferenceEngine.Disk> disks = new HashMap<>();
  private int folderCount;

  /// Opens the engine in a folder, which is empty or was left by the same engine, closed.
  protected abstract Engine open(Path folder);

  /// How many histories to play.
  protected int histories() {
    return HISTORIES;
  }

  final Engine openReference(Path folder) {
    return new ReferenceEngine(disks.computeIfAbsent(folder, _ -> new ReferenceEngine.Disk()));
  }

  final Path newFolder() {
    folderCount++;
    return folders.resolve("" + folderCount);
  }

  /// Plays the stories of all seeds.
  ///
  /// @throws AssertionError with the seed and a story that was cut down to what is needed
  final void play(LongFunction<Story> teller) {
    for (long seed = 1; seed <= histories(); seed++) {
      play(teller.apply(seed));
    }
    play(teller.apply(RandomGenerator.getDefault().nextLong()));
  }

  private void play(Story story) {
    story
        .shrunkFailure(this::failureOf)
        .ifPresent(failure -> {
          throw new AssertionError(failure.tell());
        });
  }

  /// Plays a story and checks what has to hold.
  ///
  /// @throws AssertionError if it does not
  abstract void check(Story story);

  private Optional<String> failureOf(Story story) {
    try {
      check(story);
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      StringBuilder what = new StringBuilder(String.valueOf(e));
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        what.append("\n  caused by ").append(cause).append(" at ").append(cause.getStackTrace()[0]);
      }
      return Optional.of(what.toString());
    }
  }
}

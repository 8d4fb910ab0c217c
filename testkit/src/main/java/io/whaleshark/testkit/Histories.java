package io.whaleshark.testkit;

import io.whaleshark.core.engine.Engine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

/// The common part of checks with random histories: seeds, folders, shrinking and the report.
abstract class Histories {

  /// The number of fixed seeds; each run adds a random one.
  private static final int HISTORIES = 200;

  @TempDir private Path folders = Path.of("");

  private final Map<Path, ReferenceEngine.Disk> disks = new HashMap<>();
  private int folderCount;

  /// Opens the engine in a folder, which is empty or was left by the same engine, closed.
  protected abstract Engine open(Path folder);

  /// The number of histories to play.
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
  /// @throws AssertionError with the seed and a minimized story
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

  /// Plays a story and checks its result.
  ///
  /// @throws AssertionError if the check fails
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

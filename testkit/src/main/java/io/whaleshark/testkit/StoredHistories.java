package io.whaleshark.testkit;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.engine.Engine;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Plays random histories, and has what each has stored examined. A failure reports the seed and
/// the shortest story found.
public abstract class StoredHistories extends Histories {

  /// The app of all stories.
  public static final int APP = Cast.GROUPS.getFirst().app();

  @Override
  protected Engine open(Path folder) {
    return openReference(folder);
  }

  /// Examines what a history has stored.
  ///
  /// @param engine stays open meanwhile
  /// @param now the time at its end
  protected abstract void examine(Engine engine, AppPolicy policy, Instant now);

  @Override
  void check(Story story) {
    Path folder = newFolder();
    try (Stage stage = new Stage(() -> open(folder), story.policy())) {
      story.steps().forEach(step -> step.does().accept(stage));
      stage.turn();
      examine(stage.engine(), story.policy(), stage.now());
    }
  }

  @Test
  void whatAnyHistoryHasStored() {
    play(StoryTeller::tell);
  }
}

package io.whaleshark.testkit;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Feed;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.testkit.Stage.Told;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Plays random histories on the reference engine and on another one. Everyone must be told the
/// same, and every port must answer the same.
///
/// A subclass says how to open the other engine. A failure reports the seed and the shortest story
/// found in which the two differ.
public abstract class EngineComparison extends Histories {

  private static final int STEPS_BETWEEN_READOUTS = 8;

  @Override
  protected abstract Engine open(Path folder);

  /// Whether the other engine has to delete as many expired messages as the reference. Not where a
  /// restart has left behind those that nobody sees.
  protected boolean deletesAsMany() {
    return true;
  }

  /// Examines what a whole history has left on the disk, after the engine was closed.
  protected void inspect(Path folder) {}

  @Test
  @DisplayName("P1-P9 any history, with restarts, expiry and recalls, is the same on the reference")
  void sameAnswersAsTheReference() {
    play(StoryTeller::tell);
  }

  @Test
  @DisplayName("P1-P9 so is any history in which commits fail")
  void sameAnswersWhenCommitsFail() {
    play(StoryTeller::tellWithFaults);
  }

  /// An engine as its only node sees it: nobody is told of logins, which are stored nowhere else.
  private static final class Alone extends ForwardingEngine {

    Alone(Engine engine) {
      super(engine);
    }

    @Override
    public Optional<Feed> feed() {
      return Optional.empty();
    }
  }

  @Override
  void check(Story story) {
    Path folder = newFolder();
    Bound bound = story.policy().inbox();
    var questions =
        new Readout.Questions(
            Cast.PEOPLE,
            Cast.conversations(),
            List.of(bound, new Bound(bound.entries() + 5, bound.share())));
    try (Stage expected = new Stage(() -> openReference(folder), story.policy());
        Stage actual = new Stage(() -> new Alone(open(folder)), story.policy())) {
      int count = 0;
      for (Story.Step step : story.steps()) {
        step.does().accept(expected);
        step.does().accept(actual);
        compare(compared(expected), compared(actual));
        if (++count % STEPS_BETWEEN_READOUTS == 0 || count == story.steps().size()) {
          Readout.of(actual.engine(), questions)
              .differenceFrom(Readout.of(expected.engine(), questions))
              .ifPresent(difference -> {
                throw new AssertionError("the ports differ in: " + difference);
              });
        }
      }
    }
    inspect(folder);
  }

  private List<Told> compared(Stage stage) {
    return stage.takeTranscript().stream()
        .filter(told -> deletesAsMany() || !told.whom().equals(Stage.EXPIRY))
        .toList();
  }

  /// What one device is told has an order. There is no order between two devices within a step.
  private static void compare(List<Told> expected, List<Told> actual) {
    Map<String, List<Object>> should = byWhom(expected);
    Map<String, List<Object>> was = byWhom(actual);
    for (String whom : Stream.concat(should.keySet().stream(), was.keySet().stream()).toList()) {
      List<Object> told = should.getOrDefault(whom, List.of());
      if (!told.equals(was.get(whom))) {
        throw new AssertionError(
            whom + " is told otherwise\n  expected: " + told + "\n   but was: " + was.get(whom));
      }
    }
  }

  private static Map<String, List<Object>> byWhom(List<Told> told) {
    return told.stream()
        .collect(
            Collectors.groupingBy(
                Told::whom,
                LinkedHashMap::new,
                Collectors.mapping(Told::what, Collectors.toList())));
  }
}

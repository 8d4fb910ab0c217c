package io.whaleshark.testkit;

import io.whaleshark.core.app.AppPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A history that can be played on any [Stage], repeatedly and deterministically. Immutable.
///
/// Each step is valid at any place: an impossible step is refused or does nothing. So a story
/// without some of its steps is still a story, and a failing one can be shrunk until every
/// remaining step is needed.
///
/// @param seed the seed from which it was generated
/// @param policy the app's settings
record Story(long seed, AppPolicy policy, List<Step> steps) {

  /// One step.
  ///
  /// @param says describes the step to people
  /// @param does runs the step
  record Step(String says, Consumer<Stage> does) {}

  /// A failure of a story: the reason, and the story up to the failing step.
  record Failure(String what, Story story) {

    /// What went wrong, and the story up to there.
    String tell() {
      return what
          + "\n  in the story of seed "
          + story.seed
          + ", with "
          + story.policy
          + ":\n"
          + story.steps.stream()
              .map(step -> "    " + step.says())
              .collect(Collectors.joining("\n"));
    }
  }

  /// The shortest story found that fails, with its failure; empty if this one does not.
  ///
  /// Leaves out halves, quarters and so on, down to single steps, as long as what is left fails in
  /// whatever way.
  ///
  /// @param attempt plays a story, and says what went wrong, if anything did
  Optional<Failure> shrunkFailure(Function<Story, Optional<String>> attempt) {
    Optional<String> first = attempt.apply(this);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Failure shortest = new Failure(first.get(), this);
    for (int size = Math.max(1, steps.size() / 2); size >= 1; size /= 2) {
      Optional<Failure> shorter = shortest.story.shorterBy(size, attempt);
      while (shorter.isPresent()) {
        shortest = shorter.get();
        shorter = shortest.story.shorterBy(size, attempt);
      }
    }
    return Optional.of(shortest);
  }

  /// The story without some of its steps, if it still fails.
  private Optional<Failure> shorterBy(int size, Function<Story, Optional<String>> attempt) {
    for (int from = 0; from < steps.size(); from += size) {
      Story tried = without(from, size);
      Optional<String> failure = attempt.apply(tried);
      if (failure.isPresent()) {
        return Optional.of(new Failure(failure.get(), tried));
      }
    }
    return Optional.empty();
  }

  private Story without(int from, int count) {
    List<Step> left = new ArrayList<>(steps.subList(0, from));
    left.addAll(steps.subList(Math.min(steps.size(), from + count), steps.size()));
    return new Story(seed, policy, List.copyOf(left));
  }
}

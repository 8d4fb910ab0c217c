package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.lane.LaneLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The scheduled steps of a simulation. Immutable. A plan without some of its steps is still a
/// plan: a step that is no longer possible does nothing.
///
/// @param seed where it came from, and the source of all delays
/// @param nodes how many servers work as one
/// @param lane how much may wait
/// @param second what everyone's second device is
public record Plan(
    long seed, int nodes, AppPolicy policy, LaneLimits lane, DeviceKind second, List<Step> steps) {

  static final double SECONDS = 1e-6;

  /// One step.
  ///
  /// @param at microseconds after the beginning
  /// @param says what happens, for people
  record Step(long at, String says, Consumer<Simulation> does) {}

  /// A plan that fails, and how.
  public record Failure(String what, Plan plan) {

    /// What went wrong, and what it takes.
    public String tell() {
      return what
          + "\n  in the plan of seed "
          + plan.seed
          + (plan.nodes == 1 ? "" : " for " + plan.nodes + " nodes")
          + ":\n"
          + plan.steps.stream()
              .map(step -> "    %7.3f s  %s".formatted(step.at() * SECONDS, step.says()))
              .collect(Collectors.joining("\n"));
    }
  }

  /// The shortest plan found that fails, given that this one does; empty if it does not.
  ///
  /// Leaves out halves, quarters and so on, down to single steps, as long as what is left fails.
  ///
  /// @param attempt plays a plan, and says what went wrong, if anything did
  public Optional<Failure> shrunkFailure(Function<Plan, Optional<String>> attempt) {
    Optional<String> first = attempt.apply(this);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Failure shortest = new Failure(first.get(), this);
    for (int size = Math.max(1, steps.size() / 2); size >= 1; size /= 2) {
      Optional<Failure> shorter = shortest.plan.shorterBy(size, attempt);
      while (shorter.isPresent()) {
        shortest = shorter.get();
        shorter = shortest.plan.shorterBy(size, attempt);
      }
    }
    return Optional.of(shortest);
  }

  private Optional<Failure> shorterBy(int size, Function<Plan, Optional<String>> attempt) {
    for (int from = 0; from < steps.size(); from += size) {
      List<Step> left = new ArrayList<>(steps.subList(0, from));
      left.addAll(steps.subList(Math.min(steps.size(), from + size), steps.size()));
      Plan tried = new Plan(seed, nodes, policy, lane, second, List.copyOf(left));
      Optional<String> failure = attempt.apply(tried);
      if (failure.isPresent()) {
        return Optional.of(new Failure(failure.get(), tried));
      }
    }
    return Optional.empty();
  }
}

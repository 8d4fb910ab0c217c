package io.whaleshark.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// People edit what they wrote, once or several times, and the backend edits what anybody wrote; by
/// chances of their own. Confined to the simulation's thread.
final class EditSteps {

  private static final int ONE_IN = 4;

  private EditSteps() {}

  /// The steps of a plan, and these among them.
  static List<Plan.Step> among(List<Plan.Step> others, long seed) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(Long.rotateLeft(seed, 48));
    List<Plan.Step> steps = new ArrayList<>();
    for (Plan.Step step : others) {
      steps.add(step);
      if (random.nextInt(ONE_IN) == 0) {
        steps.add(step(step.at(), random));
      }
    }
    return List.copyOf(steps);
  }

  private static Plan.Step step(long at, RandomGenerator random) {
    String user = Scene.USERS.get(random.nextInt(Scene.USERS.size()));
    int device = random.nextInt(Simulation.DEVICES);
    int which = random.nextInt(1_000);
    String who = user + "'s device " + device;
    return switch (random.nextInt(7)) {
      case 0 ->
          of(
              at,
              "the backend edits a message that " + user + " knows",
              s -> s.device(user, device).mischief().known(which).ifPresent(s.backend()::rewrite));
      case 1 ->
          of(
              at,
              who + " tries to edit messages of others",
              s -> s.device(user, device).mischief().editOfOthers(which));
      case 2 ->
          of(
              at,
              who + " edits a message twice",
              s -> {
                s.device(user, device).edit(which);
                s.device(user, device).edit(which);
              });
      case 3 ->
          of(
              at,
              who + " edits a message and recalls it",
              s -> {
                s.device(user, device).edit(which);
                s.device(user, device).recall(which);
              });
      default -> of(at, who + " edits a message", s -> s.device(user, device).edit(which));
    };
  }

  private static Plan.Step of(long at, String says, Consumer<Simulation> does) {
    return new Plan.Step(at, says, does);
  }
}

package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// People pin messages that they know, whether they may or not, and ask which are pinned, and the
/// backend pins as well; by chances of their own. Confined to the simulation's thread.
final class PinSteps {

  private static final int ONE_IN = 4;

  private PinSteps() {}

  /// The steps of a plan, and these among them.
  static List<Plan.Step> among(List<Plan.Step> others, long seed) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(Long.rotateLeft(seed, 24));
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
    List<ConversationId> conversations = Scene.conversations(Scene.user(user));
    ConversationId conversation = conversations.get(random.nextInt(conversations.size()));
    int which = random.nextInt(1_000);
    boolean isPinned = random.nextInt(3) > 0;
    String pins = isPinned ? " pins" : " pins no more";
    String who = user + "'s device " + device;
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          of(
              at,
              "the backend" + pins + " a message that " + user + " knows",
              s ->
                  s.device(user, device)
                      .mischief()
                      .known(which)
                      .ifPresent(message -> s.backend().pin(message, isPinned)));
      case 2, 3 ->
          of(
              at,
              who + " asks which messages of " + Scene.name(conversation) + " are pinned",
              s ->
                  s.device(user, device)
                      .mischief()
                      .ask(new Question.Pinned(Scene.user(user), conversation)));
      case 4 ->
          of(
              at,
              who + " pins a message of its own and recalls it",
              s -> {
                s.device(user, device)
                    .mischief()
                    .submitOfOwn(which, message -> dare(message, which, true));
                s.device(user, device).recall(which);
              });
      default ->
          of(
              at,
              who + pins + " a message",
              s -> {
                Mischief own = s.device(user, device).mischief();
                own.known(which).ifPresent(message -> own.submit(dare(message, which, isPinned)));
              });
    };
  }

  private static Mischief.Dare dare(Message message, int which, boolean isPinned) {
    return (caller, reply) ->
        new Command.PinMessage(
            caller, message.conversation(), Wishes.name(message, which), isPinned, reply);
  }

  private static Plan.Step of(long at, String says, Consumer<Simulation> does) {
    return new Plan.Step(at, says, does);
  }
}

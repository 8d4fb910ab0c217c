package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.history.SeenReactions.Which;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// People react to messages that they know, whether they may or not, take reactions back, and ask
/// who has reacted; by chances of their own. Confined to the simulation's thread.
final class ReactionSteps {

  private static final int ONE_IN = 3;
  private static final List<String> SIGNS = List.of("👍", "❤️", "👍🏽", "yes");

  private ReactionSteps() {}

  /// The steps of a plan, and these among them.
  static List<Plan.Step> among(List<Plan.Step> others, long seed) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(Long.rotateLeft(seed, 40));
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
    String sign = SIGNS.get(random.nextInt(SIGNS.size()));
    boolean isSet = random.nextInt(3) > 0;
    String who = user + "'s device " + device;
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> question(at, user, device, random);
      case 3 ->
          of(
              at,
              "the backend takes back what " + user + " has at a message",
              s ->
                  s.device(user, device)
                      .mischief()
                      .known(which)
                      .ifPresent(message -> s.backend().takeBack(message, sign, Scene.user(user))));
      case 4 ->
          of(
              at,
              who + " reacts to a message of its own and recalls it",
              s -> {
                s.device(user, device)
                    .mischief()
                    .submitOfOwn(which, message -> dare(message, which, sign, true));
                s.device(user, device).recall(which);
              });
      case 5 ->
          of(
              at,
              who + " sets more signs at a message than fit",
              s -> {
                Mischief own = s.device(user, device).mischief();
                own.known(which)
                    .ifPresent(message -> {
                      for (int i = 0; i <= Tally.SIGNS_AT_MOST; i++) {
                        own.submit(dare(message, which, "sign " + i, true));
                      }
                    });
              });
      default ->
          of(
              at,
              who + (isSet ? " sets " : " takes back ") + sign + " at a message",
              s -> {
                Mischief own = s.device(user, device).mischief();
                own.known(which)
                    .ifPresent(message -> own.submit(dare(message, which, sign, isSet)));
              });
    };
  }

  private static Plan.Step question(long at, String user, int device, RandomGenerator random) {
    List<ConversationId> conversations = Scene.conversations(Scene.user(user));
    ConversationId conversation = conversations.get(random.nextInt(conversations.size()));
    int from = 1 + random.nextInt(10);
    String sign = SIGNS.get(random.nextInt(SIGNS.size()));
    String after = random.nextBoolean() ? "" : Scene.USERS.get(random.nextInt(Scene.USERS.size()));
    Question<?> question =
        random.nextInt(3) == 0
            ? new Question.Reactors(
                Scene.user(user), conversation, new Which(from, sign, after, 1 + from % 2))
            : new Question.Reacted(Scene.user(user), conversation, from, from + 199);
    return of(
        at,
        user + "'s device " + device + " asks for reactions in " + Scene.name(conversation),
        s -> s.device(user, device).mischief().ask(question));
  }

  private static Mischief.Dare dare(Message message, int which, String sign, boolean isSet) {
    return (caller, reply) ->
        new Command.React(
            caller, message.conversation(), Wishes.name(message, which), sign, isSet, reply);
  }

  private static Plan.Step of(long at, String says, Consumer<Simulation> does) {
    return new Plan.Step(at, says, does);
  }
}

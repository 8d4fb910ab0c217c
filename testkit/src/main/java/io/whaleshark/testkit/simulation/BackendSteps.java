package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// What an app's backend does beside the people of a plan. Some apps have none. It has chances of
/// its own: what people do depends on the seed alone.
final class BackendSteps {

  private static final int NONE_ONE_IN = 2;
  private static final int ONE_IN = 5;
  private static final int TIMES_AT_MOST = 3;
  private static final int BANNED_MICROS = 1_000_000;
  private static final int BLOCKED_MICROS = 2_000_000;

  private final RandomGenerator random;
  private final List<Plan.Step> steps = new ArrayList<>();

  private BackendSteps(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(Long.reverse(seed));
  }

  /// The steps of people, and those of the backend among them. Each is at the time of one of
  /// people's: while they rest, it rests.
  static List<Plan.Step> among(List<Plan.Step> ofPeople, long seed) {
    BackendSteps backend = new BackendSteps(seed);
    boolean isThere = backend.random.nextInt(NONE_ONE_IN) != 0;
    for (Plan.Step step : ofPeople) {
      backend.steps.add(step);
      if (isThere && backend.random.nextInt(ONE_IN) == 0) {
        backend.step(step.at());
      }
    }
    return List.copyOf(backend.steps);
  }

  private void step(long at) {
    String user = Scene.USERS.get(random.nextInt(Scene.USERS.size()));
    int device = random.nextInt(Simulation.DEVICES);
    List<ConversationId> conversations = Scene.conversations(Scene.user(user));
    ConversationId conversation = conversations.get(random.nextInt(conversations.size()));
    String where = Scene.name(conversation);
    int which = random.nextInt(1_000);
    Block block = new Block(Scene.user(user), Scene.user(Scene.other(user)));
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> {
        int times = 1 + random.nextInt(TIMES_AT_MOST);
        add(
            at,
            "writes to " + where + " as " + user + ", " + times + " times at once",
            s -> s.backend().send(Scene.user(user), conversation, times));
      }
      case 3 -> add(at, "sends a message again", s -> s.backend().repeat(which));
      case 4 -> add(at, "recalls a message of its own", s -> s.backend().withdrawOwn(which));
      case 5 ->
          add(
              at,
              "recalls a message that " + user + " knows",
              s -> s.device(user, device).mischief().known(which).ifPresent(s.backend()::withdraw));
      case 6 ->
          add(
              at,
              "recalls a message where it is not",
              s -> s.backend().withdrawElsewhere(which, conversation));
      case 7 -> {
        long micros = random.nextInt(BANNED_MICROS);
        add(at, "bans " + user + " for a while", s -> s.backend().ban(Scene.user(user), micros));
      }
      case 8 -> {
        long micros = random.nextInt(BLOCKED_MICROS);
        add(at, "lets " + user + " block for a while", s -> s.backend().block(block, micros));
      }
      case 9, 10 -> {
        Mischief.Dare sets = Wishes.block(random, block);
        add(
            at,
            "meets " + user + ", who blocks somebody or lifts that, and asks for the list",
            s -> {
              Mischief own = s.device(user, device).mischief();
              own.submit(sets);
              own.ask(new Question.Blocked(Scene.user(user)));
            });
      }
      default ->
          add(
              at,
              "says that " + user + " has read " + where,
              s -> s.backend().read(s.device(user, device), conversation));
    }
  }

  private void add(long at, String says, Consumer<Simulation> does) {
    steps.add(new Plan.Step(at, "the backend " + says, does));
  }
}

package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Devices register push tokens, take them from one another, and remove them; by chances of their
/// own. Confined to the simulation's thread.
///
/// Of several nodes the model does not know where in a batch somebody was signed out. So only those
/// register there whom nobody signs out.
final class PushSteps {

  private static final int ONE_IN = 6;
  private static final int TOKENS = 4;

  /// Whose token nobody takes: the erasure alone removes it.
  static final UserId ERASED = Quiet.USERS.getLast();

  private static final DeviceId PHONE = new DeviceId(DeviceKind.IOS, "phone");

  private PushSteps() {}

  /// The steps of a plan, and these among them.
  static List<Plan.Step> among(List<Plan.Step> others, long seed, int nodes) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(Long.rotateLeft(seed, 16));
    List<Plan.Step> steps = new ArrayList<>();
    for (Plan.Step step : others) {
      steps.add(step);
      if (random.nextInt(ONE_IN) == 0) {
        steps.add(step(step.at(), random, nodes));
      }
    }
    return List.copyOf(steps);
  }

  private static Plan.Step step(long at, RandomGenerator random, int nodes) {
    String token = "token" + random.nextInt(TOKENS);
    int which = random.nextInt(Simulation.DEVICES);
    String user = Scene.USERS.get(random.nextInt(Scene.USERS.size()));
    boolean isRemoved = random.nextInt(4) == 0;
    return switch (random.nextInt(4)) {
      case 0 -> of(at, "a quiet phone registers", s -> set(s, ERASED, PHONE, "own"));
      case 1 ->
          of(
              at,
              "a quiet phone registers " + token,
              s -> set(s, Quiet.USERS.getFirst(), PHONE, token));
      default ->
          nodes > 1
              ? of(at, "a quiet phone is forgotten", s -> remove(s, Quiet.USERS.getFirst(), PHONE))
              : of(
                  at,
                  user
                      + "'s device "
                      + which
                      + (isRemoved ? " is forgotten" : " registers " + token),
                  s -> {
                    DeviceId device = s.device(user, which).id();
                    if (isRemoved) {
                      remove(s, Scene.user(user), device);
                    } else {
                      set(s, Scene.user(user), device, token);
                    }
                  });
    };
  }

  private static Plan.Step of(long at, String says, Consumer<Simulation> does) {
    return new Plan.Step(at, says, does);
  }

  private static void set(Simulation in, UserId user, DeviceId device, String token) {
    in.backend()
        .ask(
            reply -> new Command.SetPushToken(user, device, "apns", token, reply),
            answer -> {
              boolean isBanned =
                  answer instanceof Answer.Refused(Refusal refusal, _) && refusal == Refusal.BANNED;
              if (!isBanned && !answer.equals(Answer.DONE)) {
                in.violated("P2 a push token was answered " + answer);
              }
            });
  }

  private static void remove(Simulation in, UserId user, DeviceId device) {
    in.backend()
        .ask(reply -> new Command.RemovePushToken(user, Optional.of(device), reply), _ -> {});
  }

  /// Who has which has to be what the model says.
  static void look(SimulatedServer server) {
    for (UserId user : Quiet.USERS) {
      var _ = server.ask(new Question.Tokens(user));
    }
    for (String user : Scene.USERS) {
      var _ = server.ask(new Question.Tokens(Scene.user(user)));
    }
  }
}

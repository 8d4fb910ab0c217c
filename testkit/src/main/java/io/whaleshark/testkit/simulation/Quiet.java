package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Two users without devices, whom the backend lets talk, read and switch their receipts, and
/// erases. Nobody else sees them, so no device has to forget anything: what is left of them is
/// looked up, and compared with the [Model]. Confined to the simulation's thread.
final class Quiet {

  private static final UserId GUS = Scene.user("gus");
  private static final UserId HAL = Scene.user("hal");

  /// Both.
  static final List<UserId> USERS = List.of(GUS, HAL);

  private static final ConversationId.Direct CHAT = ConversationId.Direct.between(GUS, HAL);

  /// Hal's group, which Gus leaves and comes back to.
  private static final ConversationId.Group GROUP = Scene.group("quiet");

  private static final List<ConversationId> CONVERSATIONS = List.of(CHAT, GROUP);
  private static final PageLimit PAGE = PageLimit.of(5);
  private static final int LIST_PAGE = 9;
  private static final int COUNTED = 20;
  private static final int ONE_IN = 4;

  private final Backend backend;
  private final List<Message> said = new ArrayList<>();
  private int count;

  Quiet(Backend backend) {
    this.backend = backend;
  }

  /// The steps of a plan, and these among them, by chances of their own.
  static List<Plan.Step> among(List<Plan.Step> others, long seed) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(Long.rotateLeft(seed, 32));
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
    UserId user = random.nextBoolean() ? GUS : HAL;
    ConversationId where = random.nextInt(3) == 0 ? GROUP : CHAT;
    int which = random.nextInt(1_000);
    return switch (random.nextInt(17)) {
      case 0, 1 -> of(at, "erases " + user.name(), s -> s.quiet().erase(user));
      case 2 -> of(at, "recalls what was said quietly", s -> s.quiet().recall(which));
      case 3, 4 -> of(at, user.name() + " reads quietly", s -> s.quiet().read(user, which));
      case 5 -> of(at, "founds the quiet group", s -> s.quiet().found());
      case 6 -> of(at, "lets gus leave quietly", s -> s.quiet().move(false));
      case 7 -> of(at, "lets gus come back quietly", s -> s.quiet().move(true));
      case 12 -> of(at, user.name() + " receives quietly", s -> s.quiet().receive(user, which));
      case 13, 14, 15 -> {
        boolean on = random.nextInt(3) == 0;
        String says = user.name() + " switches receipts " + (on ? "on" : "off");
        yield of(at, says, s -> s.quiet().switchReceipts(user, on));
      }
      default ->
          of(
              at,
              "writes quietly to " + Scene.name(where) + " as " + user.name(),
              s -> s.quiet().say(user, where));
    };
  }

  private static Plan.Step of(long at, String says, Consumer<Simulation> does) {
    return new Plan.Step(at, "the backend " + says, does);
  }

  private void say(UserId user, ConversationId where) {
    ClientMessageId id = new ClientMessageId(user, "quiet" + ++count);
    var content = new Message.Sent(Payload.ofText("\"" + id.value() + "\""), Payload.NONE);
    Caller caller = Caller.backendFor(user);
    backend.ask(
        reply -> new Command.Send(caller, where, id, content, reply),
        answer -> {
          if (answer instanceof Answer.Sent(Message message)) {
            said.add(message);
          }
        });
  }

  private void read(UserId user, int which) {
    if (!said.isEmpty()) {
      Message upTo = said.get(which % said.size());
      Caller caller = Caller.backendFor(user);
      backend.ask(
          reply -> new Command.Read(caller, upTo.conversation(), upTo.sequence(), reply), _ -> {});
    }
  }

  private void receive(UserId user, int which) {
    Optional<Message> known =
        said.isEmpty() ? Optional.empty() : Optional.of(said.get(which % said.size()));
    if (known.isPresent() && known.get().conversation() instanceof ConversationId.Direct direct) {
      Message upTo = known.get();
      Caller caller = Caller.backendFor(user);
      String id = upTo.clientId().value();
      backend.ask(
          reply -> new Command.Receive(caller, direct, upTo.sequence(), upTo.stamp(), id, reply),
          _ -> {});
    }
  }

  private void switchReceipts(UserId user, boolean on) {
    backend.ask(reply -> new Command.SwitchReceipts(Caller.backendFor(user), on, reply), _ -> {});
  }

  private void recall(int which) {
    if (!said.isEmpty()) {
      Message message = said.get(which % said.size());
      backend.ask(
          reply -> new Command.Withdraw(message.conversation(), message.stamp(), reply), _ -> {});
    }
  }

  private void found() {
    backend.ask(
        reply ->
            new Command.PutGroup(Actor.ADMINISTRATION, GROUP, "quiet", HAL, List.of(GUS), reply),
        _ -> {});
  }

  private void move(boolean isIn) {
    backend.ask(
        reply ->
            isIn
                ? new Command.AddMembers(Actor.ADMINISTRATION, GROUP, List.of(GUS), reply)
                : new Command.RemoveMember(Actor.ADMINISTRATION, GROUP, GUS, reply),
        _ -> {});
  }

  private void erase(UserId user) {
    backend.ask(reply -> new Command.EraseViews(user, CONVERSATIONS, reply), _ -> {});
  }

  /// What both see has to be what the model says.
  static void look(SimulatedServer server) {
    for (UserId user : USERS) {
      var _ = server.ask(new Question.Inbox(user, 0, PAGE));
      var _ = server.ask(new Question.Changed(user, 0, LIST_PAGE));
      for (ConversationId conversation : CONVERSATIONS) {
        var _ = server.ask(new Question.HistoryAfter(user, conversation, 0, PAGE));
      }
      var _ = server.ask(new Question.HistoryBefore(user, CHAT, Long.MAX_VALUE, PAGE));
      var _ = server.ask(new Question.Counts(user, GROUP, 1, COUNTED));
      for (int sequence = 1; sequence <= COUNTED; sequence++) {
        var _ = server.ask(new Question.Audience(user, GROUP, sequence, "", LIST_PAGE));
      }
    }
  }
}

package io.whaleshark.testkit;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.Role;
import io.whaleshark.testkit.Story.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Generates random stories with few users and few conversations, so that everything happens to
/// everyone.
///
/// Deterministic: a seed always gives the same story. Confined to its test's thread.
final class StoryTeller {

  private static final List<String> SIGNS = List.of("👍", "❤️");
  private static final int STEPS_AT_LEAST = 20;
  private static final int STEPS_MORE = 80;

  /// A message that was sent, or attempted.
  private record Sent(
      UserId sender, ConversationId conversation, ClientMessageId id, Message.Sent content) {}

  private final RandomGenerator random;
  private final long seed;
  private final boolean withFaults;
  private final List<Step> steps = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private final Map<ConversationId, Integer> said = new HashMap<>();

  private StoryTeller(long seed, boolean withFaults) {
    this.seed = seed;
    this.withFaults = withFaults;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /// The story of a seed, without failures of the engine.
  static Story tell(long seed) {
    return new StoryTeller(seed, false).tell();
  }

  /// The story of a seed, with occasional failures of the engine.
  static Story tellWithFaults(long seed) {
    return new StoryTeller(seed, true).tell();
  }

  private Story tell() {
    AppPolicy policy = Stage.policy(random);
    for (ConversationId.Group group : Cast.GROUPS) {
      putGroup(
          group,
          Cast.PEOPLE.get(0),
          Cast.PEOPLE.subList(0, 1 + random.nextInt(Cast.PEOPLE.size())));
    }
    Cast.PEOPLE.forEach(user -> logIn(user, pick(Cast.DEVICES), policy.login()));
    turn();
    for (int left = STEPS_AT_LEAST + random.nextInt(STEPS_MORE); left > 0; left--) {
      anyStep(policy);
      if (random.nextInt(5) < 3) {
        turn();
      }
    }
    turn();
    return new Story(seed, policy, List.copyOf(steps));
  }

  private void anyStep(AppPolicy policy) {
    switch (random.nextInt(withFaults ? 51 : 47)) {
      case 0, 1, 2 -> logIn(pick(Cast.PEOPLE), pick(Cast.DEVICES), policy.login());
      case 3 -> logOut();
      case 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 -> send();
      case 14, 15 -> sendAgain();
      case 16, 17, 18, 19 -> replace();
      case 20, 21, 22, 23, 24 -> read();
      case 25, 26 -> receive();
      case 27 -> set();
      case 39 -> steps.add(Stage.banning(pick(Cast.PEOPLE), random.nextBoolean()));
      case 40 ->
          steps.add(
              Stage.blocking(
                  new Block(pick(Cast.PEOPLE), pick(Cast.PEOPLE)), random.nextBoolean()));
      case 42, 43, 44 -> switchReceipts();
      case 45, 46 -> steps.add(Stage.describing(pick(Cast.PEOPLE), pick(Cast.DEVICES), random));
      case 41 -> steps.add(Stage.erasure(pick(Cast.PEOPLE)));
      case 28, 29 -> addMember();
      case 30, 31 -> removeMember();
      case 32 -> changeGroup();
      case 33, 34 -> waitFor();
      case 35 -> expire();
      case 36 -> step("the server restarts", Stage::restart);
      case 37, 38 -> ask();
      default -> fault();
    }
  }

  private void expire() {
    boolean isHalf = random.nextInt(3) == 0;
    String says = "what is too old expires" + (isHalf ? ", and is not deleted yet" : "");
    step(says, isHalf ? Stage::raiseFloors : Stage::expire);
  }

  private void step(String says, Consumer<Stage> does) {
    steps.add(new Step(says, does));
  }

  private void turn() {
    step("(a turn of the lane)", Stage::turn);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private ConversationId conversationOf(UserId user) {
    return random.nextBoolean()
        ? pick(Cast.GROUPS)
        : ConversationId.Direct.between(user, pick(Cast.PEOPLE));
  }

  /// A number near the sequences that the conversation may have reached.
  private long sequenceIn(ConversationId conversation) {
    return random.nextLong(1, said.getOrDefault(conversation, 0) + 2L);
  }

  private void logIn(UserId user, DeviceId device, LoginPolicy policy) {
    step(
        user.name() + " logs in on the " + device.name(),
        stage -> stage.device(user, device).logIn(policy));
  }

  private void logOut() {
    UserId user = pick(Cast.PEOPLE);
    DeviceId device = pick(Cast.DEVICES);
    step(
        user.name() + " logs out on the " + device.name(),
        stage -> stage.device(user, device).logOut());
  }

  /// An action of a user on any of their logged-in devices; does nothing if none is logged in.
  private void act(UserId user, String does, BiFunction<Stage, ModelDevice, Command> command) {
    boolean newest = random.nextBoolean();
    String says = user.name() + " " + does;
    step(
        says,
        stage -> {
          List<ModelDevice> online =
              stage.devices().stream()
                  .filter(d -> d.user().equals(user) && d.isLoggedIn())
                  .toList();
          if (!online.isEmpty()) {
            stage.submit(command.apply(stage, newest ? online.getLast() : online.getFirst()));
          }
        });
  }

  private void send() {
    UserId sender = pick(Cast.PEOPLE);
    ConversationId conversation = conversationOf(sender);
    var id = new ClientMessageId(sender, "m" + sent.size());
    String text = "x".repeat(1 + random.nextInt(400));
    Payload extra = random.nextInt(4) == 0 ? Payload.ofText("e") : Payload.NONE;
    Sent message =
        new Sent(sender, conversation, id, new Message.Sent(Payload.ofText(text), extra));
    sent.add(message);
    said.merge(conversation, 1, Integer::sum);
    send(message, "sends " + id.value() + " to " + Cast.name(conversation));
  }

  private void send(Sent message, String says) {
    act(
        message.sender(),
        says,
        (stage, device) ->
            new Command.Send(
                device.caller().orElseThrow(),
                message.conversation(),
                message.id(),
                message.content(),
                device.messageAnswered(says)));
  }

  private void sendAgain() {
    if (sent.isEmpty()) {
      return;
    }
    Sent first = pick(sent);
    String id = first.id().value();
    switch (random.nextInt(4)) {
      case 0 ->
          send(
              new Sent(
                  first.sender(),
                  first.conversation(),
                  first.id(),
                  new Message.Sent(Payload.ofText("another text"), Payload.NONE)),
              "sends another text as " + id + " to " + Cast.name(first.conversation()));
      case 1 -> {
        ConversationId other = conversationOf(first.sender());
        send(
            new Sent(first.sender(), other, first.id(), first.content()),
            "sends " + id + " to " + Cast.name(other) + " this time");
      }
      default -> send(first, "sends " + id + " to " + Cast.name(first.conversation()) + " again");
    }
  }

  /// Edits, recalls or pins a message, or pins it no more, or reacts to it.
  private void replace() {
    if (sent.isEmpty()) {
      return;
    }
    Sent message = random.nextInt(3) > 0 ? sent.getLast() : pick(sent);
    UserId user = random.nextInt(8) == 0 ? pick(Cast.PEOPLE) : message.sender();
    ConversationId in = message.conversation();
    Command.Named named =
        random.nextBoolean()
            ? new Command.Named.ByClientId(message.id())
            : new Command.Named.BySequence(sequenceIn(in));
    var content = new Message.Sent(Payload.ofText("edit " + random.nextInt(3)), Payload.NONE);
    String does = pick(List.of("edits edits recalls pins unpins sets sets unsets".split(" ")));
    String sign = pick(SIGNS);
    String says = does + " " + sign + " " + named + " in " + Cast.name(in);
    act(
        user,
        says,
        (stage, device) -> {
          Caller caller = device.caller().orElseThrow();
          Reply reply = device.messageAnswered(says);
          return switch (does) {
            case "edits" -> new Command.Edit(caller, in, named, content, reply);
            case "recalls" -> new Command.Recall(caller, in, named, reply);
            case "sets", "unsets" ->
                new Command.React(caller, in, named, sign, does.equals("sets"), reply);
            default -> new Command.PinMessage(caller, in, named, does.equals("pins"), reply);
          };
        });
  }

  private void read() {
    UserId reader = pick(Cast.PEOPLE);
    ConversationId conversation = conversationOf(reader);
    long sequence = sequenceIn(conversation);
    act(
        reader,
        "reads " + Cast.name(conversation) + " up to " + sequence,
        (stage, device) ->
            new Command.Read(
                device.caller().orElseThrow(),
                conversation,
                sequence,
                device.readReported(conversation, sequence)));
  }

  private void receive() {
    UserId receiver = pick(Cast.PEOPLE);
    var conversation = ConversationId.Direct.between(receiver, pick(Cast.PEOPLE));
    long sequence = sequenceIn(conversation);
    String says = "received " + Cast.name(conversation) + " up to " + sequence;
    act(
        receiver,
        says,
        (stage, device) ->
            device.receives(conversation, sequence, stage.reply(receiver + " " + says)));
  }

  private void switchReceipts() {
    UserId user = pick(Cast.PEOPLE);
    boolean on = random.nextInt(3) == 0;
    String says = "switches receipts " + (on ? "on" : "off");
    act(user, says, (stage, device) -> device.switchesReceipts(on, says));
  }

  private Optional<Boolean> perhaps() {
    return random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty();
  }

  private void set() {
    UserId user = pick(Cast.PEOPLE);
    ConversationId conversation = conversationOf(user);
    var settings = new Command.Settings(perhaps(), perhaps(), perhaps());
    String says = "sets " + Cast.name(conversation) + " to " + settings;
    act(
        user,
        says,
        (stage, device) ->
            new Command.SetConversation(
                device.caller().orElseThrow(), conversation, settings, stage.reply(says)));
  }

  private void administer(String says, Function<Stage, Command> command) {
    step(says, stage -> stage.submit(command.apply(stage)));
  }

  private void putGroup(ConversationId.Group group, UserId owner, List<UserId> members) {
    String name = "name " + random.nextInt(3);
    String says = "group " + group.name() + " is put as '" + name + "', owner " + owner.name();
    administer(
        says,
        stage ->
            new Command.PutGroup(
                Actor.ADMINISTRATION, group, name, owner, members, stage.reply(says)));
  }

  private void addMember() {
    ConversationId.Group group = pick(Cast.GROUPS);
    UserId user = pick(Cast.PEOPLE);
    String says = user.name() + " is added to " + group.name();
    administer(
        says,
        stage ->
            new Command.AddMembers(Actor.ADMINISTRATION, group, List.of(user), stage.reply(says)));
  }

  private void removeMember() {
    ConversationId.Group group = pick(Cast.GROUPS);
    UserId user = pick(Cast.PEOPLE);
    String says = user.name() + " is removed from " + group.name();
    administer(
        says,
        stage -> new Command.RemoveMember(Actor.ADMINISTRATION, group, user, stage.reply(says)));
  }

  private void changeGroup() {
    ConversationId.Group group = pick(Cast.GROUPS);
    if (random.nextInt(6) == 0) {
      String says = "group " + group.name() + " is dissolved";
      administer(
          says, stage -> new Command.DissolveGroup(Actor.ADMINISTRATION, group, stage.reply(says)));
    } else if (random.nextBoolean()) {
      setMember(group);
    } else {
      putGroup(group, pick(Cast.PEOPLE), List.of());
    }
  }

  private void setMember(ConversationId.Group group) {
    UserId user = pick(Cast.PEOPLE);
    Role role = pick(List.of(Role.values()));
    Optional<Boolean> muted = perhaps();
    String says = user.name() + " becomes " + role + " of " + group.name() + ", muted: " + muted;
    Actor by = Actor.ADMINISTRATION;
    administer(
        says, stage -> new Command.SetMember(by, group, user, role, muted, stage.reply(says)));
  }

  private void waitFor() {
    Duration time = Duration.ofMillis(pick(List.of(100, 300, 40_000, 180_000, 360_000)));
    step("time passes: " + time, stage -> stage.advance(time));
  }

  private void fault() {
    if (withFaults) {
      FaultyEngine.Fault fault = pick(List.of(FaultyEngine.Fault.values()));
      step("(in the next turn the engine fails: " + fault + ")", stage -> stage.failBy(fault));
      switch (random.nextInt(4)) {
        case 0 -> addMember();
        case 1 -> removeMember();
        case 2 -> replace();
        default -> send();
      }
      turn();
    }
  }

  private void ask() {
    UserId user = pick(Cast.PEOPLE);
    ConversationId conversation = conversationOf(user);
    ConversationId.Group group = pick(Cast.GROUPS);
    long sequence = sequenceIn(conversation);
    var limit = new PageLimit(1 + random.nextInt(5), 300 + random.nextInt(1500));
    step(
        user.name() + " asks for history and readers around " + sequence,
        stage -> {
          stage.askForHistory(user, conversation, sequence, limit);
          stage.askForReaders(user, group, sequence);
        });
  }
}

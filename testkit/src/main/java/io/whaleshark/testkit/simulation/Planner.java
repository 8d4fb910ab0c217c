package io.whaleshark.testkit.simulation;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.app.PinPolicy;
import io.whaleshark.core.app.PinPolicy.Pinners;
import io.whaleshark.core.app.ReceiptPolicy;
import io.whaleshark.core.app.ReceiptPolicy.Sharing;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.testkit.FaultyEngine.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Generates a plan from a seed: users' ordinary actions, and occasional failures.
public final class Planner {

  private static final int STEPS_AT_LEAST = 40;
  private static final int STEPS_MORE = 80;
  private static final int PAUSE_MICROS = 120_000;
  private static final int FAULT_MICROS = 600_000;
  private static final int BAD_MICROS = 1_500_000;
  private static final int LONG_MICROS = 1_500_000;
  private static final int AWAY_MICROS = 550_000;
  private static final int AT_ONCE_MICROS = 40_000;
  private static final int OF_NODES_ONE_IN = 8;
  private static final int OLD_MICROS = 4_000_000;

  private static final int WINDOW_MILLIS = 2_000;
  private static final List<DeviceKind> SECOND =
      List.of(DeviceKind.MAC, DeviceKind.WINDOWS, DeviceKind.WEB, DeviceKind.ANDROID);

  private final RandomGenerator random;
  private final List<Plan.Step> steps = new ArrayList<>();
  private final int nodes;
  private long at;

  /// The node to which the next step happens, if it happens to one.
  private int node;

  private Planner(long seed, int nodes) {
    this.nodes = nodes;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /// The plan of a seed for one server.
  public static Plan plan(long seed) {
    return plan(seed, 1);
  }

  /// The plan of a seed for several nodes that work as one.
  public static Plan plan(long seed, int nodes) {
    Planner planner = new Planner(seed, nodes);
    AppPolicy policy = planner.policy(seed);
    int count = STEPS_AT_LEAST + planner.random.nextInt(STEPS_MORE);
    for (int i = 0; i < count; i++) {
      planner.at += planner.random.nextInt(PAUSE_MICROS);
      planner.anyStep();
    }
    LaneLimits lane = planner.lane();
    DeviceKind second = SECOND.get(planner.random.nextInt(SECOND.size()));
    List<Plan.Step> people = EditSteps.among(planner.steps, seed);
    List<Plan.Step> steps =
        PushSteps.among(Quiet.among(BackendSteps.among(people, seed), seed), seed, nodes);
    List<Plan.Step> others = ClockSteps.among(DamageSteps.among(steps, seed, nodes), seed, nodes);
    List<Plan.Step> all = ReactionSteps.among(PinSteps.among(others, seed), seed);
    return new Plan(seed, nodes, policy, lane, second, all);
  }

  private AppPolicy policy(long seed) {
    int entries = 6 + random.nextInt(20);
    AppPolicy usual = AppPolicy.DEFAULT;
    return new AppPolicy(
        new Inboxes.Bound(entries, 1 + random.nextInt(entries)),
        usual.retention(),
        Duration.ofMillis(WINDOW_MILLIS + random.nextInt(WINDOW_MILLIS)),
        Duration.ofMillis(WINDOW_MILLIS + Math.floorMod(seed, WINDOW_MILLIS)),
        random.nextInt(4) == 0 ? LoginPolicy.of(1 + random.nextInt(4)) : LoginPolicy.ALL,
        Duration.ofMillis(random.nextInt(WINDOW_MILLIS)),
        usual.receiptInterval(),
        Scene.USERS.size(),
        usual.typingMembersAtMost(),
        Math.floorMod(seed, 5),
        receipts(seed),
        usual.directory(),
        pins(seed),
        true);
  }

  /// Few messages are pinned at once, so that more are wanted.
  private static PinPolicy pins(long seed) {
    Pinners inGroups = seed % 3 == 0 ? Pinners.MEMBERS : Pinners.ADMINS;
    return new PinPolicy(inGroups, 1 + Math.floorMod(seed, 4));
  }

  /// In every other plan users have a switch: of the people nobody uses it, but those who are
  /// quiet.
  private static ReceiptPolicy receipts(long seed) {
    return seed % 2 == 0 ? new ReceiptPolicy(Sharing.BY_USER, seed % 4 == 0) : ReceiptPolicy.ON;
  }

  /// Now and then one that fills up soon.
  private LaneLimits lane() {
    return random.nextInt(4) == 0
        ? new LaneLimits(1 + random.nextInt(3), 1L << 20, 1 + random.nextInt(2))
        : LaneLimits.DEFAULT;
  }

  private void add(String says, Consumer<Simulation> does) {
    steps.add(new Plan.Step(at, says, does));
  }

  private void moves(String how, BiConsumer<Administration, String> does) {
    String group = random.nextBoolean() ? "all" : "few";
    add(Scene.MOVER + how + group, s -> does.accept(s.administration(), group));
  }

  private void anyStep() {
    if (nodes > 1) {
      node = random.nextInt(nodes);
      if (random.nextInt(OF_NODES_ONE_IN) == 0) {
        stepOfNodes();
        return;
      }
    }
    step();
  }

  /// What happens only where there are several.
  private void stepOfNodes() {
    int one = node;
    long micros = random.nextInt(LONG_MICROS);
    switch (random.nextInt(9)) {
      case 0 ->
          add(
              "node " + one + " hears nothing of the others for a while",
              s -> s.servers().beDeaf(s.server(one), micros));
      case 1 ->
          add(
              "node " + one + " hangs for so long that others declare it gone",
              s -> s.server(one).stall(micros));
      case 2 ->
          add(
              "node " + one + " cannot reach the store for a while",
              s -> {
                s.server(one).failBy(Fault.AWAY);
                s.in(micros, () -> s.server(one).failBy(Fault.NONE));
              });
      case 3 -> add("old news is deleted", s -> s.servers().deleteNews());
      case 4 -> comesBack();
      case 5 -> displacedUnheard();
      case 6 -> displacedAtOnce();
      case 7 ->
          add(
              "node " + one + " hears nothing of the others until their news is deleted",
              s -> {
                s.servers().beDeaf(s.server(one), micros);
                s.in(micros, () -> s.servers().deleteNews());
              });
      default ->
          add(
              "no node can reach the store for a while",
              s -> {
                s.servers().all().forEach(each -> each.failBy(Fault.AWAY));
                s.in(micros, () -> s.servers().all().forEach(each -> each.failBy(Fault.NONE)));
              });
    }
  }

  private void comesBack() {
    String user = Scene.USERS.get(random.nextInt(Scene.USERS.size()));
    String other = Scene.other(user);
    ConversationId direct = ConversationId.Direct.between(Scene.user(user), Scene.user(other));
    add(
        user + "'s desktop writes to " + other + ", whose answer meets a phone that was away",
        s -> {
          s.device(user, 1).send(direct);
          s.device(user, 0).cut();
          s.in(AWAY_MICROS, () -> s.device(user, 0).connect());
          s.in(AWAY_MICROS + PAUSE_MICROS, () -> s.device(other, 0).send(direct));
        });
  }

  /// Who begins may have gone before those who were displaced are logged out.
  private void displacedUnheard() {
    String user = Scene.USERS.get(random.nextInt(Scene.USERS.size()));
    String other = Scene.other(user);
    ConversationId direct = ConversationId.Direct.between(Scene.user(user), Scene.user(other));
    add(
        "while nodes hear nothing of each other, " + user + " logs in twice at one that crashes",
        s -> {
          s.servers().all().forEach(each -> s.servers().beDeaf(each, LONG_MICROS));
          s.device(user, 1).cut();
          s.device(user, 0).connectAgain();
          s.in(PAUSE_MICROS, () -> s.crashServerOf(user));
          s.in(2 * AWAY_MICROS, () -> s.device(other, 0).connectAgain());
          s.in(2 * AWAY_MICROS + PAUSE_MICROS, () -> s.device(other, 0).send(direct));
        });
  }

  private void displacedAtOnce() {
    int one = node;
    String user = Scene.USERS.get(random.nextInt(Scene.USERS.size()));
    long micros = random.nextInt(AT_ONCE_MICROS);
    add(
        user + "'s phone logs in twice when node " + one + " has missed news",
        s -> {
          s.servers().beDeaf(s.server(one), AWAY_MICROS);
          s.in(
              AWAY_MICROS,
              () -> {
                s.servers().deleteNews();
                s.device(user, 0).connectAgain();
                s.in(micros, () -> s.device(user, 0).connectAgain());
              });
        });
  }

  private void step() {
    int there = node;
    String user = Scene.USERS.get(random.nextInt(Scene.USERS.size()));
    int device = random.nextInt(Simulation.DEVICES);
    String who = user + (device == 0 ? "'s phone" : "'s desktop");
    List<ConversationId> conversations = Scene.conversations(Scene.user(user));
    // More in groups, which stand at the end: there is more that can go wrong.
    int one = random.nextInt(conversations.size());
    int other = random.nextInt(conversations.size());
    ConversationId conversation = conversations.get(Math.max(one, other));
    String where = Scene.name(conversation);
    int which = random.nextInt(1_000);
    switch (random.nextInt(57)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 ->
          add(who + " writes to " + where, s -> s.device(user, device).send(conversation));
      case 10, 11, 12, 13, 14, 15, 36, 37, 38 ->
          add(who + " reads " + where, s -> s.device(user, device).read(conversation));
      case 16, 17 -> add(who + " connects", s -> s.device(user, device).connect());
      case 18, 19 -> add(who + " disconnects", s -> s.device(user, device).cut());
      case 20 -> add(who + " reconnects", s -> s.reconnect(user, device));
      case 21 -> add(who + " sends a message again", s -> s.device(user, device).repeat(which));
      case 22 -> add(who + " recalls a message", s -> s.device(user, device).recall(which));
      case 23 -> add(who + " pulls", s -> s.device(user, device).pull());
      case 24, 25 -> moves(" joins #", Administration::join);
      case 26 -> moves(" leaves #", Administration::leave);
      case 27, 28 -> add(server() + " crashes", s -> s.server(there).crash());
      case 29 -> {
        boolean stored = random.nextBoolean();
        add(
            server()
                + " crashes in its next commit, "
                + (stored ? "after" : "before")
                + " the sync",
            s -> s.server(there).crashInCommit(stored));
      }
      case 30 -> add(who + " logs in twice", s -> s.device(user, device).connectAgain());
      case 31, 32 -> {
        long micros = random.nextInt(BAD_MICROS);
        add(
            "the network of " + who + " loses and duplicates frames for a while",
            s -> s.device(user, device).badNetwork(micros));
      }
      case 33 -> {
        long micros = random.nextInt(BAD_MICROS);
        add(who + " does not read for a while", s -> s.device(user, device).stopReading(micros));
      }
      case 34, 39 -> {
        at += Simulation.REST_MICROS;
        add("nothing happens for a while", Simulation::atRest);
      }
      case 35 -> stall(there);
      case 43, 44, 45, 46, 47, 48, 49, 50, 51 -> asks(user, device, conversation);
      case 52, 53 -> mischief(user, device, conversation);
      case 54, 55 -> sweep();
      case 56 -> signOut(user, device, which % 2 == 0);
      default -> fault();
    }
  }

  private void stall(int which) {
    long micros = random.nextInt(FAULT_MICROS);
    add(server() + " stalls", s -> s.server(which).stall(micros));
  }

  private String server() {
    return nodes == 1 ? "the server" : "node " + node;
  }

  private void signOut(String user, int device, boolean isForAll) {
    add(
        "the backend signs out " + (isForAll ? "" : "device " + device + " of ") + user,
        s -> {
          Optional<DeviceId> which =
              isForAll ? Optional.empty() : Optional.of(s.device(user, device).id());
          s.administration().attempt(reply -> new Command.SignOut(Scene.user(user), which, reply));
        });
  }

  private void sweep() {
    long micros = random.nextInt(OLD_MICROS);
    add("what is older than %.3f s expires".formatted(micros * Plan.SECONDS), s -> s.sweep(micros));
  }

  private void asks(String user, int device, ConversationId conversation) {
    Question<?> question = Wishes.question(random, Scene.user(user), conversation);
    Mischief.Dare settings = Wishes.settings(random, conversation);
    String who = user + "'s device " + device;
    String where = Scene.name(conversation);
    switch (random.nextInt(3)) {
      case 0 ->
          add(who + " asks " + question, s -> s.device(user, device).mischief().ask(question));
      case 1 ->
          add(
              who + " writes to " + where + ", reads it, and asks " + question,
              s -> {
                s.device(user, device).send(conversation);
                s.device(user, device).read(conversation);
                s.device(user, device).mischief().ask(question);
              });
      default ->
          add(
              who + " changes a setting of " + where,
              s -> s.device(user, device).mischief().submit(settings));
    }
  }

  /// What only somebody who means no good asks for, or somebody who may change a group.
  private void mischief(String user, int device, ConversationId conversation) {
    Function<Reply, Command> change = Wishes.groupChange(random);
    Mischief.Dare dare = Wishes.dare(random, Scene.user(user));
    int which = random.nextInt(1_000);
    switch (random.nextInt(3)) {
      case 0 -> add("someone tries to change a group", s -> s.administration().attempt(change));
      case 1 ->
          add(
              user + " tries something forbidden",
              s -> s.device(user, device).mischief().submit(dare));
      default ->
          add(
              user + " tries to recall messages of others, and to reuse an id",
              s -> {
                Mischief own = s.device(user, device).mischief();
                own.recallOfOthers(which, s.checker());
                own.submitOfOwn(
                    which, message -> Wishes.sameId(message, conversation, s::mayHaveExpired));
              });
    }
  }

  private void fault() {
    int one = node;
    Fault fault = Fault.values()[1 + random.nextInt(Fault.values().length - 1)];
    long micros = random.nextInt(FAULT_MICROS);
    add(
        "the engine" + (nodes == 1 ? "" : " of " + server()) + " fails for a while: " + fault,
        s -> {
          s.server(one).failBy(fault);
          s.in(micros, () -> s.server(one).failBy(Fault.NONE));
        });
  }
}

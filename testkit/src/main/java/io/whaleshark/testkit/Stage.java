package io.whaleshark.testkit;

import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.app.PinPolicy;
import io.whaleshark.core.app.PinPolicy.Pinners;
import io.whaleshark.core.app.ReceiptPolicy;
import io.whaleshark.core.app.ReceiptPolicy.Sharing;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.engine.Retention.Due;
import io.whaleshark.core.history.SeenReactions.Which;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.lane.StampClock;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.retention.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Plays a story: one node on one engine, driven turn by turn, with a clock that the story moves,
/// and the devices of its users. Confined to its test's thread.
///
/// A transcript records everything that anybody was told. If the same story gives different
/// transcripts on two stages, one of the engines is wrong.
final class Stage implements AutoCloseable {

  /// One thing that somebody was told.
  ///
  /// @param whom a device, or the query that was asked
  record Told(String whom, Object what) {}

  /// Who is told how many messages a sweep deleted.
  static final String EXPIRY = "expiry";

  private static final Duration UNTIL_SETTLED = Duration.ofMillis(100);

  private final Supplier<Engine> opener;
  private final AppPolicy policy;
  private final TestClock clock = new TestClock();
  private final Map<String, ModelDevice> devices = new LinkedHashMap<>();
  private final List<Told> transcript = new ArrayList<>();
  private Engine stored;
  private FaultyEngine engine;
  private Node node;
  private FaultyEngine.Fault fault = FaultyEngine.Fault.NONE;
  private boolean isUnsettled;

  /// @param opener opens the engine, empty at first, and again after each restart
  Stage(Supplier<Engine> opener, AppPolicy policy) {
    this.opener = opener;
    this.policy = policy;
    this.stored = opener.get();
    this.engine = new FaultyEngine(stored);
    this.node = startNode();
  }

  private Node startNode() {
    return new Node(
        engine,
        new Node.Surroundings(
            _ -> policy, LaneLimits.DEFAULT, new NoBugs(), () -> {}, Runnable::run, clock));
  }

  Node node() {
    return node;
  }

  /// The engine itself, which never fails.
  Engine engine() {
    return stored;
  }

  Collection<ModelDevice> devices() {
    return devices.values();
  }

  /// The device with this name; created on first use.
  ModelDevice device(UserId user, DeviceId id) {
    return devices.computeIfAbsent(
        user + "/" + id, name -> new ModelDevice(this, user, id, name.hashCode()));
  }

  void told(String whom, Object what) {
    transcript.add(new Told(whom, what));
  }

  /// What was told since the last call, in order.
  List<Told> takeTranscript() {
    List<Told> taken = List.copyOf(transcript);
    transcript.clear();
    return taken;
  }

  /// A reply that goes into the transcript.
  Reply reply(String question) {
    return answer -> told(question, answer);
  }

  void submit(Command command) {
    if (!node.lane().submit(command)) {
      throw new IllegalStateException("the lane is full (expected: room for a whole story)");
    }
  }

  /// Runs a turn of the lane, with what follows from its look-ups, and then lets the devices react.
  void turn() {
    engine.failBy(fault);
    do {
      int _ = node.lane().turn();
    } while (node.lane().depth() > 0);
    isUnsettled |= fault == FaultyEngine.Fault.COMMIT_STORED;
    fault = FaultyEngine.Fault.NONE;
    engine.failBy(fault);
    devices.values().forEach(ModelDevice::afterTurn);
  }

  /// Waits until the lane has found out by itself what became of its last batch, and has told it.
  void settle() {
    if (isUnsettled) {
      isUnsettled = false;
      advance(UNTIL_SETTLED);
      turn();
    }
  }

  /// Injects this fault in the next turn.
  void failBy(FaultyEngine.Fault what) {
    fault = what;
    devices.values().forEach(ModelDevice::mayMissSomething);
  }

  Instant now() {
    return clock.instant();
  }

  void advance(Duration duration) {
    clock.advance(duration);
  }

  /// Expires and deletes everything older than the app keeps.
  void expire() {
    try {
      told(EXPIRY, new Sweep(engine).run(_ -> keepFrom(), this::ask));
    } catch (EngineException e) {
      told(EXPIRY, e.kind());
    }
  }

  /// Expires everything older than the app keeps, and aborts the sweep before the deletion.
  void raiseFloors() {
    List<Due> due = engine.retention().due(_ -> keepFrom(), Optional.empty(), Sweep.FLOORS_A_TURN);
    told("expiry without deletion", ask(reply -> new Command.RaiseFloors(due, reply)));
  }

  private long keepFrom() {
    return StampClock.microsOf(clock.instant().minus(policy.retention()));
  }

  private Answer ask(Function<Reply, Command> command) {
    List<Answer> answers = new ArrayList<>();
    submit(command.apply(answers::add));
    while (answers.isEmpty()) {
      turn();
    }
    return answers.getFirst();
  }

  /// The server stops and starts again.
  void restart() {
    node.close();
    engine.close();
    devices.values().forEach(ModelDevice::connectionLost);
    stored = opener.get();
    engine = new FaultyEngine(stored);
    node = startNode();
  }

  @Override
  public void close() {
    node.close();
    engine.close();
  }

  /// What an app may say of receipts. Most stories are of one whose users decide.
  static final List<ReceiptPolicy> RECEIPTS =
      List.of(
          ReceiptPolicy.ON,
          new ReceiptPolicy(Sharing.OFF, false),
          new ReceiptPolicy(Sharing.BY_USER, true),
          new ReceiptPolicy(Sharing.BY_USER, false),
          new ReceiptPolicy(Sharing.BY_USER, false));

  /// Bans a user for ever, or lifts that.
  Command ban(UserId user, boolean isLifted, Reply reply) {
    return isLifted
        ? new Command.LiftBan(user, reply)
        : new Command.Ban(user, "spam", Ban.FOR_EVER, reply);
  }

  /// Any policy with which a story can be told.
  static AppPolicy policy(RandomGenerator random) {
    int entries = 2 + random.nextInt(12);
    return new AppPolicy(
        new Bound(entries, 1 + random.nextInt(entries)),
        Duration.ofMinutes(10),
        Duration.ofMinutes(2),
        Duration.ofMinutes(3),
        LoginPolicy.of(1 + random.nextInt(4)),
        Duration.ofSeconds(30),
        Duration.ofMillis(200),
        Cast.PEOPLE.size(),
        AppPolicy.DEFAULT.typingMembersAtMost(),
        random.nextInt(5),
        RECEIPTS.get(random.nextInt(RECEIPTS.size())),
        AppPolicy.DEFAULT.directory(),
        new PinPolicy(Pinners.values()[random.nextInt(2)], 3),
        false); // an engine of several nodes ends sessions at a time of its own
  }

  /// Bans a user, or lets them in again.
  static Story.Step banning(UserId user, boolean isLifted) {
    String says = user.name() + (isLifted ? " is let in again" : " is banned");
    return new Story.Step(
        says, stage -> stage.submit(stage.ban(user, isLifted, stage.reply(says))));
  }

  /// Lets a user block another one, or no more.
  static Story.Step blocking(Block block, boolean isLifted) {
    String says = block + (isLifted ? " is lifted" : " is put");
    return new Story.Step(
        says,
        stage -> {
          Reply reply = stage.reply(says);
          stage.submit(
              isLifted ? new Command.LiftBlock(block, reply) : new Command.PutBlock(block, reply));
        });
  }

  /// Says something of a user, or of a device: a profile, or a push token.
  static Story.Step describing(UserId user, DeviceId device, RandomGenerator random) {
    int which = random.nextInt(4);
    return random.nextBoolean() ? profiling(user, which) : registering(user, device, which);
  }

  /// Gives a user one of a few profiles, or takes it away.
  ///
  /// @param which 0 for none
  private static Story.Step profiling(UserId user, int which) {
    String says = user.name() + " gets profile " + which;
    return new Story.Step(
        says,
        stage -> {
          Reply reply = stage.reply(says);
          stage.submit(
              which == 0
                  ? new Command.RemoveProfile(user, reply)
                  : new Command.PutProfile(user, "Name " + which, "", "extra", reply));
        });
  }

  /// Registers a push token for a device, or lets it have none.
  ///
  /// @param which of a few tokens, which devices take from one another; 0 for none
  private static Story.Step registering(UserId user, DeviceId device, int which) {
    String says = user.name() + "'s " + device + " registers token " + which;
    return new Story.Step(
        says,
        stage -> {
          Reply reply = stage.reply(says);
          stage.submit(
              which == 0
                  ? new Command.RemovePushToken(user, Optional.of(device), reply)
                  : new Command.SetPushToken(user, device, "apns", "token" + which, reply));
        });
  }

  /// Takes all conversations from a user's view, and has their devices forget what they have.
  static Story.Step erasure(UserId user) {
    List<ConversationId> all = new ArrayList<>(Cast.GROUPS);
    Cast.PEOPLE.forEach(other -> all.add(ConversationId.Direct.between(user, other)));
    String says = user.name() + " is erased";
    return new Story.Step(
        says,
        stage -> {
          stage.submit(new Command.EraseViews(user, all, stage.reply(says)));
          stage.devices.values().stream()
              .filter(device -> device.user().equals(user))
              .forEach(ModelDevice::wipe);
        });
  }

  /// Asks for history around a sequence; the answers go into the transcript.
  void askForHistory(UserId user, ConversationId of, long sequence, PageLimit limit) {
    told("history after", node().history().after(user, of, sequence, limit));
    told("history before", node().history().before(user, of, sequence, limit));
    told("pinned", node().pinned().of(user, of));
    told("reactions", node().reactions().of(user, of, Math.max(sequence - 5, 1), sequence + 5));
    told("reactors", node().reactions().reactors(user, of, new Which(sequence, "👍", "", 2)));
    told("newest history", node().history().before(user, of, Long.MAX_VALUE, limit));
  }

  /// Asks for readers up to a sequence; the answers go into the transcript.
  void askForReaders(UserId user, ConversationId.Group group, long sequence) {
    told("readers", node().readers().audience(user, group, sequence, "", 2));
    told("read counts", node().readers().counts(user, group, 1, sequence));
  }
}

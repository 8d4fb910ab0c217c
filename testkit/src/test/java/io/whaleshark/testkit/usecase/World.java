package io.whaleshark.testkit.usecase;

import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.lane.LaneListener;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.retention.Sweep;
import io.whaleshark.testkit.FaultyEngine;
import io.whaleshark.testkit.ReferenceEngine;
import io.whaleshark.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/// One node on the reference engine, and its users. An action takes effect at once, unless it is
/// done [#together] with others. Confined to its test's thread.
final class World {

  static final int APP = 1;

  final FaultyEngine engine;
  final TestClock clock = new TestClock();
  final Node node;
  final List<RuntimeException> bugs = new ArrayList<>();
  int failedBatches;
  int batches;
  int timesSpaceWasAnnounced;
  int turnsEnded;
  private final Deque<Runnable> held = new ArrayDeque<>();
  private boolean isHolding;
  private boolean together;

  World() {
    this(AppPolicy.DEFAULT);
  }

  World(AppPolicy policy) {
    this(policy, LaneLimits.DEFAULT, new ReferenceEngine.Disk());
  }

  World(AppPolicy policy, LaneLimits limits, ReferenceEngine.Disk disk) {
    this(policy, limits, new ReferenceEngine(disk));
  }

  World(AppPolicy policy, LaneLimits limits, Engine real) {
    engine = new FaultyEngine(real).onlyAnnounced();
    node =
        new Node(
            engine,
            new Node.Surroundings(
                _ -> policy, limits, new Listener(), () -> turnsEnded++, this::beside, clock));
  }

  private void beside(Runnable question) {
    if (isHolding) {
      held.add(question);
    } else {
      question.run();
    }
  }

  /// From now on, what is asked beside the lane waits until the test [lets it go on][#asks].
  void holdsQuestions() {
    isHolding = true;
  }

  /// How many questions wait.
  int heldQuestions() {
    return held.size();
  }

  /// Asks the newest of the questions that wait.
  void asksNewest() {
    held.removeLast().run();
    turns();
  }

  /// Asks what waits, the oldest first, and whatever follows.
  void asks() {
    while (!held.isEmpty()) {
      held.removeFirst().run();
      turns();
    }
  }

  private final class Listener implements LaneListener {
    @Override
    public void spaceAvailable() {
      timesSpaceWasAnnounced++;
    }

    @Override
    public void batchStarted(List<Command> batch) {
      batches++;
    }

    @Override
    public void batchCommitted(int changes) {}

    @Override
    public void batchFailed(EngineException failure) {
      failedBatches++;
    }

    @Override
    public void bug(RuntimeException bug) {
      bugs.add(bug);
    }
  }

  static UserId user(String name) {
    return new UserId(APP, name);
  }

  /// A device that is not logged in yet.
  Device device(String user, DeviceKind kind, String name) {
    return new Device(this, user(user), new DeviceId(kind, name));
  }

  /// A user's phone, logged in.
  Device phone(String user) {
    Device phone = device(user, DeviceKind.IOS, "phone");
    phone.logsIn();
    return phone;
  }

  /// A user's desktop, logged in.
  Device desktop(String user) {
    Device desktop = device(user, DeviceKind.MAC, "desktop");
    desktop.logsIn();
    return desktop;
  }

  /// A group; the first member owns it.
  ConversationId.Group group(String name, String... members) {
    var id = new ConversationId.Group(APP, name);
    List<UserId> users = Arrays.stream(members).map(World::user).toList();
    ask(reply ->
            new Command.PutGroup(Actor.ADMINISTRATION, id, name, users.getFirst(), users, reply))
        .done();
    return id;
  }

  Asked joins(ConversationId.Group group, String user) {
    return ask(
        reply -> new Command.AddMembers(Actor.ADMINISTRATION, group, List.of(user(user)), reply));
  }

  Asked leaves(ConversationId.Group group, String user) {
    return ask(reply -> new Command.RemoveMember(Actor.ADMINISTRATION, group, user(user), reply));
  }

  Asked renames(ConversationId.Group group, String name, String owner) {
    return ask(reply ->
        new Command.PutGroup(Actor.ADMINISTRATION, group, name, user(owner), List.of(), reply));
  }

  Asked dissolves(ConversationId.Group group) {
    return ask(reply -> new Command.DissolveGroup(Actor.ADMINISTRATION, group, reply));
  }

  /// Submits a command. It takes effect now, unless it is part of a joint batch.
  Asked ask(Asked.Question question) {
    Asked asked = new Asked();
    if (!node.lane().submit(question.with(asked))) {
      asked.wasTurnedAway();
    }
    if (!together) {
      turns();
    }
    return asked;
  }

  /// Runs the steps as one batch.
  void together(Runnable steps) {
    together = true;
    steps.run();
    together = false;
    turns();
  }

  /// Submits the steps; nothing takes effect yet.
  void withoutTurn(Runnable steps) {
    together = true;
    steps.run();
    together = false;
  }

  /// One turn of the lane.
  int turn() {
    return node.lane().turn();
  }

  /// Turns until nothing waits: what follows from a look-up takes another one.
  void turns() {
    do {
      int _ = turn();
    } while (node.lane().depth() > 0);
  }

  /// Asks what blocks until the lane has turned, and turns it until there is an answer.
  <T> T asksBeside(Callable<T> question) throws Exception {
    FutureTask<T> asked = new FutureTask<>(question);
    Thread.ofVirtual().start(asked);
    while (!asked.isDone()) {
      turns();
      Thread.onSpinWait();
    }
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /// Lets time pass in small steps, with turns of the lane after each.
  void passes(Duration time) {
    Duration step = Duration.ofMillis(10);
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
      clock.advance(step);
      turns();
    }
  }

  /// Expires and deletes all messages that were sent until now.
  ///
  /// @return the number of deleted messages
  long everythingExpires() {
    return expires(Long.MAX_VALUE);
  }

  /// Expires and deletes all messages that were sent before a stamp.
  ///
  /// @return the number of deleted messages
  long expires(long keepFrom) {
    return new Sweep(engine).run(_ -> keepFrom, this::answerTo);
  }

  /// Expires all messages that were sent until now, and aborts the sweep before they are deleted.
  void floorsRise() {
    answerTo(reply ->
        new Command.RaiseFloors(
            engine.retention().due(_ -> Long.MAX_VALUE, Optional.empty(), 100), reply));
  }

  private Answer answerTo(Function<Reply, Command> command) {
    Asked asked = new Asked();
    node.lane().submit(command.apply(asked));
    turns();
    return asked.answer();
  }

  List<Message> history(ConversationId conversation) {
    return engine.messages().after(conversation, 0, Long.MAX_VALUE, PageLimit.of(500));
  }

  Slice inbox(String user, long after) {
    return node.inbox().pull(user(user), after, PageLimit.of(500)).granted();
  }

  long unread(String user, ConversationId conversation) {
    return engine.conversations().item(user(user), conversation).orElseThrow().unread();
  }
}

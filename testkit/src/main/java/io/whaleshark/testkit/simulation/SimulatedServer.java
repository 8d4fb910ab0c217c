package io.whaleshark.testkit.simulation;

import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.delivery.Lookups;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.lane.LaneListener;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.session.Connection;
import io.whaleshark.testkit.FaultyEngine;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The real node over the reference engine, driven turn by turn. A crash forgets the node; what was
/// committed is there when it starts again. Confined to the simulation's thread.
final class SimulatedServer {

  private static final int TURN_MICROS = 3_000;
  private static final int TICK_MICROS = 50_000;
  private static final int RESTART_MICROS = 400_000;

  private final Timeline timeline;
  private final RandomGenerator random;
  private final AppPolicy policy;
  private final LaneLimits limits;
  private final Sabotage sabotage;
  private final Site site;
  private final Referee referee;
  private final Deque<Asked> waiting = new ArrayDeque<>();
  private final Wires wires = new Wires();
  private final Sweeper sweeper;
  private final List<String> bugs = new ArrayList<>();
  private @Nullable Node node;
  private @Nullable FaultyEngine engine;
  private @Nullable SlowReads reads;
  private FaultyEngine.Fault fault = FaultyEngine.Fault.NONE;
  private boolean turnIsPlanned;
  private int gone; // connections whose logout waits
  private long stalledUntil;
  private Death death = Death.NONE;
  private boolean hasChanged;
  private boolean mayOwePushes;

  /// The ways in which the node crashes during a commit.
  private enum Death {
    NONE,
    BEFORE_SYNC,
    AFTER_SYNC
  }

  /// Thrown to stop a node that crashes during a commit.
  private static final class Died extends Error {
    private static final long serialVersionUID = 1;

    Died() {
      super("the node dies", null, false, false);
    }
  }

  SimulatedServer(
      Timeline timeline, RandomGenerator random, Plan plan, Sabotage sabotage, Site site) {
    this.timeline = timeline;
    this.random = random;
    this.policy = plan.policy();
    this.limits = plan.lane();
    this.sabotage = sabotage;
    this.site = site;
    this.referee = site.referee();
    this.sweeper = new Sweeper(timeline, random, this);
    site.serve(this::disconnectAll, this::planTurn);
    start();
    timeline.in(TICK_MICROS, this::tick);
  }

  private final class Listener implements LaneListener {
    @Override
    public void spaceAvailable() {}

    @Override
    public void batchStarted(List<Command> batch) {
      referee.batchBegins(batch);
    }

    @Override
    public void batchCommitted(int changes) {
      hasChanged |= changes > 0;
      referee.committed();
    }

    @Override
    public void batchFailed(EngineException failure) {
      hasChanged = true;
    }

    @Override
    public void bug(RuntimeException bug) {
      bugs.add("a bug in the lane: " + bug);
    }
  }

  private void start() {
    if (!site.begins()) {
      timeline.in(TICK_MICROS, this::start);
      return;
    }
    engine = new FaultyEngine(site.engine()).onlyAnnounced();
    SlowReads slow = new SlowReads(engine, timeline, random, this::lookedUp);
    reads = slow;
    Node started =
        new Node(
            sabotage.engine(slow, site.disk()),
            new Node.Surroundings(
                _ -> policy, limits, new Listener(), () -> {}, slow::lookUp, site.clock()));
    node = started;
    sabotage.node(started);
    engine.failBy(fault);
    engine.afterBegin(referee::begun);
    engine.beforeDelete(sweeper::pause);
    engine.beforeCommit(() -> {
      referee.commitBegins();
      dieIf(Death.BEFORE_SYNC);
    });
    engine.afterCommit(() -> {
      referee.stored();
      dieIf(Death.AFTER_SYNC);
    });
    hasChanged = true;
  }

  private void lookedUp(boolean failed) {
    referee.lookedUp(failed);
    planTurn();
  }

  private void dieIf(Death when) {
    if (death == when) {
      death = Death.NONE;
      throw new Died();
    }
  }

  /// Whether a commit has ever failed: then a device may have been refused what was stored, which
  /// everybody else was told.
  boolean mayOwePushes() {
    return mayOwePushes;
  }

  /// Whether anything may have changed since this was last asked.
  boolean hasChanged() {
    boolean changed = hasChanged;
    hasChanged = false;
    return changed;
  }

  Sabotage sabotage() {
    return sabotage;
  }

  /// The node; null while it is down.
  @Nullable Node node() {
    return node;
  }

  /// The node, of which somebody knows that it is there.
  Node requireNode() {
    return Objects.requireNonNull(node);
  }

  /// Unexpected exceptions of the code.
  List<String> bugs() {
    return bugs;
  }

  /// A new wire; while the server is down it leads nowhere.
  void connected(Wire wire) {
    wires.add(wire);
    if (node == null) {
      wire.cut();
    }
  }

  /// Takes a command; one that meets no node is lost, one that meets a full lane waits.
  ///
  /// @param over the connection over which it came; null for the administration
  void submit(
      Function<Reply, Command> command, @Nullable Connection over, Consumer<Answer> answered) {
    if (node != null) {
      waiting.add(Asked.of(command, over, referee, answered));
      submitWaiting();
      planTurn();
    }
  }

  /// Lets something take its turn in the lane.
  void submitTurn(Command turn, Connection over) {
    submit(Command.Turn::new, over, turn.reply()::answer);
  }

  /// What came over a connection and is not answered.
  List<Asked> unanswered(Connection over) {
    return Stream.concat(referee.submitted(), waiting.stream())
        .filter(asked -> asked.over == over)
        .toList();
  }

  private void submitWaiting() {
    while (node != null && !waiting.isEmpty() && node.lane().submit(waiting.getFirst().command)) {
      referee.submitted(waiting.removeFirst());
    }
  }

  /// Runs an action as soon as the server is no longer stalled.
  void whenAwake(Runnable what) {
    timeline.at(
        stalledUntil,
        () -> {
          if (node != null) {
            what.run();
          }
        });
  }

  /// Asks the node a question; each field of the answer has to be right.
  ///
  /// @throws EngineException if the engine cannot be asked now
  <T> T ask(Question<T> question) {
    T answer = question.ask(requireNode());
    referee.answered(question, answer);
    return answer;
  }

  Site site() {
    return site;
  }

  /// What judges all that comes out of the lane.
  Referee referee() {
    return referee;
  }

  /// P10: no more waits than may; of each connection a logout, and that it is stored.
  Optional<String> overflow() {
    int bound = limits.commands() + 2 * (wires.size() + gone) + Lookups.AT_ONCE;
    return node == null || node.lane().depth() <= bound
        ? Optional.empty()
        : Optional.of("P10 " + node.lane().depth() + " commands wait (expected: .." + bound + ")");
  }

  /// A device logged in over a wire: those that may not stay beside it are gone.
  void loggedIn(Wire wire, LoginPolicy login) {
    if (site.isAlone()) {
      wires.displacedBy(wire, login).ifPresent(this::violated);
    }
  }

  /// At rest, nobody is connected whom another device displaced, or whom others hold for gone.
  void displacedAreGone() {
    wires.of(site).ifPresent(this::violated);
  }

  /// Who is logged in here.
  Stream<UserId> users() {
    return wires.users();
  }

  void violated(String what) {
    bugs.add(what);
  }

  void lost(Wire wire) {
    if (wires.remove(wire) && node != null) {
      gone++;
      waiting.removeIf(asked -> asked.over == wire.asSeenByNode()); // as the gateway does
      Asked logout = Asked.logout(wire, referee);
      node.lane().submitAlways(logout.command);
      referee.submitted(logout);
      planTurn();
    }
  }

  private void planTurn() {
    if (!turnIsPlanned) {
      turnIsPlanned = true;
      long at = timeline.now() + random.nextInt(TURN_MICROS);
      timeline.at(Math.max(at, stalledUntil), this::turn);
    }
  }

  private void turn() {
    turnIsPlanned = false;
    if (node == null) {
      return;
    }
    try {
      gone = node.lane().depth() == 0 ? 0 : gone;
      referee.turnBegins();
      int commands = node.lane().turn();
      referee.turnEnded(timeline.stamp(), new ReferenceEngine(site.disk()));
      if (commands > 0) {
        planTurn();
      }
      submitWaiting();
    } catch (Died _) {
      crash();
    }
  }

  /// Receipts have times of their own at which they are due.
  private void tick() {
    if (timeline.now() >= stalledUntil) {
      if (node != null) {
        site.lives(fault == FaultyEngine.Fault.AWAY);
      }
      turn();
    }
    timeline.in(TICK_MICROS, this::tick);
  }

  /// Expires and deletes messages.
  ///
  /// @param ageMicros of those that are older
  void sweep(long ageMicros) {
    sweeper.sweep(site.clock().stamp() - ageMicros);
  }

  /// Its clock is so far ahead from now on, in microseconds.
  void setClock(long ahead) {
    site.clock().set(ahead);
    referee.clockSet();
  }

  /// Nothing is done for a while.
  void stall(long micros) {
    stalledUntil = timeline.now() + micros;
  }

  /// From now on the engine does this.
  void failBy(FaultyEngine.Fault what) {
    fault = what;
    switch (what) {
      case NONE, READS -> {}
      case COMMIT_LOST, COMMIT_STORED, FULL, AWAY -> mayOwePushes = true;
    }
    if (engine != null) {
      engine.failBy(what);
    }
  }

  /// Crashes during its next commit.
  ///
  /// @param stored whether that is on the disk by then
  void crashInCommit(boolean stored) {
    death = stored ? Death.AFTER_SYNC : Death.BEFORE_SYNC;
  }

  /// Ends all injected failures.
  void recover() {
    failBy(FaultyEngine.Fault.NONE);
    death = Death.NONE;
    setClock(0);
  }

  /// Others have declared it gone: those who are connected are signed out there.
  private void disconnectAll() {
    wires.cut();
  }

  /// Crashes, and restarts after a while.
  void crash() {
    if (node == null) {
      return;
    }
    Objects.requireNonNull(reads).end();
    node = null;
    engine = null;
    waiting.clear();
    wires.cut();
    wires.clear();
    referee.died(timeline.stamp(), new ReferenceEngine(site.disk()));
    site.ends();
    timeline.in(random.nextInt(RESTART_MICROS), this::start);
  }
}

package io.whaleshark.testkit.simulation;

import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.lane.LaneListener;
import io.whaleshark.testkit.FaultyEngine;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
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
  private final Sabotage sabotage;
  private final Set<Wire> wires = new LinkedHashSet<>();
  private final List<String> bugs = new ArrayList<>();
  private ReferenceEngine.Disk disk = new ReferenceEngine.Disk();
  private @Nullable Node node;
  private @Nullable FaultyEngine engine;
  private FaultyEngine.Fault fault = FaultyEngine.Fault.NONE;
  private boolean turnIsPlanned;
  private long stalledUntil;

  SimulatedServer(Timeline timeline, RandomGenerator random, AppPolicy policy, Sabotage sabotage) {
    this.timeline = timeline;
    this.random = random;
    this.policy = policy;
    this.sabotage = sabotage;
    start();
    timeline.in(TICK_MICROS, this::tick);
  }

  private final class Listener implements LaneListener {
    @Override
    public void spaceAvailable() {}

    @Override
    public void batchStarted(int commands) {}

    @Override
    public void batchCommitted(int changes) {}

    @Override
    public void batchFailed(EngineException failure) {}

    @Override
    public void bug(RuntimeException bug) {
      bugs.add("a bug in the lane: " + bug);
    }
  }

  private void start() {
    engine = new FaultyEngine(new ReferenceEngine(disk));
    node =
        new Node(
            sabotage.engine(engine, disk),
            new Node.Surroundings(
                _ -> policy, LaneLimits.DEFAULT, new Listener(), () -> {}, timeline.clock()));
    engine.failBy(fault);
  }

  Sabotage sabotage() {
    return sabotage;
  }

  /// The node; null while it is down.
  @Nullable Node node() {
    return node;
  }

  /// The node. Nothing arrives while it is down: all wires are cut then.
  Node requireNode() {
    return Objects.requireNonNull(node);
  }

  /// What the code did that it does not foresee.
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

  /// Takes a command; one that meets no node is lost.
  void submit(Command command) {
    if (node != null) {
      boolean _ = node.lane().submit(command);
      planTurn();
    }
  }

  /// The other end of a wire is gone.
  void lost(Wire wire) {
    if (wires.remove(wire) && node != null) {
      node.lane().submitAlways(new Command.LogOut(wire.asSeenByNode(), Reply.NONE));
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
    if (node != null) {
      node.lane().turn();
    }
  }

  /// Receipts have times of their own at which they are due.
  private void tick() {
    turn();
    timeline.in(TICK_MICROS, this::tick);
  }

  /// Nothing is done for a while.
  void stall(long micros) {
    stalledUntil = timeline.now() + micros;
  }

  /// From now on the engine does this.
  void failBy(FaultyEngine.Fault what) {
    fault = what;
    if (engine != null) {
      engine.failBy(what);
    }
  }

  /// Dies, and starts again after a while.
  void crash() {
    if (node == null) {
      return;
    }
    node = null;
    engine = null;
    List.copyOf(wires).forEach(Wire::cut);
    wires.clear();
    disk = sabotage.afterCrash(disk);
    timeline.in(random.nextInt(RESTART_MICROS), this::start);
  }
}

package io.whaleshark.testkit.simulation;

import io.whaleshark.core.Node;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// One connection of one device. What is sent arrives later and in order, in each direction; once
/// it is cut nothing arrives any more, and both ends find out a while later, each at its own time.
/// Confined to the simulation's thread.
final class Wire implements Connection {

  private static final int DELAY_MICROS = 20_000;
  private static final long TRY_AGAIN_MICROS = 200_000;
  private static final int FINDS_OUT_MICROS = 500_000;

  private final Timeline timeline;
  private final RandomGenerator random;
  private final SimulatedServer server;
  private final SimulatedDevice device;
  private final Connection asSeenByNode;
  private long upArrives;
  private long downArrives;
  private boolean cut;

  Wire(Timeline timeline, RandomGenerator random, SimulatedServer server, SimulatedDevice device) {
    this.timeline = timeline;
    this.random = random;
    this.server = server;
    this.device = device;
    this.asSeenByNode = server.sabotage().connection(device.user(), device.id(), this);
  }

  Connection asSeenByNode() {
    return asSeenByNode;
  }

  /// Something happens at the server when this has arrived there.
  void up(Runnable atServer) {
    upArrives = Math.max(upArrives, timeline.now() + delay());
    arrive(upArrives, atServer);
  }

  /// Something happens at the device when this has arrived there.
  void down(Runnable atDevice) {
    downArrives = Math.max(downArrives, timeline.now() + delay());
    arrive(downArrives, atDevice);
  }

  private void arrive(long at, Runnable what) {
    timeline.at(
        at,
        () -> {
          if (!cut) {
            what.run();
          }
        });
  }

  private long delay() {
    return random.nextInt(DELAY_MICROS);
  }

  /// Something happens in so many microseconds, unless the wire is cut by then.
  void later(long micros, Runnable what) {
    arrive(timeline.now() + micros, what);
  }

  /// Sends a command; its answer comes back.
  void submit(Function<Reply, Command> command, Consumer<Answer> answered) {
    up(() -> server.submit(command.apply(answer -> down(() -> answered.accept(answer)))));
  }

  /// Asks a question; while the engine is away it asks again.
  <T> void ask(Function<Node, T> question, Consumer<T> answered) {
    up(() -> {
      try {
        T answer = question.apply(server.requireNode());
        down(() -> answered.accept(answer));
      } catch (EngineException e) {
        down(() -> later(TRY_AGAIN_MICROS, () -> ask(question, answered)));
      }
    });
  }

  /// Loses everything under way.
  void cut() {
    if (!cut) {
      cut = true;
      timeline.in(random.nextInt(FINDS_OUT_MICROS), () -> server.lost(this));
      timeline.in(random.nextInt(FINDS_OUT_MICROS), () -> device.lost(this));
    }
  }

  @Override
  public void push(Push push) {
    down(() -> device.pushed(push));
  }

  @Override
  public void displace(DeviceId by) {
    down(() -> {
      cut = true;
      device.lost(this);
    });
  }
}

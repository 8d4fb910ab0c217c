package io.whaleshark.testkit.simulation;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.lane.OwnCommands;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// One connection of one device. What is sent arrives later and in order, in each direction; once
/// it is cut nothing arrives any more, and both ends find out a while later, each at its own time.
/// While the network is bad, requests and answers are lost, and requests arrive twice. While the
/// device does not read, the newest of each kind of push is kept, as the gateway does. Confined to
/// the simulation's thread.
final class Wire implements Connection {

  private static final int DELAY_MICROS = 20_000;
  private static final long TRY_AGAIN_MICROS = 200_000;
  private static final int FINDS_OUT_MICROS = 500_000;

  /// One in so many is lost or doubled while the network is bad.
  private static final int BAD_ONE_IN = 3;

  private final Timeline timeline;
  private final RandomGenerator random;
  private final SimulatedServer server;
  private final SimulatedDevice device;
  private final SessionId session = SessionId.random();
  private final Connection asSeenByNode;
  private final OwnCommands own = new OwnCommands();
  private final Unread unread = new Unread();
  private long upArrives;
  private long downArrives;
  private long badUntil;
  private long readsFrom;
  private boolean cut;
  private boolean isLoggedIn;
  private boolean isDisplaced;

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

  SimulatedServer server() {
    return server;
  }

  SimulatedDevice device() {
    return device;
  }

  @Override
  public String toString() {
    return device.name().toString();
  }

  /// Whether the server may still use it.
  boolean isAlive() {
    return !cut && !isDisplaced;
  }

  /// Whether a device logged in over it.
  boolean isLoggedIn() {
    return isLoggedIn;
  }

  /// Something happens at the server when this has arrived there.
  private void up(Runnable atServer) {
    upArrives = Math.max(upArrives, timeline.now() + delay());
    arrive(upArrives, atServer);
  }

  /// Something happens at the device when this has arrived there.
  private void down(Runnable atDevice) {
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

  /// Loses and duplicates frames for a period.
  void beBad(long micros) {
    badUntil = timeline.now() + micros;
  }

  private boolean goesBad() {
    return timeline.now() < badUntil && random.nextInt(BAD_ONE_IN) == 0;
  }

  /// The device does not read for a period.
  void stopReading(long micros) {
    readsFrom = timeline.now() + micros;
    arrive(readsFrom, () -> unread.drain().forEach(this::deliver));
  }

  /// Schedules an event after a delay in microseconds, unless the wire is cut by then.
  void later(long micros, Runnable what) {
    arrive(timeline.now() + micros, what);
  }

  /// Logs in; this is neither lost nor doubled, as a client takes a new connection instead.
  void logIn(LoginPolicy policy, Function<Reply, Command> command, Consumer<Answer> answered) {
    up(() ->
        server.submit(
            command,
            asSeenByNode,
            answer -> {
              if (answer instanceof Answer.LoggedIn) {
                isLoggedIn = true;
                server.loggedIn(this, policy);
              }
              down(() -> answered.accept(answer));
            }));
  }

  /// Says what is lost only with the connection, which keeps its order, and may arrive twice: what
  /// the server answers with silence, so that the answer is what a device can find out by asking
  /// on, and a recall, of which nobody else tells the device that asked for it.
  void tell(Function<Reply, Command> command, Consumer<Answer> answered) {
    for (int copies = goesBad() ? 2 : 1; copies > 0; copies--) {
      up(() ->
          server.submit(
              reply -> command.apply(own.counted(reply)),
              asSeenByNode,
              answer -> down(() -> answered.accept(answer))));
    }
  }

  /// Sends a command; its answer comes back, if all goes well.
  void submit(Function<Reply, Command> command, Consumer<Answer> answered) {
    boolean isLost = goesBad();
    for (int copies = goesBad() ? 2 : 1; copies > 0 && !isLost; copies--) {
      up(() ->
          server.submit(
              reply -> command.apply(own.counted(reply)),
              asSeenByNode,
              answer -> answer(() -> answered.accept(answer))));
    }
  }

  private void answer(Runnable atDevice) {
    if (!goesBad()) {
      down(atDevice);
    }
  }

  /// Asks a question, and asks it again while it is lost or the engine is away.
  <T> void ask(Question<T> question, Consumer<T> answered) {
    ask(() -> server.ask(question), answered);
  }

  /// Asks several things at once.
  <T> void ask(Supplier<T> question, Consumer<T> answered) {
    if (goesBad()) {
      later(TRY_AGAIN_MICROS, () -> ask(question, answered));
      return;
    }
    up(() -> {
      List<Asked> earlier = server.unanswered(asSeenByNode);
      Runnable ask = () -> server.whenAwake(() -> askInOrder(earlier, question, answered));
      Optional<Command> turn =
          server.sabotage().questionsWait() ? own.turnBefore(ask) : Optional.empty();
      turn.ifPresentOrElse(command -> server.submitTurn(command, asSeenByNode), ask);
    });
  }

  /// P12: by now, everything that came over this wire before the query is answered.
  private <T> void askInOrder(List<Asked> earlier, Supplier<T> question, Consumer<T> answered) {
    for (Asked asked : earlier) {
      if (asked.answers.isEmpty()) {
        server.violated("P12 " + device + " asks behind " + asked + ", and is answered before it");
      }
    }
    askNow(question, answered);
  }

  private <T> void askNow(Supplier<T> question, Consumer<T> answered) {
    try {
      T answer = question.get();
      down(() -> answered.accept(answer));
    } catch (EngineException e) {
      down(() -> later(TRY_AGAIN_MICROS, () -> ask(question, answered)));
    }
  }

  /// Loses everything in transit.
  void cut() {
    if (!cut) {
      cut = true;
      timeline.in(random.nextInt(FINDS_OUT_MICROS), () -> server.lost(this));
      timeline.in(random.nextInt(FINDS_OUT_MICROS), () -> device.lost(this));
    }
  }

  @Override
  public SessionId session() {
    return session;
  }

  @Override
  public void push(Push push) {
    server.referee().pushed(asSeenByNode, push);
    if (isDisplaced) {
      server.violated("P9 " + device + " was displaced, and is pushed " + push);
    }
    if (timeline.now() < readsFrom) {
      unread.add(push);
    } else {
      deliver(push);
    }
  }

  private void deliver(Push push) {
    down(() -> device.pushed(this, push));
  }

  @Override
  public void displace(DeviceId by) {
    server.referee().displaced(asSeenByNode, by);
    isDisplaced = true;
    down(() -> {
      cut = true;
      device.lost(this);
      timeline.in(random.nextInt(FINDS_OUT_MICROS), () -> server.lost(this));
    });
  }

  @Override
  public void signOut(DeviceId own, Optional<Ban> ban) {
    if (!own.equals(device.id())) {
      server.violated("P9 " + device + " is signed out as " + own);
    }
    displace(ban.isPresent() ? Referee.BANNED : Referee.SIGNED_OUT);
  }

  @Override
  public void disconnect() {
    cut();
  }
}

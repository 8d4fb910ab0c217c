package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Caller;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.NoBugs;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A whole node over a real PostgreSQL, with its lane running.
record RunningNode(ClusterEngine engine, Node node) implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static RunningNode start(PostgresConfig config) {
    return start(Servers.open(config));
  }

  static RunningNode start(ClusterEngine engine) {
    return start(engine, engine);
  }

  /// @param asSeen the engine as the node sees it
  static RunningNode start(ClusterEngine engine, Engine asSeen) {
    Node node =
        new Node(
            asSeen,
            new Node.Surroundings(
                _ -> AppPolicy.DEFAULT,
                LaneLimits.DEFAULT,
                new NoBugs(),
                () -> {},
                Thread::startVirtualThread,
                Clock.systemUTC()));
    node.lane().start(Thread.ofPlatform().name("lane").factory());
    return new RunningNode(engine, node);
  }

  Answer ask(Function<Reply, Command> command) {
    return node.lane().ask(command, PATIENCE, PATIENCE);
  }

  /// Logs in with a phone.
  Device logIn(UserId user) {
    return logIn(user, "phone");
  }

  Device logIn(UserId user, String name) {
    return logIn(user, DeviceKind.IOS, name, LoginPolicy.ALL);
  }

  /// Logs in with a device of its own.
  Device logIn(UserId user, DeviceKind kind, String name, LoginPolicy policy) {
    Device device = new Device(user, new DeviceId(kind, name), SessionId.random());
    assertThat(logIn(device, policy)).isInstanceOf(Answer.LoggedIn.class);
    return device;
  }

  private Answer logIn(Device device, LoginPolicy policy) {
    Answer answer = ask(reply -> new Command.LogIn(device.user, device.id, device, policy, reply));
    if (answer instanceof Answer.LoggedIn(long newestPosition)) {
      device.isIn = true;
      device.inboxEnd = newestPosition;
    }
    return answer;
  }

  /// A phone that may be refused.
  Device tryToLogIn(UserId user, String name) {
    Device device = new Device(user, new DeviceId(DeviceKind.IOS, name), SessionId.random());
    Answer _ = logIn(device, LoginPolicy.ALL);
    return device;
  }

  /// Why a phone is refused.
  Refusal refusedLogIn(UserId user) {
    Device device = new Device(user, new DeviceId(DeviceKind.IOS, "out"), SessionId.random());
    return ((Answer.Refused) logIn(device, LoginPolicy.ALL)).refusal();
  }

  /// Logs in with a phone whose connection ends before the login is answered, and waits for
  /// nothing.
  void logInAndOut(UserId user, String name) {
    Device device = new Device(user, new DeviceId(DeviceKind.IOS, name), SessionId.random());
    node.lane()
        .submitAlways(new Command.LogIn(user, device.id, device, LoginPolicy.ALL, device::hear));
    node.lane().submitAlways(new Command.LogOut(device.session, _ -> {}));
  }

  void logOut(Device device) {
    ask(reply -> new Command.LogOut(device.session, reply));
  }

  Message send(Device from, ConversationId conversation, String id) {
    Answer answer =
        ask(reply ->
            new Command.Send(
                new Caller(from.user, from.session),
                conversation,
                new ClientMessageId(from.user, id),
                new Message.Sent(Payload.ofText(id), Payload.NONE),
                reply));
    assertThat(answer).isInstanceOf(Answer.Sent.class);
    return ((Answer.Sent) answer).message();
  }

  @Override
  public void close() {
    node.close();
    engine.close();
  }

  /// A device that keeps what it is told.
  static final class Device implements Connection {

    private final UserId user;
    private final DeviceId id;
    private final SessionId session;
    private final List<Object> told = new ArrayList<>(); // guarded by this
    private long inboxEnd; // of the test's thread
    private boolean isIn; // of the test's thread

    private Device(UserId user, DeviceId id, SessionId session) {
      this.user = user;
      this.id = id;
      this.session = session;
    }

    DeviceId id() {
      return id;
    }

    /// Whether its login was granted.
    boolean isIn() {
      return isIn;
    }

    /// Where the inbox ended, as its login was answered.
    long inboxEnd() {
      return inboxEnd;
    }

    @Override
    public SessionId session() {
      return session;
    }

    @Override
    public void push(Push push) {
      hear(push);
    }

    @Override
    public void displace(DeviceId by) {
      hear(by);
    }

    @Override
    public void signOut(DeviceId own, Optional<Ban> ban) {
      hear(own);
      ban.ifPresent(this::hear);
    }

    @Override
    public void disconnect() {
      hear(session);
    }

    private synchronized void hear(Object what) {
      told.add(what);
      notifyAll();
    }

    /// What it was told of a kind: pushes, and devices that displaced it.
    synchronized <T> List<T> told(Class<T> kind) {
      return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// The same, once it was told so much.
    synchronized <T> List<T> await(Class<T> kind, int count) throws InterruptedException {
      while (told(kind).size() < count) {
        wait();
      }
      return told(kind);
    }

    List<Push.InboxEntry> entries(int count) throws InterruptedException {
      return await(Push.InboxEntry.class, count);
    }
  }
}

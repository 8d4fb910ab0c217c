package io.whaleshark.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.news.News;
import io.whaleshark.core.presence.Presence;
import io.whaleshark.core.session.Push;
import io.whaleshark.engine.cluster.RunningNode.Device;
import io.whaleshark.testkit.ForwardingEngine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: the sessions of a user are those on all nodes. Method: two whole nodes over one real
/// PostgreSQL, with devices that keep what they are told.
@ExtendWith(Servers.class)
@Timeout(120)
class SessionsOfNodesTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Direct DIRECT = ConversationId.Direct.between(ALICE, BOB);

  private static Device phone(RunningNode node, UserId user, LoginPolicy policy) {
    return node.logIn(user, DeviceKind.IOS, "phone", policy);
  }

  private static long sessions(Postgres postgres) {
    return postgres.read(session ->
        session.first("SELECT count(*) FROM sessions", row -> row.getLong(1)).orElseThrow());
  }

  @Test
  @DisplayName("a login displaces the devices of all nodes that the policy does not let stay")
  void displaces() throws Exception {
    PostgresConfig config = Servers.config("displaces");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      Device desktop = one.logIn(ALICE, DeviceKind.MAC, "desk", LoginPolicy.ALL);
      Device first = phone(one, ALICE, LoginPolicy.PHONE_DESKTOP_AND_WEB);
      Device second =
          other.logIn(ALICE, DeviceKind.ANDROID, "new", LoginPolicy.PHONE_DESKTOP_AND_WEB);
      assertThat(first.await(DeviceId.class, 1)).containsExactly(second.id());
      assertThat(sessions(postgres)).as("before the displaced one logs out").isEqualTo(2);
      Device same = one.logIn(ALICE, DeviceKind.ANDROID, "new", LoginPolicy.ALL);
      assertThat(second.await(DeviceId.class, 1)).as("its older connection").contains(same.id());
      assertThat(desktop.told(DeviceId.class)).isEmpty();
      assertThat(sessions(postgres)).isEqualTo(2);
      Device only = other.logIn(ALICE, DeviceKind.WEB, "only", LoginPolicy.ONE_DEVICE);
      assertThat(desktop.await(DeviceId.class, 1)).containsExactly(only.id());
      assertThat(same.await(DeviceId.class, 1)).containsExactly(only.id());
      assertThat(sessions(postgres)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("whom one node signs out goes on all nodes, and may come back")
  void signsOut() throws Exception {
    PostgresConfig config = Servers.config("signs_out");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      Device desktop = one.logIn(ALICE, DeviceKind.MAC, "desk", LoginPolicy.ALL);
      Device phone = phone(other, ALICE, LoginPolicy.ALL);
      Device bob = phone(other, BOB, LoginPolicy.ALL);
      one.ask(reply -> new Command.SignOut(ALICE, Optional.of(phone.id()), reply));
      assertThat(phone.await(DeviceId.class, 1)).containsExactly(phone.id());
      assertThat(sessions(postgres)).isEqualTo(2);
      other.ask(reply -> new Command.SignOut(ALICE, Optional.empty(), reply));
      assertThat(desktop.await(DeviceId.class, 1)).containsExactly(desktop.id());
      assertThat(sessions(postgres)).isEqualTo(1);
      Device back = phone(one, ALICE, LoginPolicy.ALL);
      one.send(back, DIRECT, "m");
      bob.entries(1);
      assertThat(sessions(postgres)).isEqualTo(2);
      assertThat(bob.told(DeviceId.class)).isEmpty();
    }
  }

  @Test
  @DisplayName("whom one node bans goes on all nodes, and comes back on none until it is lifted")
  void bans() throws Exception {
    PostgresConfig config = Servers.config("bans");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      Device desktop = one.logIn(ALICE, DeviceKind.MAC, "desk", LoginPolicy.ALL);
      Device phone = phone(other, ALICE, LoginPolicy.ALL);
      Device bob = phone(other, BOB, LoginPolicy.ALL);
      one.ask(reply -> new Command.Ban(ALICE, "spam", Ban.FOR_EVER, reply));
      for (Device device : List.of(desktop, phone)) {
        assertThat(device.await(DeviceId.class, 1)).containsExactly(device.id());
        assertThat(device.await(Ban.class, 1)).extracting(Ban::reason).containsExactly("spam");
      }
      assertThat(sessions(postgres)).isEqualTo(1);
      for (RunningNode node : List.of(one, other)) {
        assertThat(node.refusedLogIn(ALICE)).isEqualTo(Refusal.BANNED);
      }
      assertThat(sessions(postgres)).isEqualTo(1);
      other.ask(reply -> new Command.LiftBan(ALICE, reply));
      Device back = phone(one, ALICE, LoginPolicy.ALL);
      one.send(back, DIRECT, "m");
      bob.entries(1);
    }
  }

  @Test
  @DisplayName("a ban and logins at one time on two nodes: no device stays")
  void bansWhileTheyLogIn() throws Exception {
    PostgresConfig config = Servers.config("bans_while");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      for (int i = 0; i < 10; i++) {
        String name = "phone " + i;
        var login = new FutureTask<>(() -> other.tryToLogIn(ALICE, name));
        Thread.ofPlatform().name("login").start(login);
        one.ask(reply -> new Command.Ban(ALICE, "", Ban.FOR_EVER, reply));
        Device device = login.get();
        // It was refused, or comes in and is let go.
        if (device.isIn()) {
          assertThat(device.await(Ban.class, 1)).hasSize(1);
        }
        while (sessions(postgres) > 0) {
          assertThat(Thread.interrupted()).isFalse();
        }
        one.ask(reply -> new Command.LiftBan(ALICE, reply));
      }
    }
  }

  @Test
  @DisplayName("of logins at one time on two nodes, all nodes let the same one stay")
  void atOneTime() throws Exception {
    PostgresConfig config = Servers.config("at_one_time");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      List<Device> devices = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        List<FutureTask<Device>> logins = new ArrayList<>();
        for (RunningNode node : List.of(one, other)) {
          String name = "phone " + i + logins.size();
          var login =
              new FutureTask<>(
                  () -> node.logIn(ALICE, DeviceKind.IOS, name, LoginPolicy.ONE_DEVICE));
          Thread.ofPlatform().name("login").start(login);
          logins.add(login);
        }
        for (FutureTask<Device> login : logins) {
          devices.add(login.get());
        }
      }
      Device last = phone(one, ALICE, LoginPolicy.ONE_DEVICE);
      for (Device device : devices) {
        assertThat(device.await(DeviceId.class, 1)).hasSize(1);
      }
      assertThat(last.told(DeviceId.class)).isEmpty();
      assertThat(sessions(postgres)).isEqualTo(1);
    }
  }

  /// An engine whose next batch waits.
  private static final class Hanging extends ForwardingEngine {

    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch wakes = new CountDownLatch(1);
    private volatile boolean hangsNext; // set by the test

    Hanging(Engine engine) {
      super(engine);
    }

    @Override
    public Transaction begin(Announcement announcement) {
      if (hangsNext) {
        hangs.countDown();
        try {
          wakes.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException("interrupted", e);
        }
        hangsNext = false;
      }
      return super.begin(announcement);
    }
  }

  @Test
  @DisplayName("a login that was cancelled while its node hung ends no newer session")
  void cancelledWhileItHung() throws Exception {
    PostgresConfig config = Servers.config("cancelled");
    ClusterEngine engine = Servers.open(config);
    Hanging hanging = new Hanging(engine);
    try (RunningNode one = RunningNode.start(config);
        RunningNode hung = RunningNode.start(engine, hanging)) {
      Device bob = phone(hung, BOB, LoginPolicy.ALL);
      hanging.hangsNext = true;
      FutureTask<Message> sending = new FutureTask<>(() -> hung.send(bob, DIRECT, "hangs"));
      Thread.ofPlatform().name("sending").start(sending);
      hanging.hangs.await();
      hung.logInAndOut(ALICE, "phone");
      Device alice = phone(one, ALICE, LoginPolicy.ONE_DEVICE);
      hanging.wakes.countDown();
      sending.get();
      // Who logs in afterwards has waited for the news of all that.
      phone(hung, BOB, LoginPolicy.ALL);
      phone(one, BOB, LoginPolicy.ALL);
      assertThat(alice.told(DeviceId.class)).isEmpty();
    }
  }

  @Test
  @DisplayName("the server says that a message was received only if no node has the receiver")
  void receivedByServer() throws Exception {
    PostgresConfig config = Servers.config("by_server");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config)) {
      Device bob = phone(other, BOB, LoginPolicy.ALL);
      Device alice = phone(one, ALICE, LoginPolicy.ALL);
      one.send(alice, DIRECT, "while bob is there");
      bob.await(Push.InboxEntry.class, 1);
      other.logOut(bob);
      // Who logs in afterwards has waited for the news of that, and of what was before.
      Device again = one.logIn(ALICE, DeviceKind.MAC, "desk", LoginPolicy.ALL);
      Message away = one.send(again, DIRECT, "while bob is away");
      assertThat(again.await(Push.Received.class, 1))
          .containsExactly(
              new Push.Received(
                  BOB,
                  ALICE,
                  new Push.ReceivedMessage(away.sequence(), away.stamp(), "while bob is away"),
                  true));
      assertThat(alice.told(Push.Received.class))
          .as("of the message that bob's device took, the server says nothing")
          .extracting(received -> received.message().clientId())
          .containsExactly("while bob is away");
    }
  }

  @Test
  @DisplayName("a phone is silent while its user sits at a desktop of another node")
  void silent() throws Exception {
    PostgresConfig config = Servers.config("silent");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config)) {
      Device phone = phone(one, ALICE, LoginPolicy.ALL);
      Device bob = phone(one, BOB, LoginPolicy.ALL);
      Device desktop = other.logIn(ALICE, DeviceKind.MAC, "desk", LoginPolicy.ALL);
      one.send(bob, DIRECT, "anybody there?");
      other.send(desktop, DIRECT, "here, at my desk");
      bob.await(Push.InboxEntry.class, 1);
      one.send(bob, DIRECT, "good");
      assertThat(phone.await(Push.InboxEntry.class, 3))
          .extracting(Push.InboxEntry::silent)
          .containsExactly(false, true, true);
      other.logOut(desktop);
      Device watch = phone(other, BOB, LoginPolicy.ALL); // which has heard of that
      other.send(watch, DIRECT, "gone?");
      assertThat(phone.await(Push.InboxEntry.class, 4))
          .extracting(Push.InboxEntry::silent)
          .last()
          .isEqualTo(false);
    }
  }

  @Test
  @DisplayName("so is a phone that comes back, for what its user did meanwhile")
  void silentForWhoComesBack() throws Exception {
    PostgresConfig config = Servers.config("silent_again");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config)) {
      Device bob = phone(one, BOB, LoginPolicy.ALL);
      Device desktop = other.logIn(ALICE, DeviceKind.MAC, "desk", LoginPolicy.ALL);
      other.send(desktop, DIRECT, "here, at my desk");
      Device phone = phone(one, ALICE, LoginPolicy.ALL);
      one.send(bob, DIRECT, "good");
      assertThat(phone.await(Push.InboxEntry.class, 1))
          .extracting(Push.InboxEntry::silent)
          .containsExactly(true);
    }
  }

  @Test
  @DisplayName("a user has as many devices as may be, on all nodes together")
  void devicesAtMost() throws Exception {
    PostgresConfig config = Servers.config("devices_at_most");
    try (RunningNode one = RunningNode.start(config);
        RunningNode other = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      List<Device> devices = new ArrayList<>();
      for (int i = 0; i < Presence.DEVICES_AT_MOST; i++) {
        RunningNode node = i % 2 == 0 ? one : other;
        devices.add(node.logIn(ALICE, DeviceKind.WEB, "tab " + i, LoginPolicy.ALL));
      }
      assertThat(devices.getFirst().told(DeviceId.class)).isEmpty();
      Device last = other.logIn(ALICE, DeviceKind.WEB, "one more", LoginPolicy.ALL);
      assertThat(devices.getFirst().await(DeviceId.class, 1)).containsExactly(last.id());
      assertThat(devices.get(1).told(DeviceId.class)).isEmpty();
      assertThat(sessions(postgres)).isEqualTo(Presence.DEVICES_AT_MOST);
    }
  }

  @Test
  @DisplayName("the users of a node that died are offline within some seconds")
  void died() throws Exception {
    PostgresConfig config = Servers.config("died_with_sessions");
    try (RunningNode one = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      NodeRow dead = register(postgres, "dead");
      beginSession(postgres, dead, BOB);
      Device alice = phone(one, ALICE, LoginPolicy.ALL);
      one.send(alice, DIRECT, "while bob seems to be there");
      while (sessions(postgres) > 1) {
        assertThat(Thread.interrupted()).isFalse();
      }
      // Who logs in afterwards has waited for the news of that.
      Device desktop = one.logIn(ALICE, DeviceKind.MAC, "desk", LoginPolicy.ALL);
      one.send(desktop, DIRECT, "now he is away");
      assertThat(desktop.await(Push.Received.class, 1))
          .extracting(received -> received.message().sequence())
          .containsExactly(2L);
      assertThat(alice.told(Push.Received.class)).hasSize(1);
    }
  }

  @Test
  @DisplayName("who was displaced is offline, also once the other device's node has died")
  void displacedByOneThatDied() throws Exception {
    PostgresConfig config = Servers.config("displaced_and_died");
    try (RunningNode one = RunningNode.start(config);
        Postgres postgres = new Postgres(config)) {
      Device displaced = phone(one, BOB, LoginPolicy.ALL);
      beginSession(postgres, register(postgres, "dead"), BOB);
      while (sessions(postgres) > 0) {
        assertThat(Thread.interrupted()).isFalse();
      }
      assertThat(displaced.await(DeviceId.class, 1)).hasSize(1);
      try (RunningNode other = RunningNode.start(config)) {
        Device alice = phone(other, ALICE, LoginPolicy.ALL);
        Message sent = other.send(alice, DIRECT, "nobody there?");
        assertThat(alice.await(Push.Received.class, 1))
            .extracting(received -> received.message().sequence())
            .containsExactly(sent.sequence());
      }
    }
  }

  private static NodeRow register(Postgres postgres, String name) {
    NodeRow node =
        new NodeRow(
            postgres,
            new GoneNodes(postgres),
            new NodeConfig("test", name, "", "test"),
            Clock.systemUTC());
    node.register();
    return node;
  }

  /// The last thing that a node did.
  private static void beginSession(Postgres postgres, NodeRow node, UserId user) {
    try (ClusterTransaction batch =
        new ClusterTransaction(postgres.lane(), node, (_, _, _) -> {})) {
      batch.announce(reads -> reads.app(user.app()));
      long stamp = batch.newestStamp() + 1;
      var session =
          new News.LoggedIn(
              user,
              new DeviceId(DeviceKind.IOS, "phone"),
              SessionId.random(),
              LoginPolicy.ALL,
              batch.node(),
              stamp);
      batch.commit(List.of(), List.of(session), stamp);
    }
  }
}

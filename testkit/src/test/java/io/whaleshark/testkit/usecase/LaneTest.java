package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.ReferenceEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P10: the lane is bounded, reports when it is full, and survives failures.
class LaneTest {

  private static World worldWith(LaneLimits limits) {
    return new World(AppPolicy.DEFAULT, limits, new ReferenceEngine.Disk());
  }

  private static List<Asked> sendWithoutTurn(World world, Device from, int count, String text) {
    List<Asked> asked = new ArrayList<>();
    world.withoutTurn(() -> {
      for (int i = 0; i < count; i++) {
        asked.add(from.sends(text).to("bob"));
      }
    });
    return asked;
  }

  @Test
  @DisplayName("P10 a full lane turns away, and says when there is room")
  void fullLaneTurnsAway() {
    World world = worldWith(new LaneLimits(3, 1 << 20, 100));
    Device alice = world.phone("alice");
    List<Asked> asked = sendWithoutTurn(world, alice, 4, "x");
    assertThat(asked).extracting(Asked::isTurnedAway).containsExactly(false, false, false, true);
    assertThat(world.node.lane().depth()).isEqualTo(3);
    assertThat(world.timesSpaceWasAnnounced).isZero();
    world.turn();
    assertThat(world.timesSpaceWasAnnounced).isEqualTo(1);
    assertThat(asked.get(3).isAnswered()).isFalse();
    assertThat(alice.sends("x").to("bob").message().sequence()).isEqualTo(4);
    assertThat(world.timesSpaceWasAnnounced).isEqualTo(1);
  }

  @Test
  @DisplayName("P10 who may wait is not turned away by a full lane")
  void whoWaitsGetsIntoAFullLane() throws Exception {
    World world = worldWith(new LaneLimits(1, 1 << 20, 100));
    List<Asked> before = sendWithoutTurn(world, world.phone("alice"), 1, "x");
    FutureTask<Answer> asks =
        new FutureTask<>(() ->
            world.node.lane().ask(Command.Turn::new, Duration.ofMinutes(1), Duration.ofMinutes(1)));
    Thread asker = Thread.ofPlatform().start(asks);
    while (asker.isAlive() && asker.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    while (!asks.isDone()) {
      world.turn();
    }
    assertThat(before.getFirst().message().sequence()).isEqualTo(1);
    assertThat(asks.get()).isEqualTo(Answer.DONE);
  }

  @Test
  @DisplayName("P10 of several things that are asked at once, none goes into a lane without room")
  void severalAreAskedInOrder() throws Exception {
    World world = worldWith(new LaneLimits(3, 1 << 20, 100));
    Device alice = world.phone("alice");
    List<Function<Reply, Command>> sends = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      var id = new ClientMessageId(alice.user(), "m" + i);
      sends.add(reply ->
          new Command.Send(
              alice.caller(),
              ConversationId.Direct.between(alice.user(), World.user("bob")),
              id,
              new Message.Sent(Payload.ofText("x"), Payload.NONE),
              reply));
    }
    FutureTask<List<Answer>> asks =
        new FutureTask<>(
            () -> world.node.lane().askAll(sends, Duration.ZERO, Duration.ofMinutes(1)));
    int before = world.batches;
    Thread asker = Thread.ofPlatform().start(asks);
    while (asker.isAlive() && asker.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    while (!asks.isDone()) {
      world.turn();
    }
    assertThat(world.batches - before).as("commits that they share").isEqualTo(1);
    assertThat(asks.get())
        .extracting(answer -> answer instanceof Answer.Sent(Message m) ? m.sequence() : 0L)
        .containsExactly(1L, 2L, 3L, 0L, 0L);
    assertThat(asks.get().getLast())
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.RETRY_LATER));
    assertThat(world.node.lane().askAll(List.of(), Duration.ZERO, Duration.ZERO)).isEmpty();
  }

  @Test
  @DisplayName("P7 the lane tells what has waited for its time, even if nobody sends anything")
  void theLaneWakesForWhatWaits() throws InterruptedException {
    World world = new World();
    Device alice = world.phone("alice");
    Device bob = world.phone("bob");
    ConversationId.Group group = world.group("team", "alice", "bob");
    CountDownLatch told = new CountDownLatch(2);
    Connection desktop =
        new Connection() {
          private final SessionId session = SessionId.random();

          @Override
          public SessionId session() {
            return session;
          }

          @Override
          public void push(Push push) {
            if (push instanceof Push.GroupRead) {
              told.countDown();
            }
          }

          @Override
          public void displace(DeviceId by) {}

          @Override
          public void signOut(DeviceId own, Optional<Ban> ban) {}

          @Override
          public void disconnect() {}
        };
    var mac = new DeviceId(DeviceKind.MAC, "desktop");
    world
        .ask(reply -> new Command.LogIn(alice.user(), mac, desktop, LoginPolicy.ALL, reply))
        .done();
    alice.sends("1").to(group).done();
    alice.sends("2").to(group).done();
    bob.reads(group, 1).done();
    bob.reads(group, 2).done();
    assertThat(told.getCount()).as("the second one waits").isEqualTo(1);
    world.clock.advance(Duration.ofMinutes(1));
    world.node.lane().start(Thread.ofPlatform()::unstarted);
    assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
    world.node.close();
  }

  @Test
  @DisplayName("a lane with nothing to do does nothing")
  void anIdleLaneSleeps() {
    World world = new World();
    int asked = 1_000;
    world.node.lane().start(Thread.ofPlatform()::unstarted);
    for (int i = 0; i < asked; i++) {
      assertThat(
              world
                  .node
                  .lane()
                  .ask(Command.Turn::new, Duration.ofMinutes(1), Duration.ofMinutes(1)))
          .isEqualTo(Answer.DONE);
    }
    world.node.close();
    assertThat(world.turnsEnded).isLessThan(2 * asked);
  }

  @Test
  @DisplayName("P10 contents are bounded too: the one that fills the lane is the last")
  void fullOfBytes() {
    World world = worldWith(new LaneLimits(100, 10, 100));
    Device alice = world.phone("alice");
    List<Asked> asked = sendWithoutTurn(world, alice, 3, "five!");
    assertThat(asked).extracting(Asked::isTurnedAway).containsExactly(false, false, true);
  }

  @Test
  void logoutsAreAlwaysTaken() {
    World world = worldWith(new LaneLimits(1, 1 << 20, 100));
    Device alice = world.phone("alice");
    Device bob = world.phone("bob");
    sendWithoutTurn(world, alice, 1, "x");
    Asked loggedOut = new Asked();
    world.node.lane().submitAlways(new Command.LogOut(bob.session(), loggedOut));
    world.turn();
    assertThat(loggedOut.answer()).isEqualTo(Answer.DONE);
    alice.sends("y").to("bob").done();
    assertThat(bob.messages()).hasSize(1);
  }

  @Test
  @DisplayName("P2 a batch takes what it may, in order; the rest follows")
  void batchesAreBounded() {
    World world = worldWith(new LaneLimits(100, 1 << 20, 2));
    Device alice = world.phone("alice");
    int before = world.batches;
    List<Asked> asked = sendWithoutTurn(world, alice, 5, "x");
    assertThat(List.of(world.turn(), world.turn(), world.turn(), world.turn()))
        .containsExactly(2, 2, 1, 0);
    assertThat(world.batches - before).isEqualTo(3);
    assertThat(asked).extracting(a -> a.message().sequence()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void closedLaneFinishesWhatItTookAndRefusesTheRest() {
    World world = new World();
    Device alice = world.phone("alice");
    List<Asked> asked = sendWithoutTurn(world, alice, 2, "x");
    world.node.close();
    assertThat(asked).allMatch(a -> a.message().sequence() > 0);
    assertThat(alice.sends("late").to("bob").refusal()).isEqualTo(Refusal.RETRY_LATER);
  }

  @Test
  void answersThatWereKnownKeepTheirTurn() {
    World world = new World();
    Device alice = world.phone("alice");
    List<String> order = new ArrayList<>();
    world.together(() -> {
      alice.sends("1").to("bob").whenAnswered(() -> order.add("first"));
      world.ask(Command.Turn::new).whenAnswered(() -> order.add("turn"));
      alice.sends("2").to("bob").whenAnswered(() -> order.add("second"));
    });
    assertThat(order).containsExactly("first", "turn", "second");
  }

  @Test
  @DisplayName("P1 a reply that throws costs the others nothing")
  void bugInOneAnswer() {
    World world = new World();
    Device alice = world.phone("alice");
    Device bob = world.phone("bob");
    List<Asked> asked = new ArrayList<>();
    world.together(() -> {
      alice
          .sends("1")
          .to(bob)
          .whenAnswered(() -> {
            throw new IllegalStateException("a bug made by the test");
          });
      asked.add(alice.sends("2").to(bob));
    });
    assertThat(world.bugs).hasSize(1);
    assertThat(asked.getFirst().message().sequence()).isEqualTo(2);
    bob.forget();
    Message third = alice.sends("3").to(bob).message();
    assertThat(bob.messages()).containsExactly(third);
  }

  @Test
  void clockThatGoesBackLeavesStampsGrowing() {
    World world = new World();
    Device alice = world.phone("alice");
    Message first = alice.sends("1").to("bob").message();
    world.clock.advance(Duration.ofDays(-30));
    Message second = alice.sends("2").to("bob").message();
    assertThat(second.stamp()).isEqualTo(first.stamp() + 1);
    assertThat(world.inbox("bob", first.stamp()).messages()).containsExactly(second);
  }
}

package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.FaultyEngine.Fault;
import io.whaleshark.testkit.ReferenceEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P1: nothing is told before it is durable, and what was told is never lost. The tests watch the
/// commit, and make it fail.
class DurabilityTest {

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device bob = world.phone("bob");

  @Test
  @DisplayName("P1 no answer and no push comes before the commit returned")
  void nothingIsToldBeforeTheCommit() {
    Message earlier = alice.sends("earlier").to(bob).message();
    bob.forget();
    alice.forget();
    List<Asked> asked = new ArrayList<>();
    List<Boolean> toldBefore = new ArrayList<>();
    world.engine.beforeCommit(() -> {
      asked.forEach(a -> toldBefore.add(a.isAnswered()));
      toldBefore.add(!alice.pushes().isEmpty() || !bob.pushes().isEmpty());
    });
    world.together(() -> {
      asked.add(alice.sends("hi").to(bob));
      asked.add(bob.reads(earlier));
      asked.add(alice.recalls(earlier));
      asked.add(bob.received(earlier));
    });
    assertThat(toldBefore).containsExactly(false, false, false, false, false);
    assertThat(asked).allMatch(Asked::isAnswered);
    assertThat(bob.messages()).hasSize(2);
    assertThat(alice.pushes(Push.PeerRead.class)).hasSize(1);
  }

  @Test
  @DisplayName("P1 an answer comes before the pushes that it causes, in the order of the commands")
  void answersComeInOrderAndBeforePushes() {
    List<String> order = new ArrayList<>();
    world.withoutTurn(() -> {
      for (int i = 1; i <= 3; i++) {
        String name = "answer " + i;
        alice
            .sends("hi")
            .to(bob)
            .whenAnswered(() -> order.add(name + " after " + bob.pushes().size() + " pushes"));
      }
    });
    world.turns();
    assertThat(order)
        .containsExactly(
            "answer 1 after 0 pushes", "answer 2 after 1 pushes", "answer 3 after 2 pushes");
    assertThat(world.turnsEnded).isPositive();
  }

  @Test
  @DisplayName("P1 P2 a batch that is lost was never acknowledged, and leaves no hole")
  void lostBatchIsRefusedWhole() {
    Message first = alice.sends("first").to(bob).message();
    bob.forget();
    world.engine.failBy(Fault.COMMIT_LOST);
    List<Asked> asked = new ArrayList<>();
    world.together(() -> {
      asked.add(alice.sends("lost").as("again").to(bob));
      asked.add(alice.sends("lost too").to(bob));
      asked.add(bob.reads(first));
      asked.add(world.joins(new ConversationId.Group(World.APP, "nowhere"), "bob"));
    });
    assertThat(asked).extracting(Asked::refusal).containsOnly(Refusal.RETRY_LATER);
    assertThat(bob.pushes()).isEmpty();
    assertThat(alice.pushes()).isEmpty();
    world.engine.failBy(Fault.NONE);
    assertThat(alice.sends("lost").as("again").to(bob).message().sequence()).isEqualTo(2);
    assertThat(bob.sends("later").to(alice).message().sequence()).isEqualTo(3);
    assertThat(world.history(alice.with(bob))).hasSize(3);
    assertThat(world.unread("bob", alice.with(bob))).isEqualTo(2);
  }

  @Test
  @DisplayName("P1 who logs in while nothing can be written is let in")
  void loginsNeedNoRoom() {
    world.engine.failBy(Fault.COMMIT_LOST);
    Device carol = world.device("carol", DeviceKind.IOS, "phone");
    List<Asked> asked = new ArrayList<>();
    world.together(() -> {
      asked.add(alice.sends("hi").to(bob));
      asked.add(carol.logsIn());
    });
    assertThat(asked.getFirst().refusal()).isEqualTo(Refusal.RETRY_LATER);
    asked.getLast().done();
    world.engine.failBy(Fault.NONE);
    Message message = alice.sends("hi").to(carol).message();
    assertThat(carol.pushes(Push.InboxEntry.class))
        .extracting(Push.InboxEntry::message)
        .containsExactly(message);
  }

  @Test
  @DisplayName("P1 P3 whoever repeats a send of unknown outcome gets the one message")
  void unknownOutcomeIsRepeatedSafely() {
    world.engine.failBy(Fault.COMMIT_STORED);
    assertThat(alice.sends("hi").as("m").to(bob).refusal()).isEqualTo(Refusal.RETRY_LATER);
    assertThat(bob.pushes()).isEmpty();
    world.engine.failBy(Fault.NONE);
    Message message = alice.sends("hi").as("m").to(bob).message();
    assertThat(message.sequence()).isEqualTo(1);
    assertThat(world.history(alice.with(bob))).containsExactly(message);
  }

  @Test
  @DisplayName("P4 after a failure to tell, a login is told of what is there, and no more")
  void aLoginIsToldOfRealEntries() {
    Device carol = world.phone("carol");
    Message first = alice.sends("first").to(carol).message();
    Message _ = someoneIsNotTold();
    Device desktop = world.device("carol", DeviceKind.MAC, "desktop");
    assertThat(desktop.logsIn().answer()).isEqualTo(new Answer.LoggedIn(first.stamp()));
  }

  /// A bug keeps bob from being told of a message.
  private Message someoneIsNotTold() {
    bob.breaksOnce();
    return alice.sends("not told").to(bob).message();
  }

  @Test
  @DisplayName("P7 a bug in the engine while the lane tries it does not end the lane")
  void theLaneOutlivesABugInTheEngine() {
    world.engine.failBy(Fault.COMMIT_LOST);
    alice.sends("hi").to(bob);
    world.engine.afterBegin(() -> {
      throw new IllegalStateException("a bug");
    });
    world.passes(Duration.ofMillis(200));
    assertThat(world.bugs).isNotEmpty();
    world.engine.afterBegin(() -> {});
    world.engine.failBy(Fault.NONE);
    alice.sends("hi").to(bob).done();
  }

  @Test
  @DisplayName("P4 a recall reaches who came back, whatever cannot be read")
  void recallIsToldWithoutTheEngine() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message early = alice.sends("early").to(group).message();
    world.leaves(group, "bob");
    world.joins(group, "bob");
    Message late = alice.sends("late").to(bob).message();
    bob.forget();
    world.engine.failBy(Fault.READS);
    Message tombstone = alice.recalls(early).tombstone();
    assertThat(bob.pushes(Push.InboxEntry.class))
        .singleElement()
        .matches(
            entry -> entry.message().equals(tombstone) && entry.previousPosition() == late.stamp());
  }

  @Test
  @DisplayName("P4 a bug while a message is told makes everybody pull at the next one")
  void bugWhileTelling() {
    Message late = alice.sends("late").to(bob).message();
    bob.breaksOnce();
    Message lost = alice.sends("lost").to(bob).message();
    bob.forget();
    alice.sends("next").to(bob);
    assertThat(bob.pushes(Push.InboxEntry.class))
        .singleElement()
        .extracting(Push.InboxEntry::previousPosition)
        .isNotIn(late.stamp(), 0L);
    assertThat(world.inbox("bob", late.stamp()).messages()).startsWith(lost).hasSize(2);
    assertThat(world.bugs).hasSize(1);
  }

  @Test
  @DisplayName("P9 news that a login has loaded already changes nothing")
  void newsOlderThanTheLogin() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    alice.sends("before").to(group).done();
    bob.logsOut();
    world.together(() -> {
      bob.logsIn();
      world.leaves(group, "bob");
      world.joins(group, "bob");
    });
    world.leaves(group, "bob");
    Message unseen = alice.sends("unseen").to(group).message();
    bob.forget();
    alice.recalls(unseen).done();
    assertThat(bob.messages()).isEmpty();
  }

  @Test
  @DisplayName("P7 P10 what could not be looked up is told later, once, and as it is then")
  void whatCouldNotBeToldIsToldLater() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message message = alice.sends("hi").to(group).message();
    Device desktop = world.desktop("bob");
    desktop.forget();
    world.engine.failBy(Fault.READS);
    bob.reads(message).done();
    bob.mutes(group, true).done();
    bob.mutes(group, false).done();
    bob.mutes(group, true).done();
    world.passes(Duration.ofMillis(300));
    assertThat(alice.pushes(Push.GroupRead.class)).isEmpty();
    assertThat(desktop.pushes(Push.ConversationSet.class)).isEmpty();
    world.engine.failBy(Fault.NONE);
    world.passes(Duration.ofSeconds(3));
    assertThat(alice.pushes(Push.GroupRead.class)).hasSize(1);
    assertThat(desktop.pushes(Push.OwnRead.class)).hasSize(1);
    assertThat(desktop.pushes(Push.ConversationSet.class))
        .singleElement()
        .matches(push -> push.item().participation().mute());
  }

  @Test
  @DisplayName("what needs a damaged row is told to nobody, and holds up nothing else")
  void whatIsDamagedIsNotTriedForEver() {
    alice.sends("hi").to(bob).done();
    Device desktop = world.desktop("bob");
    world.engine.beforeRead(() -> {
      throw new EngineException(EngineException.Kind.CORRUPT, "a damaged row");
    });
    bob.mutes(alice.with(bob), true).done();
    world.engine.beforeRead(() -> {});
    world.passes(Duration.ofSeconds(1));
    assertThat(desktop.pushes(Push.ConversationSet.class)).isEmpty();
    bob.mutes(alice.with(bob), false).done();
    assertThat(desktop.pushes(Push.ConversationSet.class)).hasSize(1);
  }

  @Test
  @DisplayName("a login that meets a bug is answered")
  void aLoginThatMeetsABugIsAnswered() {
    world.engine.beforeRead(() -> {
      throw new IllegalStateException("a bug");
    });
    Device carol = world.device("carol", DeviceKind.IOS, "phone");
    assertThat(carol.logsIn().refusal()).isEqualTo(Refusal.INTERNAL);
    world.engine.beforeRead(() -> {});
    carol.logsIn().done();
  }

  @Test
  @DisplayName("who is connected already can log in with another device, whatever cannot be read")
  void anotherDeviceNeedsNothingRead() {
    world.engine.failBy(Fault.READS);
    world.device("bob", DeviceKind.MAC, "desktop").logsIn().done();
  }

  @Test
  @DisplayName("P9 a removal is noted even if the engine fails right after it")
  void removalIsNotedWithoutTheEngine() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    world.engine.failBy(Fault.READS);
    world.leaves(group, "bob").done();
    world.engine.failBy(Fault.NONE);
    assertThat(bob.pushes(Push.MemberRemoved.class)).hasSize(1);
    bob.forget();
    alice.sends("among us").to(group).message();
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  @DisplayName("P1 what was acknowledged is there after a restart, and sequences go on")
  void restartKeepsEverything() {
    var disk = new ReferenceEngine.Disk();
    World before = new World(AppPolicy.DEFAULT, LaneLimits.DEFAULT, disk);
    Message message = before.phone("alice").sends("hi").to("bob").message();
    before.phone("bob").reads(message).done();
    World after = new World(AppPolicy.DEFAULT, LaneLimits.DEFAULT, disk);
    Device bobAgain = after.phone("bob");
    assertThat(after.history(message.conversation())).containsExactly(message);
    assertThat(after.unread("bob", message.conversation())).isZero();
    Message next = bobAgain.sends("hi yourself").to("alice").message();
    assertThat(next.sequence()).isEqualTo(2);
    assertThat(next.stamp()).isGreaterThan(message.stamp());
  }

  @Test
  @DisplayName("P4 a login that was refused and is tried again does not displace itself")
  void refusedLoginLeavesNothingBehind() {
    Device carol = world.phone("carol");
    alice.sends("first").to(carol).done();
    world.engine.failBy(Fault.READS);
    Message _ = someoneIsNotTold(); // so nobody knows any more where carol's inbox ends
    Device desktop = world.device("carol", DeviceKind.MAC, "desktop");
    assertThat(desktop.logsIn().refusal()).isEqualTo(Refusal.RETRY_LATER);
    world.engine.failBy(Fault.NONE);
    alice.sends("not for those who are not in yet").to(carol);
    assertThat(desktop.pushes()).isEmpty();
    desktop.logsIn().done();
    assertThat(desktop.displacedBy()).isEmpty();
    Message message = alice.sends("there?").to(carol).message();
    assertThat(desktop.messages()).containsExactly(message);
  }

  @Test
  @DisplayName("P1 a login while the store is away is refused, and works afterwards")
  void loginWhileTheStoreIsAway() {
    alice.sends("hi").to(bob);
    bob.logsOut();
    world.engine.failBy(Fault.READS);
    assertThat(bob.logsIn().refusal()).isEqualTo(Refusal.RETRY_LATER);
    world.engine.failBy(Fault.NONE);
    bob.forget();
    bob.logsIn().done();
    Message message = alice.sends("there?").to(bob).message();
    assertThat(bob.messages()).containsExactly(message);
  }
}

package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.app.ReceiptPolicy;
import io.whaleshark.core.app.ReceiptPolicy.Sharing;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.lane.LaneLimits;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Role;
import io.whaleshark.core.model.Typing;
import io.whaleshark.core.session.Push;
import io.whaleshark.testkit.FaultyEngine.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: others see who is writing, where they may, and it costs next to nothing (ADR 39). Method:
/// what people do, over the reference engine, with a clock that stands still.
class TypingTest {

  /// What is known of who may show it is known for so long.
  private static final Duration KNOWN = Duration.ofSeconds(10);

  private static final Duration TOLD_EACH = Duration.ofSeconds(2);

  private World world = new World();
  private Device alice = world.phone("alice");
  private Device bob = world.phone("bob");

  private void inWorld(World other) {
    world = other;
    alice = world.phone("alice");
    bob = world.phone("bob");
  }

  private static World world(int membersAtMost, ReceiptPolicy receipts) {
    AppPolicy usual = AppPolicy.DEFAULT;
    return new World(
        new AppPolicy(
            usual.inbox(),
            usual.retention(),
            usual.recallWindow(),
            usual.editWindow(),
            usual.login(),
            usual.silentFor(),
            usual.receiptInterval(),
            usual.membersAtMost(),
            membersAtMost,
            receipts,
            usual.directory(),
            usual.isPresenceTold()));
  }

  private ConversationId.Group group(String... members) {
    ConversationId.Group group = world.group("g", members);
    List.of(alice, bob).forEach(Device::forget);
    return group;
  }

  private static Push shown(ConversationId conversation, Device author, boolean isOn) {
    return new Push.TypingShown(new Typing(conversation, author.user(), isOn));
  }

  @Test
  @DisplayName("all devices of the other one are told, and none of the author's")
  void direct() {
    Device desktop = world.desktop("alice");
    Device bobs = world.desktop("bob");
    alice.types(alice.with(bob), true).done();
    alice.types(alice.with(bob), false).done();
    for (Device each : List.of(bob, bobs)) {
      assertThat(each.pushes())
          .containsExactly(
              shown(alice.with(bob), alice, true), shown(alice.with(bob), alice, false));
    }
    assertThat(alice.pushes()).isEmpty();
    assertThat(desktop.pushes()).isEmpty();
  }

  @Test
  @DisplayName("P10 it is told once in two seconds, and its end once")
  void bounded() {
    ConversationId.Direct both = alice.with(bob);
    for (int i = 0; i < 50; i++) {
      alice.types(both, true).done();
    }
    assertThat(bob.pushes()).containsExactly(shown(both, alice, true));
    world.clock.advance(TOLD_EACH);
    alice.types(both, true).done();
    for (int i = 0; i < 50; i++) {
      alice.types(both, false).done();
      alice.types(both, true).done();
    }
    assertThat(bob.pushes())
        .containsExactly(
            shown(both, alice, true), shown(both, alice, true), shown(both, alice, false));
  }

  @Test
  @DisplayName("a message ends it: it is told of no end, and what begins behind it at once")
  void endedByAMessage() {
    ConversationId.Direct both = alice.with(bob);
    alice.types(both, true).done();
    alice.sends("1").to(bob).done();
    alice.types(both, false).done();
    alice.types(both, true).done();
    assertThat(bob.pushes(Push.TypingShown.class))
        .extracting(shown -> shown.typing().isOn())
        .containsExactly(true, true);
  }

  @Test
  @DisplayName("an end of what was never told is told to nobody, and neither are notes to oneself")
  void nothingToTell() {
    alice.types(alice.with(bob), false).done();
    alice.types(alice.with(alice), true).done();
    assertThat(bob.pushes()).isEmpty();
    assertThat(alice.pushes()).isEmpty();
  }

  @Test
  @DisplayName("P10 what it needs to know is looked up once in ten seconds, and not before")
  void lookedUpSeldom() {
    world.holdsQuestions();
    alice.types(alice.with(bob), true);
    Asked last = alice.types(alice.with(bob), false);
    assertThat(world.heldQuestions()).isOne();
    assertThat(last.answer()).isEqualTo(Answer.DONE);
    alice.types(alice.with(bob), true);
    world.asks();
    assertThat(bob.pushes()).containsExactly(shown(alice.with(bob), alice, true));
    world.clock.advance(KNOWN.minusMillis(1));
    alice.types(alice.with(bob), true).done();
    assertThat(world.heldQuestions()).isZero();
    world.clock.advance(Duration.ofMillis(1));
    alice.types(alice.with(bob), true);
    assertThat(world.heldQuestions()).isOne();
  }

  @Test
  @DisplayName("P10 nothing is looked up where nobody is there, nor for strangers")
  void notLookedUp() {
    ConversationId.Group group = group("bob", "carol");
    world.holdsQuestions();
    alice.types(ConversationId.Direct.between(alice.user(), World.user("zoe")), true).done();
    assertThat(alice.types(group, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(world.heldQuestions()).isZero();
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  @DisplayName("P10 of many conversations at once a bounded number is looked up")
  void lookUpsAreBounded() {
    world.holdsQuestions();
    for (int i = 0; i < 200; i++) {
      Device peer = world.phone("peer" + i);
      world.asks();
      assertThat(peer.pushes()).isEmpty();
    }
    int held = world.heldQuestions();
    for (int i = 0; i < 200; i++) {
      alice.types(ConversationId.Direct.between(alice.user(), World.user("peer" + i)), true);
    }
    // So many are asked at once; the others wait for these.
    assertThat(world.heldQuestions() - held).isEqualTo(16);
    world.asks();
    assertThat(world.bugs).isEmpty();
  }

  @Test
  @DisplayName("P9 in a group the other members are told, and nobody else")
  void inGroup() {
    Device carol = world.phone("carol");
    Device dave = world.phone("dave");
    ConversationId.Group group = group("alice", "bob", "carol");
    world.leaves(group, "carol").done();
    List.of(alice, bob, carol, dave).forEach(Device::forget);
    alice.types(group, true).done();
    assertThat(bob.pushes()).containsExactly(shown(group, alice, true));
    List.of(alice, carol, dave).forEach(each -> assertThat(each.pushes()).isEmpty());
    assertThat(carol.types(group, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    world.leaves(group, "bob").done();
    bob.forget();
    assertThat(bob.types(group, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    world.clock.advance(TOLD_EACH);
    alice.types(group, true).done();
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  @DisplayName("who is muted, or whose group was dissolved, is refused within ten seconds")
  void refusedAsASendIs() {
    ConversationId.Group group = group("alice", "bob");
    bob.types(group, true).done();
    world
        .ask(reply ->
            new Command.SetMember(
                Actor.ADMINISTRATION, group, bob.user(), Role.MEMBER, Optional.of(true), reply))
        .done();
    world.clock.advance(KNOWN);
    alice.forget();
    assertThat(bob.types(group, true).refusal()).isEqualTo(Refusal.MUTED);
    world.dissolves(group).done();
    world.clock.advance(KNOWN);
    alice.forget();
    assertThat(bob.types(group, true).refusal()).isEqualTo(Refusal.GROUP_DISSOLVED);
    assertThat(alice.pushes()).isEmpty();
  }

  @Test
  @DisplayName("who is blocked is told nothing of that, and seen by nobody, after ten seconds")
  void blocked() {
    ConversationId.Direct both = alice.with(bob);
    alice.types(both, true).done();
    world.ask(reply -> new Command.PutBlock(new Block(bob.user(), alice.user()), reply)).done();
    world.clock.advance(KNOWN);
    bob.forget();
    assertThat(alice.types(both, true).answer()).isEqualTo(Answer.DONE);
    assertThat(bob.pushes()).isEmpty();
    bob.types(both, true).done();
    assertThat(alice.pushes()).containsExactly(shown(both, bob, true));
  }

  @Test
  @DisplayName("whose receipts are off neither shows nor sees it, in groups too")
  void asPrivateAsReceipts() {
    inWorld(world(100, new ReceiptPolicy(Sharing.BY_USER, false)));
    ConversationId.Group group = group("alice", "bob");
    bob.switchesReceipts(false).done();
    for (ConversationId each : List.of(alice.with(bob), group)) {
      alice.types(each, true).done();
      bob.types(each, true).done();
    }
    assertThat(alice.pushes()).isEmpty();
    assertThat(bob.pushes()).isEmpty();
    bob.switchesReceipts(true).done();
    bob.types(group, true).done();
    assertThat(alice.pushes()).containsExactly(shown(group, bob, true));
  }

  @Test
  @DisplayName("in a group that is too large nobody is told, and the setting 0 ends it everywhere")
  void tooLarge() {
    inWorld(world(2, ReceiptPolicy.ON));
    ConversationId.Group group = group("alice", "bob");
    alice.types(group, true).done();
    assertThat(bob.pushes()).containsExactly(shown(group, alice, true));
    world.joins(group, "carol").done();
    world.clock.advance(KNOWN);
    bob.forget();
    alice.types(group, true).done();
    assertThat(bob.pushes()).isEmpty();

    inWorld(world(0, ReceiptPolicy.ON));
    alice.types(alice.with(bob), true).done();
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  @DisplayName("it is stored nowhere, and while nothing can be read nobody is told")
  void storesNothing() {
    long newest = world.engine.newestStamp();
    alice.types(alice.with(bob), true).done();
    assertThat(world.engine.newestStamp()).isEqualTo(newest);
    world.clock.advance(KNOWN);
    bob.forget();
    world.engine.failBy(Fault.READS);
    assertThat(alice.types(alice.with(bob), true).answer()).isEqualTo(Answer.DONE);
    assertThat(bob.pushes()).isEmpty();
    world.engine.failBy(Fault.NONE);
    alice.types(alice.with(bob), true).done();
    assertThat(bob.pushes()).hasSize(1);
    assertThat(world.bugs).isEmpty();
  }

  @Test
  @DisplayName("other nodes are told as often, and what they tell is told to those who may see it")
  void ofOtherNodes() {
    OtherNodes others = new OtherNodes();
    inWorld(new World(AppPolicy.DEFAULT, LaneLimits.DEFAULT, others));
    ConversationId.Group group = group("alice", "bob");
    for (int i = 0; i < 50; i++) {
      alice.types(group, true).done();
    }
    assertThat(others.typing()).containsExactly(new Typing(group, alice.user(), true));
    bob.forget();
    Typing elsewhere = new Typing(group, World.user("carol"), true);
    for (int i = 0; i < 2_000; i++) {
      others.types(elsewhere); // more than wait for the lane
    }
    world.turns();
    assertThat(bob.pushes()).hasSizeBetween(1, 1_024).containsOnly(new Push.TypingShown(elsewhere));
    others.types(new Typing(alice.with(bob), bob.user(), false));
    alice.forget();
    world.turns();
    assertThat(alice.pushes()).containsExactly(shown(alice.with(bob), bob, false));
    assertThat(others.typing()).hasSize(1);
  }
}

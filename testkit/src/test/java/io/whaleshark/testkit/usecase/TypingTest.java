package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.app.DirectoryPolicy;
import io.whaleshark.core.app.ReceiptPolicy;
import io.whaleshark.core.app.ReceiptPolicy.Sharing;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.delivery.Lookups;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: others see who is writing, where they may, and it costs next to nothing (ADR 39). Method:
/// what people do, over the reference engine, with a clock that stands still.
class TypingTest {

  /// What is known of who may show it is known for so long.
  private static final Duration KNOWN = Duration.ofSeconds(10);

  private static final Duration TOLD_EACH = Duration.ofSeconds(2);

  private World world = new World();
  private Device alice = phone("alice");
  private Device bob = phone("bob");

  private Device phone(String user) {
    return knowing(world.phone(user));
  }

  private Device desktop(String user) {
    return knowing(world.desktop(user));
  }

  /// A device that has shown that it knows of typing, as the SDKs do at each login.
  private static Device knowing(Device device) {
    device.types(device.with(device), false).done();
    return device;
  }

  private void inWorld(World other) {
    world = other;
    alice = phone("alice");
    bob = phone("bob");
  }

  private static World world(int membersAtMost, ReceiptPolicy receipts) {
    return world(membersAtMost, receipts, AppPolicy.DEFAULT.directory());
  }

  private static World world(int membersAtMost, ReceiptPolicy receipts, DirectoryPolicy directory) {
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
            usual.reactionMembersAtMost(),
            receipts,
            directory,
            usual.pins(),
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
    Device desktop = desktop("alice");
    Device bobs = desktop("bob");
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
  @DisplayName("a message ends it also while it is looked up whether that may be shown")
  void endedByAMessageWhileLookedUp() {
    world.holdsQuestions();
    alice.types(alice.with(bob), true);
    alice.sends("1").to(bob).done();
    world.asks();
    assertThat(bob.pushes(Push.TypingShown.class)).isEmpty();
  }

  @Test
  @DisplayName("where a profile is required, who has none is not written to")
  void nobodyInTheDirectory() {
    AppPolicy usual = AppPolicy.DEFAULT;
    inWorld(world(2, ReceiptPolicy.ON, new DirectoryPolicy(usual.directory().visible(), true)));
    assertThat(alice.types(alice.with(bob), true).refusal()).isEqualTo(Refusal.NO_SUCH_USER);
    assertThat(bob.pushes()).isEmpty();
    world.ask(reply -> new Command.PutProfile(bob.user(), "Bob", "", "", reply)).done();
    world.clock.advance(KNOWN);
    alice.types(alice.with(bob), true).done();
    assertThat(bob.pushes()).hasSize(1);
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
  @DisplayName("P10 of many conversations at once few are looked up, the others at their next sign")
  void lookUpsAreBounded() {
    List<Device> peers = IntStream.range(0, 200).mapToObj(i -> phone("peer" + i)).toList();
    world.holdsQuestions();
    peers.forEach(peer -> alice.types(alice.with(peer), true));
    int asked = world.heldQuestions();
    assertThat(asked).isBetween(1, Lookups.AT_ONCE / 2);
    world.asks();
    assertThat(peers.stream().filter(peer -> !peer.pushes().isEmpty())).hasSize(asked);
    peers.forEach(peer -> {
      alice.types(alice.with(peer), true);
      world.asks();
    });
    assertThat(peers).allMatch(peer -> peer.pushes().size() == 1);
    assertThat(world.bugs).isEmpty();
  }

  @Test
  @DisplayName("P10 of very many who write within ten seconds some are told to nobody")
  void typistsAreBounded() {
    List<Device> peers = IntStream.range(0, 130).mapToObj(i -> phone("peer" + i)).toList();
    for (Device each : peers) {
      peers.stream().filter(other -> other != each).forEach(to -> each.types(each.with(to), true));
    }
    long told = peers.stream().mapToLong(peer -> peer.pushes().size()).sum();
    assertThat(told).isEqualTo(16_384).isLessThan(130 * 129);
    alice.types(alice.with(bob), true).done();
    assertThat(bob.pushes()).isEmpty();
    world.clock.advance(KNOWN.plusSeconds(1));
    alice.types(alice.with(bob), true).done();
    assertThat(bob.pushes()).hasSize(1);
  }

  @Test
  @DisplayName("who has never said that they know of it is told nothing")
  void olderDevices() {
    Device older = world.desktop("bob");
    alice.types(alice.with(bob), true).done();
    assertThat(bob.pushes()).hasSize(1);
    assertThat(older.pushes()).isEmpty();
  }

  @Test
  @DisplayName("P9 in a group the other members are told, and nobody else")
  void inGroup() {
    Device carol = phone("carol");
    Device dave = phone("dave");
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
    assertThat(bob.pushes()).as("not asked each time").isEmpty();
    world.clock.advance(TOLD_EACH);
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
    world.turn();
    assertThat(bob.pushes()).as("in one turn").hasSizeBetween(1, 64);
    world.turns();
    assertThat(bob.pushes()).hasSize(1_024).containsOnly(new Push.TypingShown(elsewhere));
    others.types(new Typing(alice.with(bob), bob.user(), false));
    alice.forget();
    world.turns();
    assertThat(alice.pushes()).containsExactly(shown(alice.with(bob), bob, false));
    assertThat(others.typing()).hasSize(1);
  }
}

package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.app.PinPolicy;
import io.whaleshark.core.app.PinPolicy.Pinners;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Outcome;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.history.PinnedMessages;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Pin;
import io.whaleshark.core.model.Pinning;
import io.whaleshark.core.model.Role;
import io.whaleshark.core.session.Push;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Pins: who may, how many, what repeats get, who is told, and what ends them.
class PinsTest {

  private World world = new World();
  private Device alice = world.phone("alice");
  private Device alicesDesktop = world.desktop("alice");
  private Device bob = world.phone("bob");
  private Device carol = world.phone("carol");

  private void inWorld(PinPolicy pins) {
    AppPolicy usual = AppPolicy.DEFAULT;
    world =
        new World(
            new AppPolicy(
                usual.inbox(),
                usual.retention(),
                usual.recallWindow(),
                usual.editWindow(),
                usual.login(),
                usual.silentFor(),
                usual.receiptInterval(),
                usual.membersAtMost(),
                usual.typingMembersAtMost(),
                usual.reactionMembersAtMost(),
                usual.receipts(),
                usual.directory(),
                pins,
                usual.isPresenceTold()));
    alice = world.phone("alice");
    alicesDesktop = world.desktop("alice");
    bob = world.phone("bob");
    carol = world.phone("carol");
  }

  private Asked appPins(Message message, boolean isPinned) {
    return world.ask(
        reply -> new Command.PinAny(message.conversation(), message.stamp(), isPinned, reply));
  }

  private static List<Long> sequences(List<PinnedMessages.Pinned> pinned) {
    return pinned.stream().map(each -> each.pin().sequence()).toList();
  }

  private List<PinnedMessages.Pinned> shown(Device to, ConversationId in) {
    Outcome<List<PinnedMessages.Pinned>> asked = world.node.pinned().of(to.user(), in);
    assertThat(asked).isInstanceOf(Outcome.Granted.class);
    return ((Outcome.Granted<List<PinnedMessages.Pinned>>) asked).value();
  }

  private static List<Pinning> told(Device device) {
    return device.pushes(Push.MessagePinned.class).stream()
        .map(Push.MessagePinned::pinning)
        .toList();
  }

  @Test
  @DisplayName("a pin is told to all who see the message, but to the device that has pinned")
  void allAreTold() {
    Message first = alice.sends("1").to(bob).message();
    Message second = alice.sends("2").to(bob).message();
    List.of(alice, alicesDesktop, bob).forEach(Device::forget);
    Pinning pinned = bob.pins(first, true).pinning();
    assertThat(pinned.by()).contains(bob.user());
    assertThat(pinned.clientId()).isEqualTo(first.clientId().value());
    assertThat(told(alice)).containsExactly(pinned);
    assertThat(alice.pushes(Push.MessagePinned.class).getFirst().owner()).isEqualTo(alice.user());
    assertThat(told(alicesDesktop)).containsExactly(pinned);
    assertThat(bob.pushes()).isEmpty();
    assertThat(carol.pushes()).isEmpty();
    alice.pins(second, true).done();
    assertThat(sequences(shown(bob, alice.with(bob)))).containsExactly(2L, 1L);
    assertThat(alice.pins(first, false).pinning().pin()).isEmpty();
    assertThat(told(bob).getLast().pin()).isEmpty();
    assertThat(sequences(shown(bob, alice.with(bob)))).containsExactly(2L);
  }

  @Test
  @DisplayName("P4, P8 a pin moves no entry and changes no count")
  void inboxesStay() {
    Message sent = alice.sends("1").to(bob).message();
    long newest = world.engine.inboxes().newest(bob.user());
    bob.pins(sent, true).done();
    assertThat(world.engine.inboxes().newest(bob.user())).isEqualTo(newest);
    assertThat(world.unread("bob", alice.with(bob))).isEqualTo(1);
    assertThat(world.inbox("bob", newest).messages()).isEmpty();
  }

  @Test
  @DisplayName("a repeat is answered with the first time, and tells nobody")
  void repeats() {
    Message sent = alice.sends("1").to(bob).message();
    assertThat(bob.pins(sent, false).pinning().pin()).isEmpty();
    Optional<Pin> pinned = bob.pins(sent, true).pinning().pin();
    alice.forget();
    world.clock.advance(Duration.ofDays(1));
    assertThat(alicesDesktop.pins(sent, true).pinning().pin()).isEqualTo(pinned);
    assertThat(appPins(sent, true).pinning().pin()).isEqualTo(pinned);
    assertThat(alice.pushes()).isEmpty();
    appPins(sent, false).done();
    alice.forget();
    appPins(sent, false).done();
    assertThat(alice.pushes()).isEmpty();
  }

  @Test
  void aRecallEndsThePinAndAnEditDoesNot() {
    Message first = alice.sends("1").to(bob).message();
    Message second = alice.sends("2").to(bob).message();
    bob.pins(first, true).done();
    bob.pins(second, true).done();
    Message edited = alice.edits(first, "one").edited();
    alice.recalls(second).done();
    assertThat(shown(bob, alice.with(bob)))
        .extracting(PinnedMessages.Pinned::message)
        .containsExactly(edited);
    assertThat(bob.pins(second, true).refusal()).isEqualTo(Refusal.MESSAGE_RECALLED);
    assertThat(bob.pins(second, false).pinning().pin()).isEmpty();
  }

  @Test
  @DisplayName("what a batch recalls is pinned no more for what follows in it")
  void inOneBatch() {
    inWorld(new PinPolicy(Pinners.ADMINS, 1));
    Message first = alice.sends("1").to(bob).message();
    Message second = alice.sends("2").to(bob).message();
    alice.pins(first, true).done();
    List<Asked> asked = new ArrayList<>();
    world.together(() -> {
      asked.add(alice.pins(second, true));
      asked.add(alice.recalls(first));
      asked.add(alice.pins(second, true));
      asked.add(bob.pins(second, true));
    });
    assertThat(asked.get(0).refusal()).isEqualTo(Refusal.TOO_LARGE);
    assertThat(asked.get(3).pinning().pin()).isEqualTo(asked.get(2).pinning().pin());
    assertThat(sequences(shown(bob, alice.with(bob)))).containsExactly(2L);
  }

  @Test
  void atMostFiftyArePinnedAtOnce() {
    List<Message> sent = new ArrayList<>();
    for (int i = 0; i <= PinPolicy.AT_MOST; i++) {
      sent.add(alice.sends("text").to(bob).message());
    }
    sent.subList(0, PinPolicy.AT_MOST).forEach(message -> alice.pins(message, true).done());
    assertThat(bob.pins(sent.getLast(), true).refusal()).isEqualTo(Refusal.TOO_LARGE);
    assertThat(appPins(sent.getLast(), true).refusal()).isEqualTo(Refusal.TOO_LARGE);
    alice.recalls(sent.getFirst()).done();
    bob.pins(sent.getLast(), true).done();
    assertThat(shown(bob, alice.with(bob))).hasSize(PinPolicy.AT_MOST);
  }

  @Test
  @DisplayName("who may not say anything there may not pin there, either")
  void whoIsSilent() {
    Message sent = alice.sends("1").to(bob).message();
    world.ask(reply -> new Command.PutBlock(new Block(alice.user(), bob.user()), reply)).done();
    assertThat(bob.pins(sent, true).refusal()).isEqualTo(Refusal.NOT_ACCEPTED);
    alice.pins(sent, true).done();
    assertThat(bob.pins(sent, false).refusal()).isEqualTo(Refusal.NOT_ACCEPTED);
    assertThat(carol.pins(sent, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
  }

  @Test
  @DisplayName("in a group those pin who run it, unless the app lets all members")
  void whoPinsInGroups() {
    ConversationId.Group group = world.group("g", "alice", "bob", "carol");
    Message sent = bob.sends("1").to(group).message();
    assertThat(bob.pins(sent, true).refusal()).isEqualTo(Refusal.PIN_NOT_ALLOWED);
    alice.pins(sent, true).done();
    set(group, bob, Role.ADMIN, false);
    bob.pins(sent, false).done();
    set(group, bob, Role.ADMIN, true);
    assertThat(bob.pins(sent, true).refusal()).isEqualTo(Refusal.MUTED);
    inWorld(new PinPolicy(Pinners.MEMBERS, PinPolicy.AT_MOST));
    ConversationId.Group ofAll = world.group("g", "alice", "bob");
    Message other = alice.sends("1").to(ofAll).message();
    bob.pins(other, true).done();
    world.ask(reply -> new Command.DissolveGroup(Actor.ADMINISTRATION, ofAll, reply)).done();
    assertThat(bob.pins(other, false).refusal()).isEqualTo(Refusal.GROUP_DISSOLVED);
    appPins(other, false).done();
  }

  private void set(ConversationId.Group group, Device member, Role role, boolean muted) {
    world
        .ask(reply ->
            new Command.SetMember(
                Actor.ADMINISTRATION, group, member.user(), role, Optional.of(muted), reply))
        .done();
  }

  @Test
  @DisplayName("P9 who did not see a message pins it not, is not told, and is not shown it")
  void strangersLearnNothing() {
    inWorld(new PinPolicy(Pinners.MEMBERS, PinPolicy.AT_MOST));
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message before = alice.sends("before").to(group).message();
    world.joins(group, "carol").done();
    Message since = alice.sends("since").to(group).message();
    carol.forget();
    assertThat(carol.pins(before, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    alice.pins(before, true).done();
    bob.pins(since, true).done();
    assertThat(told(carol)).extracting(Pinning::sequence).containsExactly(since.sequence());
    assertThat(sequences(shown(carol, group))).containsExactly(since.sequence());
    assertThat(sequences(shown(bob, group))).containsExactly(since.sequence(), before.sequence());
    assertThat(sequences(world.node.pinned().of(group))).hasSize(2);
    Device dave = world.phone("dave");
    assertThat(world.node.pinned().of(dave.user(), group)).isInstanceOf(Outcome.Refused.class);
    assertThat(shown(dave, dave.with(alice))).isEmpty();
  }

  @Test
  @DisplayName("who leaves a group is told nothing more, and pins nothing of before on return")
  void whoLeavesAndReturns() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message first = alice.sends("1").to(group).message();
    Message second = alice.sends("2").to(group).message();
    alice.pins(first, true).done();
    world.leaves(group, "bob").done();
    bob.forget();
    alice.pins(second, true).done();
    assertThat(told(bob)).isEmpty();
    assertThat(bob.pins(first, false).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    world.joins(group, "bob").done();
    set(group, bob, Role.ADMIN, false);
    assertThat(bob.pins(first, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    bob.pins(first, false).done();
    assertThat(sequences(shown(alice, group))).containsExactly(second.sequence());
  }

  @Test
  @DisplayName("who runs a group ends pins of messages that they do not see, as those count")
  void whoRunsAGroupEndsAnyPin() {
    inWorld(new PinPolicy(Pinners.ADMINS, 1));
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message before = alice.sends("before").to(group).message();
    alice.pins(before, true).done();
    world.joins(group, "carol").done();
    Message since = alice.sends("since").to(group).message();
    assertThat(carol.pins(before, false).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    set(group, carol, Role.ADMIN, false);
    assertThat(carol.pins(since, true).refusal()).isEqualTo(Refusal.TOO_LARGE);
    carol.pins(before, false).done();
    carol.pins(since, true).done();
    assertThat(sequences(shown(bob, group))).containsExactly(since.sequence());
  }

  @Test
  @DisplayName("whose view was erased is shown no pin of before, and makes none")
  void erasedViews() {
    Message sent = alice.sends("1").to(bob).message();
    bob.pins(sent, true).done();
    world
        .ask(reply -> new Command.EraseViews(bob.user(), List.of(alice.with(bob)), reply))
        .answer();
    Device again = world.phone("bob");
    alice.sends("2").to(bob).done();
    assertThat(shown(again, alice.with(bob))).isEmpty();
    assertThat(again.pins(sent, true).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(sequences(shown(alice, alice.with(bob)))).containsExactly(sent.sequence());
    again.pins(sent, false).done();
    assertThat(shown(alice, alice.with(bob))).isEmpty();
  }
}

package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Block;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.Role;
import io.whaleshark.core.session.Push;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Edits: who may, until when, what repeats get, and who is told.
class EditsTest {

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device alicesDesktop = world.desktop("alice");
  private final Device bob = world.phone("bob");
  private final Device carol = world.phone("carol");

  private static Message.Sent content(String text) {
    return new Message.Sent(Payload.ofText(text), Payload.NONE);
  }

  private Asked rewrites(Message message, String text) {
    return world.ask(reply ->
        new Command.Rewrite(message.conversation(), message.stamp(), content(text), reply));
  }

  private Asked mutes(ConversationId.Group group, Device member) {
    return world.ask(reply ->
        new Command.SetMember(
            Actor.ADMINISTRATION, group, member.user(), Role.MEMBER, Optional.of(true), reply));
  }

  @Test
  @DisplayName("P4 an edit is an entry for all who see the message, but for the device that edited")
  void allAreTold() {
    Message sent = alice.sends("tpyo").to(bob).message();
    Message later = bob.sends("what?").to(alice).message();
    List.of(alice, alicesDesktop, bob).forEach(Device::forget);
    Message edited = alice.edits(sent, "typo").edited();
    assertThat(edited.newest()).contains(content("typo"));
    assertThat(edited.sequence()).isEqualTo(sent.sequence());
    assertThat(edited.stamp()).isEqualTo(sent.stamp());
    assertThat(edited.time()).isEqualTo(sent.time());
    assertThat(bob.messages()).containsExactly(edited);
    assertThat(bob.pushes(Push.InboxEntry.class))
        .extracting(Push.InboxEntry::previousPosition)
        .containsExactly(later.stamp());
    assertThat(alicesDesktop.messages()).containsExactly(edited);
    assertThat(alice.messages()).isEmpty();
    assertThat(world.history(alice.with(bob))).containsExactly(edited, later);
    assertThat(world.inbox("bob", 0).messages()).containsExactly(later, edited);
    assertThat(world.unread("bob", alice.with(bob))).isEqualTo(1);
  }

  @Test
  void aSecondEditTakesThePlaceOfTheFirst() {
    Message sent = alice.sends("1").to(bob).message();
    Message once = alice.edits(sent, "2").edited();
    Message twice = alicesDesktop.edits(sent, "3").edited();
    assertThat(twice.inboxPosition()).isGreaterThan(once.inboxPosition());
    assertThat(world.inbox("bob", 0).messages()).containsExactly(twice);
    assertThat(world.history(alice.with(bob))).containsExactly(twice);
  }

  @Test
  @DisplayName("P3 a repeat of the newest edit gets its answer, at any time, and tells nobody")
  void repeats() {
    Message sent = alice.sends("1").to(bob).message();
    Message edited = alice.edits(sent, "2").edited();
    bob.forget();
    world.clock.advance(Duration.ofDays(1));
    assertThat(alice.edits(sent, "2").edited()).isEqualTo(edited);
    assertThat(rewrites(sent, "2").edited()).isEqualTo(edited);
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  @DisplayName("P3 a repeat of the send gets the first answer, whatever edits have made of it")
  void repeatedSends() {
    List<Asked> asked = new ArrayList<>();
    var byId = new Command.Named.ByClientId(new ClientMessageId(alice.user(), "m"));
    world.together(() -> {
      asked.add(alice.sends("1").as("m").to(bob));
      asked.add(alice.edits(alice.with(bob), byId, "2"));
      asked.add(alice.sends("1").as("m").to(bob));
      asked.add(alice.sends("2").as("m").to(bob));
    });
    Message edited = asked.get(1).edited();
    assertThat(asked.get(2).message()).isEqualTo(edited);
    assertThat(asked.get(3).refusal()).isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    assertThat(alice.sends("1").as("m").to(bob).message()).isEqualTo(edited);
    assertThat(world.history(alice.with(bob))).containsExactly(edited);
  }

  @Test
  void theFirstEditMayChangeNothing() {
    Message sent = alice.sends("1").to(bob).message();
    Message edited = alice.edits(sent, "1").edited();
    assertThat(edited.isEdited()).isTrue();
    assertThat(bob.messages()).containsExactly(sent, edited);
  }

  @Test
  void theWindowEndsExactly() {
    Message sent = alice.sends("1").to(bob).message();
    world.clock.advance(AppPolicy.DEFAULT.editWindow());
    Message edited = alice.edits(sent, "2").edited();
    world.clock.advance(Duration.ofMillis(1));
    assertThat(alice.edits(sent, "3").refusal()).isEqualTo(Refusal.EDIT_TOO_LATE);
    assertThat(world.history(alice.with(bob))).containsExactly(edited);
  }

  @Test
  @DisplayName("P9 nobody but its author edits a message, whoever runs the group")
  void authorsAlone() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message sent = bob.sends("mine").to(group).message();
    assertThat(alice.edits(sent, "not yours").refusal()).isEqualTo(Refusal.NOT_YOURSELF);
    assertThat(carol.edits(sent, "nor yours").refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(bob.edits(group, new Command.Named.BySequence(9), "nothing").refusal())
        .isEqualTo(Refusal.NO_SUCH_MESSAGE);
    assertThat(world.history(group)).containsExactly(sent);
  }

  @Test
  @DisplayName("P9 who may not send there may not edit there, but a repeat changes nothing")
  void whoMayNotSend() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message inGroup = bob.sends("1").to(group).message();
    Message edited = bob.edits(inGroup, "2").edited();
    mutes(group, bob).done();
    assertThat(bob.edits(inGroup, "3").refusal()).isEqualTo(Refusal.MUTED);
    assertThat(bob.edits(inGroup, "2").edited()).isEqualTo(edited);
    world.leaves(group, "bob").done();
    assertThat(bob.edits(inGroup, "3").refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    Message direct = bob.sends("1").to(alice).message();
    Block block = new Block(alice.user(), bob.user());
    world.ask(reply -> new Command.PutBlock(block, reply)).done();
    assertThat(bob.edits(direct, "2").refusal()).isEqualTo(Refusal.NOT_ACCEPTED);
    Message ofAlice = alice.sends("1").to(group).message();
    world.dissolves(group).done();
    assertThat(alice.edits(ofAlice, "2").refusal()).isEqualTo(Refusal.GROUP_DISSOLVED);
    assertThat(world.history(group)).containsExactly(edited, ofAlice);
  }

  @Test
  void aRecallIsFinal() {
    Message sent = alice.sends("1").to(bob).message();
    Message edited = alice.edits(sent, "2").edited();
    Message tombstone = alice.recalls(sent).tombstone();
    assertThat(tombstone.newest()).isEmpty();
    assertThat(tombstone.carries(content("1"))).isTrue();
    assertThat(alice.edits(sent, "2").refusal()).isEqualTo(Refusal.MESSAGE_RECALLED);
    assertThat(rewrites(edited, "3").refusal()).isEqualTo(Refusal.MESSAGE_RECALLED);
    assertThat(bob.messages()).containsExactly(sent, edited, tombstone);
    assertThat(world.inbox("bob", 0).messages()).containsExactly(tombstone);
  }

  @Test
  void theAppEditsAnythingAtAnyTimeAndAllAreTold() {
    Message sent = alice.sends("secret").to(bob).message();
    world.clock.advance(Duration.ofDays(1));
    List.of(alice, alicesDesktop, bob).forEach(Device::forget);
    Message edited = rewrites(sent, "***").edited();
    for (Device device : List.of(alice, alicesDesktop, bob)) {
      assertThat(device.messages()).containsExactly(edited);
    }
    assertThat(rewrites(carol.sends("1").to(bob).message(), "2").edited().isEdited()).isTrue();
    Message elsewhere = alice.sends("1").to(carol).message();
    assertThat(
            world
                .ask(reply ->
                    new Command.Rewrite(alice.with(bob), elsewhere.stamp(), content("2"), reply))
                .refusal())
        .isEqualTo(Refusal.NO_SUCH_MESSAGE);
  }

  @Test
  @DisplayName("P9 who was away when it was said, or left since, hears of edits as of recalls")
  void whoIsTold() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message early = alice.sends("1").to(group).message();
    world.leaves(group, "bob").done();
    world.joins(group, "carol").done();
    Message late = alice.sends("2").to(group).message();
    List.of(bob, carol).forEach(Device::forget);
    Message earlyEdited = alice.edits(early, "1!").edited();
    Message lateEdited = alice.edits(late, "2!").edited();
    assertThat(bob.messages()).containsExactly(earlyEdited);
    assertThat(carol.messages()).containsExactly(lateEdited);
  }
}

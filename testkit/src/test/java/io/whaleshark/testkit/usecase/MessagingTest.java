package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.session.Push;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P2 and P3: sequences, repeats, conflicts; and recalls.
class MessagingTest {

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device bob = world.phone("bob");
  private final Device carol = world.phone("carol");

  private static List<Long> sequences(List<Message> messages) {
    return messages.stream().map(Message::sequence).toList();
  }

  @Test
  @DisplayName("P2 sequences are dense in each conversation, in one batch and over several")
  void sequencesAreDense() {
    ConversationId.Group group = world.group("g", "alice", "bob", "carol");
    List<Asked> asked = new ArrayList<>();
    for (int batch = 0; batch < 3; batch++) {
      world.together(() -> {
        asked.add(alice.sends("a").to(bob));
        asked.add(bob.sends("b").to(alice));
        asked.add(carol.sends("c").to(group));
        asked.add(alice.sends("d").to(bob));
        asked.add(bob.sends("e").to(group));
      });
    }
    assertThat(asked).allMatch(a -> !a.message().isRecalled());
    assertThat(sequences(world.history(alice.with(bob))))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(sequences(world.history(group))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(world.history(alice.with(bob)))
        .isSortedAccordingTo((a, b) -> Long.compare(a.stamp(), b.stamp()));
    assertThat(world.bugs).isEmpty();
  }

  @Test
  @DisplayName("P2 P8 both may write first: the first messages of two people in one batch")
  void firstMessagesOfBothInOneBatch() {
    List<Asked> asked = new ArrayList<>();
    world.together(() -> {
      asked.add(alice.sends("hi").to(bob));
      asked.add(bob.sends("hi").to(alice));
      asked.add(bob.reads(alice.with(bob), 2));
    });
    assertThat(asked).allMatch(a -> a.done().isAnswered());
    assertThat(world.history(alice.with(bob)))
        .extracting(Message::senderOrdinal)
        .containsExactly(1L, 1L);
    assertThat(world.unread("bob", alice.with(bob))).isZero();
    assertThat(world.unread("alice", alice.with(bob))).isEqualTo(1);
    assertThat(world.bugs).isEmpty();
  }

  @Test
  @DisplayName("P2 everyone is pushed the one order")
  void everyoneSeesTheOneOrder() {
    ConversationId.Group group = world.group("g", "alice", "bob", "carol");
    Device dave = world.phone("dave");
    world.joins(group, "dave");
    world.together(() -> {
      alice.sends("1").to(group);
      bob.sends("2").to(group);
      carol.sends("3").to(group);
    });
    assertThat(sequences(dave.messages())).containsExactly(1L, 2L, 3L);
    assertThat(sequences(alice.messages())).containsExactly(2L, 3L);
    assertThat(sequences(bob.messages())).containsExactly(1L, 3L);
  }

  @Test
  @DisplayName("P2 what is refused takes no sequence")
  void refusalsLeaveNoHole() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    world.together(() -> {
      alice.sends("1").to(group);
      carol.sends("no member").to(group);
      alice.sends("2").as("x").to(group);
      alice.sends("conflict").as("x").to(group);
      bob.sends("3").to(group);
    });
    assertThat(sequences(world.history(group))).containsExactly(1L, 2L, 3L);
  }

  @Test
  @DisplayName("P3 a repeat gets the first answer and causes nothing else")
  void repeatGetsTheFirstAnswer() {
    Message first = alice.sends("hi").as("m").to(bob).message();
    world.clock.advance(Duration.ofDays(1));
    bob.forget();
    assertThat(alice.sends("hi").as("m").to(bob).message()).isEqualTo(first);
    assertThat(world.history(alice.with(bob))).containsExactly(first);
    assertThat(bob.pushes()).isEmpty();
    assertThat(alice.pushes()).isEmpty();
  }

  @Test
  @DisplayName("P3 a repeat in the same batch gets the first answer too")
  void repeatInOneBatch() {
    List<Asked> asked = new ArrayList<>();
    world.together(() -> {
      asked.add(alice.sends("hi").as("m").to(bob));
      asked.add(alice.sends("hi").as("m").to(bob));
      asked.add(alice.sends("other").as("m").to(bob));
    });
    assertThat(asked.get(1).message()).isEqualTo(asked.get(0).message());
    assertThat(asked.get(2).refusal()).isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    assertThat(bob.messages()).hasSize(1);
  }

  @Test
  @DisplayName("P3 the same id with another body, extra or conversation is a conflict")
  void conflicts() {
    alice.sends("hi").as("m").to(bob).done();
    assertThat(alice.sends("ho").as("m").to(bob).refusal()).isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    assertThat(alice.sends("hi").as("m").to(carol).refusal())
        .isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    Asked withExtra =
        world.ask(reply ->
            new Command.Send(
                alice.caller(),
                alice.with(bob),
                new ClientMessageId(alice.user(), "m"),
                new Message.Sent(Payload.ofText("hi"), Payload.ofText("extra")),
                reply));
    assertThat(withExtra.refusal()).isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    assertThat(world.history(alice.with(bob))).hasSize(1);
    assertThat(world.history(alice.with(carol))).isEmpty();
  }

  @Test
  @DisplayName("P3 the same id of another sender is another message")
  void idsBelongToTheirSenders() {
    alice.sends("hi").as("m").to(bob).done();
    assertThat(bob.sends("hi").as("m").to(alice).message().sequence()).isEqualTo(2);
  }

  @Test
  @DisplayName("P3 after its recall a message still tells a repeat from a conflict")
  void repeatAfterRecall() {
    Message sent = alice.sends("hi").as("m").to(bob).message();
    Message tombstone = alice.recalls(sent).tombstone();
    assertThat(alice.sends("hi").as("m").to(bob).message()).isEqualTo(tombstone);
    assertThat(alice.sends("ho").as("m").to(bob).refusal()).isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    assertThat(world.history(alice.with(bob))).containsExactly(tombstone);
  }

  @Test
  @DisplayName("a recall by a client's id is of the conversation that it names")
  void recallByIdStaysInItsConversation() {
    alice.sends("hi").as("m").to("carol").done();
    alice.sends("hi").as("n").to(bob).done();
    var byId = new Command.Named.ByClientId(new ClientMessageId(alice.user(), "m"));
    assertThat(alice.recalls(alice.with(bob), byId).refusal()).isEqualTo(Refusal.NO_SUCH_MESSAGE);
  }

  @Test
  @DisplayName("P3 send, recall and repeat in one batch")
  void repeatAfterRecallInOneBatch() {
    List<Asked> asked = new ArrayList<>();
    var byId = new Command.Named.ByClientId(new ClientMessageId(alice.user(), "m"));
    world.together(() -> {
      asked.add(alice.sends("hi").as("m").to(bob));
      asked.add(alice.recalls(alice.with(bob), byId));
      asked.add(alice.sends("hi").as("m").to(bob));
      asked.add(alice.sends("ho").as("m").to(bob));
    });
    assertThat(asked.get(0).message().isRecalled()).isFalse();
    assertThat(asked.get(2).message()).isEqualTo(asked.get(1).tombstone());
    assertThat(asked.get(3).refusal()).isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    assertThat(world.history(alice.with(bob))).containsExactly(asked.get(1).tombstone());
  }

  @Test
  @DisplayName("P3 who left a group still gets the first answer for what was sent there")
  void repeatAfterLeaving() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message sent = bob.sends("bye").as("m").to(group).message();
    world.leaves(group, "bob").done();
    assertThat(bob.sends("bye").as("m").to(group).message()).isEqualTo(sent);
    assertThat(bob.sends("and").to(group).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
  }

  @Test
  void recallLeavesATombstoneForAll() {
    Device alicesDesktop = world.desktop("alice");
    Message sent = alice.sends("oops").to(bob).message();
    bob.forget();
    alicesDesktop.forget();
    Message tombstone = alice.recalls(sent).tombstone();
    assertThat(tombstone.isRecalled()).isTrue();
    assertThat(tombstone.sequence()).isEqualTo(sent.sequence());
    assertThat(bob.messages()).containsExactly(tombstone);
    assertThat(alicesDesktop.messages()).containsExactly(tombstone);
    assertThat(alice.messages()).isEmpty();
    assertThat(world.history(alice.with(bob))).containsExactly(tombstone);
  }

  @Test
  void messageIsFoundByStampAndIdToo() {
    Message first = alice.sends("1").to(bob).message();
    Message second = alice.sends("2").to(bob).message();
    var byStamp = new Command.Named.ByStamp(first.stamp());
    var byId = new Command.Named.ByClientId(second.clientId());
    assertThat(alice.recalls(alice.with(bob), byStamp).tombstone().sequence()).isEqualTo(1);
    assertThat(alice.recalls(alice.with(bob), byId).tombstone().sequence()).isEqualTo(2);
    assertThat(alice.recalls(alice.with(carol), byId).refusal())
        .isEqualTo(Refusal.NOT_A_PARTICIPANT);
  }

  @Test
  void recallIsIdempotent() {
    Message sent = alice.sends("oops").to(bob).message();
    Message tombstone = alice.recalls(sent).tombstone();
    bob.forget();
    world.clock.advance(Duration.ofDays(1));
    assertThat(alice.recalls(sent).tombstone()).isEqualTo(tombstone);
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  void recallWindowEndsExactly() {
    Message sent = alice.sends("1").to(bob).message();
    Message other = alice.sends("2").to(bob).message();
    world.clock.advance(AppPolicy.DEFAULT.recallWindow());
    alice.recalls(sent).done();
    world.clock.advance(Duration.ofMillis(1));
    assertThat(alice.recalls(other).refusal()).isEqualTo(Refusal.RECALL_TOO_LATE);
    assertThat(world.history(alice.with(bob)).get(1).isRecalled()).isFalse();
  }

  @Test
  @DisplayName("P9 nobody but its author recalls a message")
  void recallByOthers() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message sent = alice.sends("mine").to(group).message();
    assertThat(bob.recalls(sent).refusal()).isEqualTo(Refusal.NOT_YOURSELF);
    assertThat(carol.recalls(sent).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(alice.recalls(group, new Command.Named.BySequence(9)).refusal())
        .isEqualTo(Refusal.NO_SUCH_MESSAGE);
    assertThat(world.history(group)).containsExactly(sent);
  }

  @Test
  void senderIsToldWhenNoDeviceOfTheReceiverIsOnline() {
    Device alicesDesktop = world.desktop("alice");
    Message message = alice.sends("hi").to("dave").message();
    var named =
        new Push.ReceivedMessage(message.sequence(), message.stamp(), message.clientId().value());
    var received = new Push.Received(World.user("dave"), alice.user(), named, true);
    assertThat(alice.pushes(Push.Received.class)).containsExactly(received);
    assertThat(alicesDesktop.pushes(Push.Received.class)).containsExactly(received);
  }

  @Test
  void onlineReceiverAcknowledgesByItself() {
    Message message = alice.sends("hi").to(bob).message();
    assertThat(alice.pushes(Push.Received.class)).isEmpty();
    bob.received(message).done();
    assertThat(alice.pushes(Push.Received.class))
        .extracting(Push.Received::byServer)
        .containsExactly(false);
    alice.forget();
    bob.received(message).done();
    assertThat(alice.pushes()).isEmpty();
    alice.sends("note to self").to(alice);
    assertThat(alice.pushes(Push.Received.class)).isEmpty();
  }
}

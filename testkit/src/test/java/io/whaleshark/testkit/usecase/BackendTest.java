package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.command.Caller;
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

/// What an app's backend does in users' names, and as the app.
class BackendTest {

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device alicesDesktop = world.desktop("alice");
  private final Device bob = world.phone("bob");

  private Asked sends(String user, String id, ConversationId conversation) {
    return world.ask(reply ->
        new Command.Send(
            Caller.backendFor(World.user(user)),
            conversation,
            new ClientMessageId(World.user(user), id),
            new Message.Sent(Payload.ofText("hi"), Payload.NONE),
            reply));
  }

  private Asked withdraws(Message message) {
    return withdraws(message.conversation(), message.stamp());
  }

  private Asked withdraws(ConversationId conversation, long stamp) {
    return world.ask(reply -> new Command.Withdraw(conversation, stamp, reply));
  }

  @Test
  void allDevicesOfTheSenderArePushedWhatTheBackendSends() {
    Message sent = sends("alice", "m", alice.with(bob)).message();
    assertThat(alice.messages()).containsExactly(sent);
    assertThat(alicesDesktop.messages()).containsExactly(sent);
    assertThat(bob.messages()).containsExactly(sent);
    assertThat(bob.pushes(Push.InboxEntry.class)).noneMatch(Push.InboxEntry::silent);
  }

  @Test
  @DisplayName("P6 nobody's position moves by what the backend sends")
  void sendingReadsNothing() {
    bob.sends("1").to(alice);
    sends("alice", "m", alice.with(bob)).done();
    assertThat(world.unread("alice", alice.with(bob))).isEqualTo(1);
    assertThat(world.unread("bob", alice.with(bob))).isEqualTo(1);
  }

  @Test
  void aPhoneIsNotSilencedByWhatTheBackendSends() {
    sends("alice", "m", alice.with(bob)).done();
    alice.forget();
    bob.sends("2").to(alice);
    assertThat(alice.pushes(Push.InboxEntry.class)).noneMatch(Push.InboxEntry::silent);
  }

  @Test
  @DisplayName("P3 a message id stands for one message, whoever sends it again")
  void aRepeatMayComeFromADevice() {
    Message sent = sends("alice", "m", alice.with(bob)).message();
    alice.forget();
    bob.forget();
    assertThat(alice.sends("hi").as("m").to(bob).message()).isEqualTo(sent);
    assertThat(alice.sends("other").as("m").to(bob).refusal())
        .isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    List<Asked> repeats = new ArrayList<>();
    world.together(() -> {
      for (int i = 0; i < 3; i++) {
        repeats.add(sends("alice", "once", alice.with(bob)));
      }
    });
    assertThat(repeats)
        .extracting(Asked::message)
        .containsOnly(world.history(alice.with(bob)).getLast());
    assertThat(world.history(alice.with(bob))).hasSize(2);
    assertThat(bob.messages()).hasSize(1);
  }

  @Test
  @DisplayName("P9 who is no member is none for the backend either")
  void aGroupHearsOfItsMembersAlone() {
    ConversationId.Group group = world.group("g", "bob");
    assertThat(sends("alice", "m", group).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
  }

  @Test
  void theAppRecallsAtAnyTimeAndAllAreTold() {
    Message sent = alice.sends("oops").to(bob).message();
    world.clock.advance(AppPolicy.DEFAULT.recallWindow().plus(Duration.ofDays(1)));
    List.of(alice, alicesDesktop, bob).forEach(Device::forget);
    Message tombstone = withdraws(sent).tombstone();
    assertThat(tombstone.isRecalled()).isTrue();
    assertThat(tombstone.sequence()).isEqualTo(sent.sequence());
    assertThat(alice.messages()).containsExactly(tombstone);
    assertThat(alicesDesktop.messages()).containsExactly(tombstone);
    assertThat(bob.messages()).containsExactly(tombstone);
    assertThat(world.history(alice.with(bob))).containsExactly(tombstone);
  }

  @Test
  void theAppRecallsWhatSomebodyLeftBehind() {
    ConversationId.Group group = world.group("g", "alice", "bob");
    Message sent = bob.sends("bye").to(group).message();
    world.leaves(group, "bob").done();
    assertThat(withdraws(sent).tombstone().sequence()).isEqualTo(sent.sequence());
    assertThat(bob.messages()).last().extracting(Message::isRecalled).isEqualTo(true);
    world.dissolves(group).done();
    Message last = world.history(group).getLast();
    assertThat(withdraws(last).tombstone()).isEqualTo(last);
  }

  @Test
  void aRecallByTheAppIsIdempotent() {
    Message sent = alice.sends("oops").to(bob).message();
    Message tombstone = withdraws(sent).tombstone();
    bob.forget();
    world.clock.advance(Duration.ofMinutes(1));
    assertThat(withdraws(sent).tombstone()).isEqualTo(tombstone);
    assertThat(alice.recalls(sent).tombstone()).isEqualTo(tombstone);
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  void theAppRecallsNothingElsewhere() {
    Message sent = alice.sends("1").to(bob).message();
    Device carol = world.phone("carol");
    alice.sends("2").to(carol);
    assertThat(withdraws(alice.with(carol), sent.stamp()).refusal())
        .isEqualTo(Refusal.NO_SUCH_MESSAGE);
    assertThat(withdraws(alice.with(bob), sent.stamp() + 1).refusal())
        .isEqualTo(Refusal.NO_SUCH_MESSAGE);
    assertThat(withdraws(bob.with(carol), sent.stamp()).refusal())
        .isEqualTo(Refusal.NO_SUCH_MESSAGE);
    world.everythingExpires();
    assertThat(withdraws(sent).refusal()).isEqualTo(Refusal.NO_SUCH_MESSAGE);
  }

  @Test
  @DisplayName("P7 all devices of a reader are told what the backend reports, and the author is")
  void aReportedReadIsTold() {
    Message sent = bob.sends("1").to(alice).message();
    Asked read =
        world.ask(reply ->
            new Command.Read(
                Caller.backendFor(alice.user()), sent.conversation(), sent.sequence(), reply));
    read.done();
    assertThat(alice.pushes(Push.OwnRead.class)).hasSize(1);
    assertThat(alicesDesktop.pushes(Push.OwnRead.class)).hasSize(1);
    assertThat(bob.pushes(Push.PeerRead.class)).hasSize(1);
    assertThat(world.unread("alice", sent.conversation())).isZero();
  }
}

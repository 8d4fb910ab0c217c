package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P3 where the app is asked about a message first: it may change the message, in another way each
/// time, and one id still stands for one message.
class VettedTest {

  private static final Optional<Answer.Refused> WANTED = Optional.empty();
  private static final Optional<Answer.Refused> DENIED =
      Optional.of(new Answer.Refused(Refusal.DENIED, "rude"));

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device bob = world.phone("bob");

  private static Message.Sent content(String text) {
    return new Message.Sent(Payload.ofText('"' + text + '"'), Payload.NONE);
  }

  private Command.Send send(String text, ConversationId to, Reply reply) {
    ClientMessageId id = new ClientMessageId(alice.user(), "m");
    return new Command.Send(alice.caller(), to, id, content(text), reply);
  }

  private Asked sends(String text, ConversationId to, Optional<Answer.Refused> refused) {
    return world.ask(reply -> new Command.Vetted(send(text, to, reply), Optional.empty(), refused));
  }

  private Asked sends(String text, Optional<Answer.Refused> refused) {
    return sends(text, alice.with(bob), refused);
  }

  /// What the app changes.
  private Asked sends(String text, String wanted) {
    return world.ask(reply ->
        new Command.Vetted(
            send(text, alice.with(bob), reply), Optional.of(content(wanted)), WANTED));
  }

  @Test
  void whatTheAppWantsIsSentAsItWantsIt() {
    Message sent = sends("hi", WANTED).message();
    assertThat(sent.sequence()).isEqualTo(1);
    assertThat(bob.messages()).containsExactly(sent);
  }

  @Test
  void whatTheAppDoesNotWantReachesNobody() {
    assertThat(sends("hi", DENIED).refusal()).isEqualTo(Refusal.DENIED);
    assertThat(bob.messages()).isEmpty();
    assertThat(world.history(alice.with(bob))).isEmpty();
  }

  @Test
  @DisplayName("P3 a repeat gets the first answer, whatever the app says of it now")
  void aRepeatGetsTheFirstAnswer() {
    Message sent = sends("hi", "h*").message();
    assertThat(sent.newest()).contains(content("h*"));
    assertThat(sends("hi", "**").message()).isEqualTo(sent);
    assertThat(sends("hi", WANTED).message()).isEqualTo(sent);
    assertThat(sends("hi", DENIED).message()).isEqualTo(sent);
    assertThat(world.ask(reply -> send("hi", alice.with(bob), reply)).message()).isEqualTo(sent);
    assertThat(world.history(alice.with(bob))).containsExactly(sent);
    assertThat(bob.messages()).containsExactly(sent);
  }

  @Test
  @DisplayName("P3 another content under its id is a conflict, also what the app made of it")
  void anotherContentIsAConflict() {
    Message sent = sends("hi", "h*").message();
    assertThat(sends("ho", "h*").refusal()).isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    assertThat(sends("h*", WANTED).refusal()).isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    assertThat(sends("ho", DENIED).refusal()).isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
    assertThat(world.history(alice.with(bob))).containsExactly(sent);
  }

  @Test
  @DisplayName("what the app leaves as it is costs no digest")
  void whatIsLeftAsItIs() {
    assertThat(sends("hi", "hi").message().content()).isEqualTo(content("hi"));
  }

  @Test
  @DisplayName("P3 a repeat of what the app did not want may be sent")
  void whatWasDeniedMayBeWantedLater() {
    assertThat(sends("hi", DENIED).refusal()).isEqualTo(Refusal.DENIED);
    assertThat(sends("hi", WANTED).message().sequence()).isEqualTo(1);
  }

  @Test
  @DisplayName("P3 an id of another conversation is a conflict")
  void anIdOfAnotherConversationIsAConflict() {
    sends("hi", WANTED).message();
    Device carol = world.phone("carol");
    assertThat(sends("hi", alice.with(carol), WANTED).refusal())
        .isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
  }

  @Test
  @DisplayName("P9 what the app wants is still subject to the rules of all")
  void theRulesHold() {
    var none = new ConversationId.Group(World.APP, "none");
    assertThat(sends("hi", none, WANTED).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
  }
}

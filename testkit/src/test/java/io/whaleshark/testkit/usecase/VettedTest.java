package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P3 where the app is asked about a message first: it may change what it says each time, and one
/// id still stands for one message.
class VettedTest {

  private static final Optional<Answer.Refused> WANTED = Optional.empty();
  private static final Optional<Answer.Refused> DENIED =
      Optional.of(new Answer.Refused(Refusal.DENIED, "rude"));

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device bob = world.phone("bob");

  private Asked sends(String id, String text, ConversationId to, Optional<Answer.Refused> refused) {
    var content = new Message.Sent(Payload.ofText('"' + text + '"'), Payload.NONE);
    return world.ask(reply ->
        new Command.Vetted(
            new Command.Send(
                alice.caller(), to, new ClientMessageId(alice.user(), id), content, reply),
            refused));
  }

  private Asked sends(String id, String text, Optional<Answer.Refused> refused) {
    return sends(id, text, alice.with(bob), refused);
  }

  @Test
  void whatTheAppWantsIsSentAsItWantsIt() {
    Message sent = sends("m", "hi", WANTED).message();
    assertThat(sent.sequence()).isEqualTo(1);
    assertThat(bob.messages()).containsExactly(sent);
  }

  @Test
  void whatTheAppDoesNotWantReachesNobody() {
    assertThat(sends("m", "hi", DENIED).refusal()).isEqualTo(Refusal.DENIED);
    assertThat(bob.messages()).isEmpty();
    assertThat(world.history(alice.with(bob))).isEmpty();
  }

  @Test
  @DisplayName("P3 a repeat gets the first answer, whatever the app says of it now")
  void aRepeatGetsTheFirstAnswer() {
    Message sent = sends("m", "hi", WANTED).message();
    assertThat(sends("m", "h*", WANTED).message()).isEqualTo(sent);
    assertThat(sends("m", "hi", DENIED).message()).isEqualTo(sent);
    assertThat(world.history(alice.with(bob))).containsExactly(sent);
    assertThat(bob.messages()).containsExactly(sent);
  }

  @Test
  @DisplayName("P3 a repeat of what the app did not want may be sent")
  void whatWasDeniedMayBeWantedLater() {
    assertThat(sends("m", "hi", DENIED).refusal()).isEqualTo(Refusal.DENIED);
    assertThat(sends("m", "hi", WANTED).message().sequence()).isEqualTo(1);
  }

  @Test
  @DisplayName("P3 an id of another conversation is a conflict")
  void anIdOfAnotherConversationIsAConflict() {
    sends("m", "hi", WANTED).message();
    Device carol = world.phone("carol");
    assertThat(sends("m", "hi", alice.with(carol), WANTED).refusal())
        .isEqualTo(Refusal.MESSAGE_ID_CONFLICT);
  }

  @Test
  @DisplayName("P9 what the app wants is still subject to the rules of all")
  void theRulesHold() {
    var none = new ConversationId.Group(World.APP, "none");
    assertThat(sends("m", "hi", none, WANTED).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
  }
}

package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P3: an engine finds a message by its sender and the sender's own id, for as long as it keeps it.
abstract class RepeatedSendsContract extends PortContract {

  private final ClientMessageId id = new ClientMessageId(ALICE, "m-1");

  /// Looks up the id as the lane does: announced when the transaction begins.
  private Optional<Message> sentWithNotice(ClientMessageId asked) {
    try (Transaction transaction = engine.begin(reads -> reads.sent(asked))) {
      return transaction.sent(asked);
    }
  }

  @Test
  @DisplayName("P3 the id finds its message, announced or not, before and after a restart")
  void idFindsItsMessage() {
    Message message = scribe.send(ALICE_BOB, id, "hi");
    assertThat(sentWithNotice(id)).contains(message);
    reopen();
    assertThat(sentWithNotice(id)).contains(message);
    assertThat(sent(id)).contains(message);
  }

  @Test
  void unusedIdFindsNothing() {
    scribe.send(ALICE_BOB, id, "hi");
    assertThat(sent(new ClientMessageId(ALICE, "m-2"))).isEmpty();
    assertThat(sent(new ClientMessageId(ALICE, "m-"))).isEmpty();
    assertThat(sentWithNotice(new ClientMessageId(ALICE, "m-11"))).isEmpty();
  }

  @Test
  @DisplayName("P3 ids have no order: an earlier name may come later, also after a restart")
  void idsHaveNoOrder() {
    List<Message> sent = new ArrayList<>();
    for (String name : List.of("5", "3", "4")) {
      sent.add(scribe.send(ALICE_BOB, new ClientMessageId(ALICE, name), "hi"));
    }
    reopen();
    assertThat(sentWithNotice(new ClientMessageId(ALICE, "1"))).isEmpty();
    sent.add(scribe.send(ALICE_BOB, new ClientMessageId(ALICE, "1"), "hi"));
    assertThat(sent)
        .allSatisfy(message -> assertThat(sentWithNotice(message.clientId())).contains(message));
  }

  @Test
  void sendersWithEqualIdsHaveTwoMessages() {
    ClientMessageId bobs = new ClientMessageId(BOB, "m-1");
    Message first = scribe.send(ALICE_BOB, id, "hi");
    Message second = scribe.send(ALICE_BOB, bobs, "hi");
    assertThat(sent(id)).contains(first);
    assertThat(sent(bobs)).contains(second);
  }

  @Test
  @DisplayName("P3 a recalled message still answers for its id, and tells a conflict")
  void tombstoneAnswersForItsId() {
    Message message = scribe.send(ALICE_BOB, id, "hi");
    Message tombstone = scribe.recall(message);
    reopen();
    Message found = sent(id).orElseThrow();
    assertThat(found).isEqualTo(tombstone);
    assertThat(found.carries((Message.Sent) message.content())).isTrue();
    assertThat(found.carries(contentOf("another"))).isFalse();
  }

  @Test
  @DisplayName("P3 a message that the app has changed answers for what its sender wrote")
  void whatTheAppChangedAnswersForWhatWasWritten() {
    Message.Sent wanted = contentOf("h*");
    Message message = scribe.send(ALICE_BOB, id, Message.Vetted.of(wanted, contentOf("hi")));
    reopen();
    Message found = sent(id).orElseThrow();
    assertThat(found).isEqualTo(message);
    assertThat(found.newest()).contains(wanted);
    assertThat(found.carries(contentOf("hi"))).isTrue();
    assertThat(found.carries(wanted)).isFalse();
    Message edited = scribe.edit(found, "later");
    reopen();
    assertThat(sent(id)).contains(edited);
    assertThat(edited.carries(contentOf("hi"))).isTrue();
  }

  private static Message.Sent contentOf(String text) {
    return new Message.Sent(Payload.ofText(text), Payload.NONE);
  }

  @Test
  void idIsTheSendersWhateverTheConversation() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    Message message = scribe.send(group, id, "hi");
    assertThat(sentWithNotice(id)).contains(message);
  }
}

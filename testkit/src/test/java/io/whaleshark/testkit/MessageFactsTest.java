package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.MessageFacts;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.model.Reaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Messages and the reactions to them come in one order, whatever older nodes have left.
class MessageFactsTest {

  private static final UserId ALICE = new UserId(1, "alice");
  private static final ConversationId.Group GROUP = new ConversationId.Group(1, "g");

  private static Fact message(long sequence) {
    return new Fact.OfMessage(sent(sequence));
  }

  private static Fact tombstone(long sequence) {
    return new Fact.OfMessage(sent(sequence).recalledAt(90 + sequence));
  }

  private static Message sent(long sequence) {
    return new Message(
        GROUP,
        sequence,
        10 * sequence,
        new ClientMessageId(ALICE, "m" + sequence),
        new Message.Sent(Payload.ofText("hi"), Payload.NONE),
        sequence,
        0);
  }

  private static Fact reaction(long sequence, String sign) {
    return new Fact.OfReaction(GROUP, new Reaction(sequence, sign, ALICE));
  }

  private static List<Fact> merged(List<Fact> messages, List<Fact> reactions) {
    List<Fact> all = new ArrayList<>();
    new MessageFacts(messages.iterator(), reactions.iterator()).forEachRemaining(all::add);
    return all;
  }

  @Test
  void reactionsFollowTheirMessage() {
    assertThat(
            merged(
                List.of(message(3), message(4), message(5)),
                List.of(reaction(3, "b"), reaction(3, "a"), reaction(5, "a"))))
        .containsExactly(
            message(3),
            reaction(3, "b"),
            reaction(3, "a"),
            message(4),
            message(5),
            reaction(5, "a"));
    assertThat(merged(List.of(message(3)), List.of())).containsExactly(message(3));
    assertThat(merged(List.of(), List.of())).isEmpty();
  }

  @Test
  @DisplayName("reactions that an older node has left of what is recalled or expired are left out")
  void whatIsLeftIsLeftOut() {
    assertThat(
            merged(
                List.of(message(3), tombstone(4), message(5)),
                List.of(reaction(1, "a"), reaction(3, "a"), reaction(4, "a"), reaction(9, "a"))))
        .containsExactly(message(3), reaction(3, "a"), tombstone(4), message(5));
    assertThat(merged(List.of(), List.of(reaction(1, "a")))).isEmpty();
  }

  @Test
  void nothingComesBehindTheEnd() {
    Iterator<Fact> none = new MessageFacts(List.<Fact>of().iterator(), List.<Fact>of().iterator());
    assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
  }
}

package io.whaleshark.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import org.junit.jupiter.api.Test;

class MaybeShownTest {

  private static final UserId ANN = new UserId(7, "ann");
  private static final UserId BEN = new UserId(7, "ben");
  private static final ConversationId BOTH = ConversationId.Direct.between(ANN, BEN);

  private final MaybeShown shown = new MaybeShown(2);

  private static Message message(long sequence) {
    return message(BOTH, sequence);
  }

  private static Message message(ConversationId conversation, long sequence) {
    return new Message(
        conversation,
        sequence,
        sequence * 10,
        new ClientMessageId(ANN, "m" + sequence),
        new Message.Sent(Payload.ofText("{}"), Payload.NONE),
        1,
        1);
  }

  private boolean hideUpTo(long from, long upTo) {
    return shown.hideUpTo(BEN, BOTH, upTo, () -> message(from + 1).stamp());
  }

  @Test
  void whatIsShownIsHiddenOnce() {
    shown.show(BEN, message(3));
    assertThat(hideUpTo(0, 2)).as("a newer one is shown").isFalse();
    assertThat(hideUpTo(2, 3)).isTrue();
    assertThat(hideUpTo(2, 3)).isFalse();
    assertThat(shown.hideUpTo(ANN, BOTH, 3, () -> 10)).as("of somebody else").isFalse();
  }

  @Test
  void aRecallHidesThatMessageAlone() {
    shown.show(BEN, message(3));
    assertThat(shown.hide(BEN, message(2))).isFalse();
    assertThat(shown.hide(BEN, message(3))).isTrue();
    assertThat(shown.hide(BEN, message(3))).isFalse();
  }

  @Test
  void whatItDoesNotKnowMayBeShown() {
    shown.show(BEN, message(1));
    shown.forget(message(2).stamp());
    assertThat(hideUpTo(1, 5)).as("the oldest was sent before").isTrue();
    assertThat(hideUpTo(2, 5)).as("all were sent since").isFalse();
    assertThat(shown.hide(BEN, message(2))).isTrue();
    assertThat(shown.hide(BEN, message(3))).isFalse();
  }

  @Test
  void whatItHadToForgetMayBeShown() {
    for (int i = 1; i <= 3; i++) {
      shown.show(BEN, message(new ConversationId.Group(7, "g" + i), i));
    }
    assertThat(shown.hide(BEN, message(new ConversationId.Group(7, "g1"), 1))).isTrue();
    assertThat(shown.hide(BEN, message(new ConversationId.Group(7, "g4"), 2))).isFalse();
    assertThat(shown.hide(BEN, message(new ConversationId.Group(7, "g2"), 2))).isTrue();
  }
}

package io.whaleshark.engine.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Typing;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: nodes understand one another about who is writing, and nothing else. Method: texts of the
/// channel, read as another node reads them.
class TypingChannelTest {

  private static final UserId ALICE = new UserId(10001, "alice \"漢\" 1");
  private static final UserId BOB = new UserId(10001, "bob");

  @Test
  @DisplayName("another node hears what was told, whatever the ids are; the own node does not")
  void isHeard() {
    List<ConversationId> conversations =
        List.of(
            ConversationId.Direct.between(ALICE, BOB),
            ConversationId.Direct.between(ALICE, ALICE),
            new ConversationId.Group(10001, "team 1"));
    for (ConversationId each : conversations) {
      for (boolean isOn : List.of(true, false)) {
        Typing typing = new Typing(each, ALICE, isOn);
        String text = TypingChannel.text("one", typing);
        assertThat(TypingChannel.heard(text, "other")).contains(typing);
        assertThat(TypingChannel.heard(text, "one")).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "one\n1\n1\nalice\nuser",
        "one\n1\n1\nalice\nuser\nbob\nmore",
        "one\n-1\n1\nalice\nuser\nbob",
        "one\n2147483648\n1\nalice\nuser\nbob",
        "one\n99999999999\n1\nalice\nuser\nbob",
        "one\nx\n1\nalice\nuser\nbob",
        "one\n1\n1\n\nuser\nbob",
        "one\n1\n1\nalice\nuser\n",
        "one\n1\n1\nalice\nchannel\nbob"
      })
  @DisplayName("what is of another version, or of somebody else, is heard by nobody")
  void isNotHeard(String text) {
    assertThat(TypingChannel.heard(text, "other")).isEmpty();
  }
}
